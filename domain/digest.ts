import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** SHA-256 in hex over the RFC 8785 form of a plain value: equal values have equal digests. */
export function digest(value: unknown): string {
  return createHash('sha256')
    .update(canonicalize(JSON.parse(JSON.stringify(value, wellFormed) ?? 'null')) ?? 'undefined')
    .digest('hex');
}

/** RFC 8785 refuses half of a surrogate pair, which is what a text that was cut may end with. */
const wellFormed = (_: string, value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed() : value;
