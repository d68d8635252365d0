import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** SHA-256 in hex over the RFC 8785 form of a plain value: equal values have equal digests. */
export function digest(value: unknown): string {
  return createHash('sha256')
    .update(canonicalize(JSON.parse((JSON.stringify(value) ?? 'null').toWellFormed())) ?? 'undefined')
    .digest('hex');
}
