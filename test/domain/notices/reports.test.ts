import { describe, expect, test } from '@jest/globals';
import { place, type Told } from '../../../domain/notices/placing.ts';
import {
  initialReport, isIcoDuty, isWithdrawn, lastAnswered, newestReference, type Report, type ReportRecord, reportsOf,
} from '../../../domain/notices/reports.ts'; // prettier-ignore

const hour = (n: number): Date => new Date(Date.UTC(2026, 1, 3, n));
let ids = 0;
const record = (at: number, values: Partial<ReportRecord> = {}): ReportRecord => {
  ids += 1;
  return {
    id: `r${String(ids).padStart(3, '0')}`,
    obligationId: 'authority',
    phase: 'initial',
    addsTo: null,
    madeAt: hour(at),
    recordedAt: hour(at),
    noticeId: null,
    reference: null,
    missing: [],
    ...values,
  };
};

describe('the reports on record', () => {
  test('a record that only adds is part of its report: the earliest time and the notice count, what it lacked stays', () => {
    const first = record(10, { missing: ['33(3)(a)'] });
    const added = record(12, { addsTo: first.id, madeAt: hour(8), reference: 'IC-1' });
    expect(reportsOf([added, first], null)).toEqual([
      {
        id: first.id,
        obligationId: 'authority',
        phase: 'initial',
        madeAt: hour(8),
        noticeId: null,
        missing: ['33(3)(a)'],
        practised: false,
      },
    ]);
  });

  test('once a record names the notice, that says what was lacking', () => {
    const first = record(10, { missing: ['33(3)(a)', '33(3)(c)'] });
    const named = record(11, { addsTo: first.id, noticeId: 'n1', missing: ['33(3)(c)'] });
    expect(reportsOf([first, named], null)[0]).toMatchObject({ noticeId: 'n1', missing: ['33(3)(c)'] });
  });

  test('what was recorded before the drill became real was practised', () => {
    const reports = reportsOf([record(9), record(11)], hour(10));
    expect(reports.map(({ practised }) => practised)).toEqual([true, false]);
  });

  test('the first, the last that gave answers, and whether the last was a withdrawal', () => {
    const [first, later, withdrawn] = reportsOf(
      [record(9), record(11, { phase: 'followUp' }), record(12, { phase: 'withdrawal' })],
      null,
    ) as [Report, Report, Report];
    expect(initialReport([first, later])).toBe(first);
    expect(lastAnswered([first, later, withdrawn])).toBe(later);
    expect(isWithdrawn([first, later, withdrawn])).toBe(true);
    expect(isWithdrawn([first, later])).toBe(false);
    expect(lastAnswered([])).toBeUndefined();
  });

  test('of two at one instant the one recorded last is the newest', () => {
    const reports = reportsOf(
      [record(9, { noticeId: 'a' }), record(9, { phase: 'followUp', noticeId: 'b' })],
      null,
    );
    expect(lastAnswered(reports)?.noticeId).toBe('b');
  });

  test.each<[string, (string | null)[], string | null]>([
    ['none', [null, null], null],
    ['the only one', ['IC-1', null], 'IC-1'],
    ['the newest', ['IC-1', 'IC-2', null], 'IC-2'],
  ])('the reference: %s', (_, references, expected) => {
    const records = references.map((reference, n) => record(9 + n, { reference }));
    expect(newestReference(records.reverse())).toBe(expected);
  });

  test.each([
    ['authority', true], ['authority:staff', true], ['followUp', true], ['followUp:2', true],
    ['authorityQuestion:1', false], ['eu-nis2-23:early-warning', false],
  ])('%s is a report to the ICO: %s', (id, expected) => expect(isIcoDuty(id)).toBe(expected)); // prettier-ignore
});

describe('where a new record belongs', () => {
  const initial = reportsOf([record(9)], null)[0] as Report;
  const sent: Report = { ...initial, noticeId: 'n1' };
  const followUp: Report = {
    ...initial,
    id: 'f',
    phase: 'followUp',
    obligationId: 'followUp',
    noticeId: 'n2',
  };
  const later = (id: string) => ({ id, kind: 'ico-follow-up' as const });
  const first = (id: string) => ({ id, kind: 'ico-initial' as const });

  test.each<[string, Omit<Told, 'obligation'> & { obligation?: string }, Report[], string, string | null]>([
    ['the first is initial', {}, [], 'initial', null],
    ['one for the follow-up is a follow-up', { obligation: 'followUp' }, [initial], 'followUp', null],
    ['a reference that arrived adds to the first', {}, [initial], 'initial', initial.id],
    ['a reference after a follow-up adds to the first as well', {}, [sent, followUp], 'initial', sent.id],
    ['so does one for a follow-up', { obligation: 'followUp' }, [sent, followUp], 'followUp', 'f'],
    ['naming what was sent adds to that', { notice: later('n2') }, [sent, followUp], 'followUp', 'f'],
    [
      'naming the draft afterwards adds to the first',
      { notice: first('n1') },
      [initial],
      'initial',
      initial.id,
    ],
    ['a new follow-up notice is a follow-up', { notice: later('n9') }, [sent], 'followUp', null],
    ['so is another initial draft', { notice: first('n9') }, [sent], 'followUp', null],
    ['a final notice makes it final', { notice: { id: 'n9', kind: 'ico-final' } }, [sent], 'final', null],
    ['what a person chooses counts', { phase: 'withdrawal' }, [sent], 'withdrawal', null],
    [
      'a second follow-up by telephone is one of its own',
      { phase: 'followUp' },
      [sent, followUp],
      'followUp',
      null,
    ],
    ['a second "initial" adds to the first', { phase: 'initial' }, [sent], 'initial', sent.id],
    [
      'another track has a first report of its own',
      { obligation: 'authority:staff' },
      [sent],
      'initial',
      null,
    ],
  ])('%s', (_, told, reports, phase, addsTo) => {
    const placed = place({ obligation: 'authority', ...told }, reports);
    expect([placed.phase, placed.addsTo?.id ?? null]).toEqual([phase, addsTo]);
  });
});
