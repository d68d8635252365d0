import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Actor, EntryKind } from './kinds.ts';

/** Plain values only; anything personal goes into `personal` and enters the record as a commitment. */
export type EntryData = Record<string, string | number | boolean | null | string[]>;

export interface EntryInput {
  id: string;
  organisationId: string;
  incidentId: string | null;
  kind: EntryKind;
  actor: Actor;
  /** What the entry is about, on the incident's clock. */
  occurredAt: Date;
  /** When it was written, real time, from the injected clock. */
  recordedAt: Date;
  /** For drills: the incident clock at `recordedAt`. */
  recordedAtDrill?: Date;
  data: EntryData;
}

/** A personal value and the 32 random bytes that keep its commitment from being guessed. */
export interface PersonalValue {
  salt: Uint8Array;
  value: string;
}

export interface CanonicalEntry {
  content: Uint8Array;
  leafHash: Uint8Array;
}

const sha256 = (...parts: Uint8Array[]): Uint8Array => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** SHA-256(salt || UTF-8 of the value), in hex. */
export const commitment = (personal: PersonalValue): string =>
  hex(sha256(personal.salt, new TextEncoder().encode(personal.value)));

/** RFC 6962, section 2.1: the hash of a leaf is SHA-256(0x00 || leaf). */
export const leafHash = (content: Uint8Array): Uint8Array => sha256(Uint8Array.of(0), content);

/** The running hash over sealed entries; 32 zero bytes before the first. */
export const chainHash = (previous: Uint8Array, leaf: Uint8Array): Uint8Array => sha256(previous, leaf);

export const EMPTY_CHAIN = new Uint8Array(32);

/**
 * The canonical bytes of an entry (RFC 8785) and their leaf hash. The bytes are what is stored, hashed and later
 * proved; they hold no personal value, only commitments.
 */
export function canonicalEntry(input: EntryInput, personal: Record<string, PersonalValue>): CanonicalEntry {
  const text = canonicalize({
    v: 1,
    id: input.id,
    organisationId: input.organisationId,
    incidentId: input.incidentId,
    kind: input.kind,
    actor: { kind: input.actor.kind, id: input.actor.id },
    occurredAt: input.occurredAt.toISOString(),
    recordedAt: input.recordedAt.toISOString(),
    ...(input.recordedAtDrill ? { recordedAtDrill: input.recordedAtDrill.toISOString() } : {}),
    data: input.data,
    commitments: Object.fromEntries(
      Object.entries(personal).map(([field, value]) => [field, commitment(value)]),
    ),
  });
  if (text === undefined) throw new TypeError('a timeline entry must be plain JSON');
  const content = new TextEncoder().encode(text);
  return { content, leafHash: leafHash(content) };
}
