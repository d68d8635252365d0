import { describe, expect, it } from '@jest/globals';
import { shortLine } from '../../channels/identity.ts';

describe('a short line', () => {
  it.each([
    ['one\r\ntwo\t three', 'one two three'],
    ['x'.repeat(300), 'x'.repeat(300)],
    ['x'.repeat(301), `${'x'.repeat(299)}…`],
    [`${'x'.repeat(298)}😀x`, `${'x'.repeat(298)}…`],
  ])('of %j is one line of at most 300 characters', (text, line) => expect(shortLine(text)).toBe(line));
});
