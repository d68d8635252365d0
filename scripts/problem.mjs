/** A failure that the person at the terminal can cure: its message is one sentence with the cure, printed without a stack. */
export class Problem extends Error {}
