import { describe, expect, it } from '@jest/globals';
import { type Demand, heldUntil } from '../../domain/demands.ts';

const DAY = 86_400_000;
const RECEIVED = new Date('2026-02-03T12:00:00Z');
const day = (n: number) => new Date(RECEIVED.getTime() + n * DAY);
const police = (values: Partial<Demand> = {}): Demand => ({
  id: 'police-1',
  kind: 'police',
  from: 'West Police',
  subject: 'Hold notices',
  reference: null,
  receivedAt: RECEIVED,
  dueAt: day(2),
  hours: null,
  officer: 'DC Example',
  force: 'West Police',
  holds: ['individuals'],
  endedAt: null,
  ...values,
});

describe('until when notices are held', () => {
  it.each<[string, Demand[], Date | null]>([
    ['nobody asks', [], null],
    ['one request holds them', [police()], day(2)],
    ['several hold them: the longest counts', [police(), police({ dueAt: day(5) }), police()], day(5)],
    ['the request was ended', [police({ endedAt: day(1) })], null],
    ['the request holds what goes to the public', [police({ holds: ['public'] })], null],
    ['somebody else asks', [police({ kind: 'complaint' })], null],
    ['nobody has set a review', [police({ dueAt: null })], null],
  ])('%s', (_, demands, until) => {
    expect(heldUntil(demands, 'individuals')).toEqual(until);
  });
});
