/** "Re:" and its like in the languages of the common programs, and tags of lists. */
const PREFIX = /^\s*((re|aw|fw|fwd|wg|sv|vs|tr|r[ée]f|antw|odp|rv|enc)(\[\d+\])?\s*:|\[[^\]]{1,60}\])\s*/i;

/**
 * What is equal in the subjects of one thread. Numbers stay: tenant 12 is not tenant 13.
 * @example normalisedSubject('RE: [ops] Odd log-in') is "odd log-in"
 */
export function normalisedSubject(subject: string): string {
  let rest = subject;
  for (let before = ''; before !== rest;) {
    before = rest;
    rest = rest.replace(PREFIX, '');
  }
  return rest.toLowerCase().replace(/\s+/g, ' ').trim();
}
