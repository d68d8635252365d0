/** What a schema says of a value, in a sentence for whoever sent it. */
const SENTENCES: [RegExp, (found: string[]) => string][] = [
  [/^Invalid input: expected \w+, received undefined$/, () => 'is missing'],
  [/^Invalid input: expected (\w+), received (\w+)$/, ([want = '', got = '']) => `must be ${named(want)}, not ${named(got)}`],
  [/^Invalid input: expected (.+)$/, ([want = '']) => `must be ${want}`],
  [/^Too small: expected string to have >=1 characters$/, () => 'must not be empty'],
  [/^Too small: expected string to have >=(\d+) characters$/, ([n]) => `is too short; it needs at least ${n} characters`],
  [/^Too big: expected string to have <=(\d+) characters$/, ([n]) => `is too long; at most ${n} characters`],
  [/^Too small: expected array to have >=(\d+) items$/, ([n]) => `needs at least ${n} of them`],
  [/^Too big: expected array to have <=(\d+) items$/, ([n]) => `has too many; at most ${n}`],
  [/^Too small: expected \w+ to be >=(\S+)$/, ([n]) => `must be at least ${n}`],
  [/^Too small: expected \w+ to be >(\S+)$/, ([n]) => `must be more than ${n}`],
  [/^Too big: expected \w+ to be <=?(\S+)$/, ([n]) => `must be at most ${n}`],
  [/^Invalid option: expected one of (.+)$/, ([all = '']) => `must be one of: ${all.replaceAll('"', '').replaceAll('|', ', ')}`],
  [/^Unrecognized keys?: (.+)$/, ([keys = '']) => `has no field ${keys}; look for a slip in the name`],
  [/^Invalid (?:UUID|uuid)$/, () => 'is no id'],
  [/^Invalid ISO datetime$/, () => 'is no time; write it like 2026-11-27T14:05Z'],
  [/^Invalid input$/, () => 'is none of the forms that it may have; /openapi.json lists them'],
]; // prettier-ignore

const NAMES: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object with fields',
  null: 'null',
};
const named = (type: string): string => NAMES[type] ?? type;

/**
 * The message of a schema as a plain sentence; one that is a sentence already stays.
 * @example plainIssue('Too small: expected string to have >=1 characters') is "must not be empty"
 */
export function plainIssue(message: string): string {
  for (const [pattern, sentence] of SENTENCES) {
    const found = pattern.exec(message);
    if (found) return sentence(found.slice(1));
  }
  return message;
}
