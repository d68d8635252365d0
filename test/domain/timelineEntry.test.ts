import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { canonicalEntry, chainHash, commitment, EMPTY_CHAIN, leafHash } from '../../domain/timeline/entry.ts';
import { SYSTEM } from '../../domain/timeline/kinds.ts';

const salt = new Uint8Array(32).fill(7);
const entry = {
  id: '018f0000-0000-7000-8000-000000000003',
  organisationId: '018f0000-0000-7000-8000-000000000001',
  incidentId: null,
  kind: 'note.added' as const,
  actor: SYSTEM,
  occurredAt: new Date('2026-02-03T12:00:00Z'),
  recordedAt: new Date('2026-02-03T12:00:01Z'),
  data: { b: 1, a: ['x'] },
};

describe('a timeline entry', () => {
  it('has one canonical form whatever the order of its members', () => {
    const one = canonicalEntry(entry, {});
    const other = canonicalEntry({ ...entry, data: { a: ['x'], b: 1 } }, {});
    expect(Buffer.from(one.content).toString()).toBe(Buffer.from(other.content).toString());
  });

  it('is pinned byte for byte: a change here breaks every record that exists', () => {
    const { content, leafHash: hash } = canonicalEntry(entry, { text: { salt, value: 'Ŵyn' } });
    expect(Buffer.from(content).toString()).toBe(
      '{"actor":{"id":"tocsin","kind":"system"},"commitments":{"text":"' +
        commitment({ salt, value: 'Ŵyn' }) +
        '"},"data":{"a":["x"],"b":1},"id":"018f0000-0000-7000-8000-000000000003","incidentId":null,' +
        '"kind":"note.added","occurredAt":"2026-02-03T12:00:00.000Z",' +
        '"organisationId":"018f0000-0000-7000-8000-000000000001","recordedAt":"2026-02-03T12:00:01.000Z","v":1}',
    );
    expect(Buffer.from(hash).equals(createHash('sha256').update(Buffer.of(0)).update(content).digest())).toBe(
      true,
    );
  });

  it('holds no personal value, only a commitment that the salt keeps from being guessed', () => {
    const { content } = canonicalEntry(entry, { text: { salt, value: 'Jane Doe' } });
    expect(Buffer.from(content).toString()).not.toContain('Jane');
    expect(commitment({ salt, value: 'Jane Doe' })).not.toBe(
      commitment({ salt: new Uint8Array(32), value: 'Jane Doe' }),
    );
  });

  it('chains: the running hash depends on every leaf and on their order', () => {
    const a = leafHash(Buffer.from('a'));
    const b = leafHash(Buffer.from('b'));
    const ab = chainHash(chainHash(EMPTY_CHAIN, a), b);
    const ba = chainHash(chainHash(EMPTY_CHAIN, b), a);
    expect(Buffer.from(ab).equals(Buffer.from(ba))).toBe(false);
  });
});
