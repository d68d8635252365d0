import { describe, expect, test } from '@jest/globals';
import type { Facts } from '../../../domain/facts.ts';
import type { ReportMade } from '../../../domain/plan/happened.ts';
import { HIGH_RISK } from '../../support/samples.ts';
import { planOf } from './support.ts';

const at = (hour: number): Date => new Date(Date.UTC(2026, 1, 4, hour));
const report = (hour: number, values: Partial<ReportMade> = {}): ReportMade => ({
  phase: 'followUp',
  madeAt: at(hour),
  incomplete: true,
  practised: false,
  ...values,
});
const first = report(8, { phase: 'initial' });
const plan = (...reports: ReportMade[]) =>
  Object.values(planOf({ happened: { reports } }))
    .filter(({ kind }) => kind === 'followUp')
    .map(({ id, startsAt, applicability }) => [id, startsAt.getUTCHours(), applicability]);

describe('what a report lacked follows (Art. 33(4))', () => {
  test.each<[string, ReportMade[], unknown[]]>([
    ['nothing while no report is made', [], []],
    ['nothing after a complete one', [report(8, { phase: 'initial', incomplete: false })], []],
    ['one duty from the moment it was made', [first], [['followUp', 8, 'required']]],
    [
      'none more when the follow-up completes it',
      [first, report(9, { incomplete: false })],
      [['followUp', 8, 'required']],
    ],
    [
      'another one for each that still lacks something',
      [first, report(9), report(11)],
      [
        ['followUp', 8, 'required'],
        ['followUp:2', 9, 'required'],
        ['followUp:3', 11, 'required'],
      ],
    ],
    ['none after the final report', [first, report(9, { phase: 'final' })], [['followUp', 8, 'required']]],
    [
      'one that reports again after a withdrawal that the facts contradict',
      [first, report(9, { phase: 'withdrawal' })],
      [
        ['followUp', 8, 'required'],
        ['followUp:withdrawn', 9, 'required'],
      ],
    ],
    [
      'what was practised in a drill keeps its number and stands down',
      [report(7, { phase: 'initial', practised: true }), first],
      [
        ['followUp', 7, 'notRequired'],
        ['followUp:2', 8, 'required'],
      ],
    ],
    [
      'a later report that takes something back',
      [report(8, { phase: 'initial', incomplete: false }), report(9)],
      [['followUp', 9, 'required']],
    ],
  ])('%s', (_, reports, expected) => {
    expect(plan(...reports)).toEqual(expected);
  });

  test('a report that was withdrawn is made good when the facts say that it was a breach (Art. 33(1))', () => {
    const withdrawn = [
      { ...first, incomplete: false },
      report(9, { phase: 'withdrawal', incomplete: false }),
    ];
    const planned = (facts: Facts, reports: ReportMade[]) =>
      Object.keys(planOf({ happened: { reports }, tracks: [{ id: 'bookings', facts }] })).filter((id) =>
        id.startsWith('followUp'),
      );
    expect(planned({ ...HIGH_RISK, securityFailure: false }, withdrawn)).toEqual([]);
    expect(planned({ role: 'controller' }, withdrawn)).toEqual([]);
    expect(planned(HIGH_RISK, withdrawn)).toEqual(['followUp:withdrawn']);
    const tracks = [{ id: 'bookings', facts: HIGH_RISK }];
    expect(planOf({ happened: { reports: withdrawn }, tracks })['followUp:withdrawn']).toMatchObject({
      basis: 'UK GDPR Art. 33(1)',
      qualifier: 'without undue delay',
      startsFrom: 'withdrawal',
      startsAt: at(9),
      reasons: [{ code: 'withdrawnButBreach', source: 'UK GDPR Art. 33(1)', facts: ['securityFailure'] }],
    });
    const practised = withdrawn.map((one) => ({ ...one, practised: true }));
    expect(planned(HIGH_RISK, practised)).toEqual([]);
    expect(planned(HIGH_RISK, [...withdrawn, report(10, { incomplete: false })])).toEqual([]);
  });

  test('is due by the own target, counted from the report', () => {
    const duty = planOf({ happened: { reports: [first] }, policy: { followUpTargetHours: 48 } })['followUp'];
    expect(duty).toMatchObject({ dueAt: new Date(at(8).getTime() + 48 * 3_600_000), ownTarget: true });
  });
});
