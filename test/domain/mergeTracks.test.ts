import { describe, expect, it } from '@jest/globals';
import type { Track } from '../../domain/facts.ts';
import { mergeTracks } from '../../domain/mergeTracks.ts';

const staff: Track = {
  id: 'staff',
  label: 'Our staff',
  facts: { role: 'controller', malicious: true, individuals: { approx: 12, kinds: ['employees'] } },
  moments: { determined: '2026-02-03T10:00:00Z' },
};
const customers: Track = {
  id: 'customers',
  facts: { role: 'processor' },
  controllers: [{ id: 'north' }, { id: 'south' }],
};

describe('mergeTracks', () => {
  it('keeps what is left out: tracks, parts, facts, members of facts, moments', () => {
    const given = [
      {
        id: 'staff',
        facts: { individuals: { approx: 20 } },
        moments: { classified: '2026-02-03T11:00:00Z' },
      },
    ];
    expect(mergeTracks([staff, customers], given)).toEqual([
      {
        ...staff,
        facts: { ...staff.facts, individuals: { approx: 20, kinds: ['employees'] } },
        moments: { determined: '2026-02-03T10:00:00Z', classified: '2026-02-03T11:00:00Z' },
      },
      customers,
    ]);
  });

  it('lets a track that was only assumed make room for one that is named for its role', () => {
    const assumed: Track = { id: 'controller', facts: { role: 'controller' } };
    const bookings = { id: 'bookings', facts: { role: 'controller' as const, malicious: true } };
    expect(mergeTracks([assumed], [bookings])).toEqual([bookings]);
    const other = { id: 'theirs', facts: { role: 'processor' as const } };
    expect(mergeTracks([assumed], [other])).toEqual([assumed, other]);
    const known: Track = { id: 'controller', facts: { role: 'controller', malicious: true } };
    expect(mergeTracks([known], [bookings])).toEqual([known, bookings]);
    expect(mergeTracks([{ ...assumed, id: 'ours' }], [bookings])).toHaveLength(2);
  });

  it('takes lists, null and other parts whole', () => {
    const given = [
      { id: 'customers', controllers: [{ id: 'south' }] },
      { id: 'staff', label: 'Staff', facts: { malicious: null, individuals: { kinds: [] } } },
    ];
    expect(mergeTracks([staff, customers], given)).toMatchObject([
      { label: 'Staff', facts: { malicious: null, individuals: { approx: 12, kinds: [] } } },
      { controllers: [{ id: 'south' }] },
    ]);
  });

  it('adds a track with a new id, and takes out those that are named and no others', () => {
    const added = { id: 'guests', facts: { role: 'controller' as const } };
    expect(mergeTracks([staff, customers], [added], ['staff'])).toEqual([customers, added]);
  });
});
