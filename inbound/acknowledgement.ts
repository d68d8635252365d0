/** Spaces that cannot be seen are none of the sender's words. */
const INVISIBLE = /[\u00a0\u00ad\u200b-\u200f\u2060\ufeff]/g;

/** ACK alone on the first line that is not empty. What is quoted, signed or explained below it does not matter. */
export function isAck(text: string): boolean {
  const first = text
    .replace(INVISIBLE, ' ')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .find((line) => line !== '');
  return first?.toLowerCase() === 'ack';
}
