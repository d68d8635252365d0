import { createHash } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { digest } from '../../domain/digest.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

it.each<[string, unknown, string]>([
  ['the members in one order, dates as text', { b: [1], a: new Date(0) }, '{"a":"1970-01-01T00:00:00.000Z","b":[1]}'],
  ['no member that is undefined', { a: undefined, b: null }, '{"b":null}'],
  ['half a character as the sign for it', 'a\ud800', '"a\ufffd"'],
  ['undefined as null', undefined, 'null'],
])('is SHA-256 over the RFC 8785 form: %s', (_, value, canonical) => {
  expect(digest(value)).toBe(sha256(canonical));
}); // prettier-ignore

it('tells different values apart', () => {
  expect(digest({ a: 1 })).not.toBe(digest({ a: 2 }));
});
