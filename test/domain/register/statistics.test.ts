import { describe, expect, it } from '@jest/globals';
import { durations, shareOf } from '../../../domain/register/durations.ts';
import {
  statistics,
  type StatisticsDuty,
  type StatisticsIncident,
} from '../../../domain/register/statistics.ts';
import { AWARE, hoursLater } from '../../support/registerSamples.ts';

const NOW = hoursLater(1000);

const duty = (values: Partial<StatisticsDuty> = {}): StatisticsDuty => ({
  id: 'authority',
  kind: 'authority',
  duty: 'uk-gdpr-33-1',
  stage: 'notification',
  state: 'open',
  applicability: 'required',
  dueAt: hoursLater(72),
  earlierDueAt: null,
  satisfiedAt: null,
  ...values,
});
const done = (hours: number, values: Partial<StatisticsDuty> = {}) =>
  duty({ state: 'satisfied', satisfiedAt: hoursLater(hours), ...values });

const incident = (values: Partial<StatisticsIncident> = {}): StatisticsIncident => ({
  kind: 'personalDataBreach',
  causes: [],
  status: 'open',
  discoveredAt: hoursLater(-1),
  awareAt: AWARE,
  containedAt: null,
  startedAt: AWARE,
  duties: [],
  paged: true,
  firstAcknowledgedAt: null,
  reports: [],
  ...values,
});

describe('durations', () => {
  it.each([
    [[], { count: 0, medianSeconds: null, p90Seconds: null, maxSeconds: null, leftOut: 0 }],
    [[5000], { count: 1, medianSeconds: 5, p90Seconds: 5, maxSeconds: 5, leftOut: 0 }],
    [[3000, 1000], { count: 2, medianSeconds: 2, p90Seconds: 3, maxSeconds: 3, leftOut: 0 }],
    [
      [10, 9, 8, 7, 6, 5, 4, 3, 2, 1].map((s) => s * 1000),
      { count: 10, medianSeconds: 6, p90Seconds: 9, maxSeconds: 10, leftOut: 0 },
    ],
    [
      Array.from({ length: 11 }, (_, n) => (n + 1) * 1000),
      { count: 11, medianSeconds: 6, p90Seconds: 10, maxSeconds: 11, leftOut: 0 },
    ],
  ])('of %j', (milliseconds, expected) => expect(durations(milliseconds)).toEqual(expected));

  it('are sorted as numbers', () => {
    expect(durations([-3_600_000, 1000])).toMatchObject({ count: 1, medianSeconds: 1, leftOut: 1 });
    expect(durations([100_000, 9_000, 20_000])).toMatchObject({ medianSeconds: 20, maxSeconds: 100 });
  });
});

describe('a share', () => {
  it.each([
    [0, 0, null],
    [0, 3, 0],
    [1, 3, 0.3333],
    [3, 3, 1],
  ])('%d of %d is %j', (count, of, share) => expect(shareOf(count, of)).toEqual({ count, of, share }));
});

describe('the statistics', () => {
  it('of nothing hold no share and no time', () => {
    const none = statistics([], NOW);
    expect(none.incidents).toMatchObject({ total: 0, byKind: { personalDataBreach: 0, erased: 0 } });
    expect(none.late.authority.againstDeadline).toEqual({ count: 0, of: 0, share: null });
    expect(none.timeToNotify.fromAwareness.medianSeconds).toBeNull();
  });

  it('count incidents by kind and by each of their causes', () => {
    const { incidents } = statistics(
      [
        incident({ causes: ['phishing', 'insider'] }),
        incident({ causes: ['phishing'], status: 'closed', kind: 'notAPersonalDataBreach' }),
        incident({ kind: 'undetermined' }),
        incident({ kind: null, causes: [] }),
      ],
      NOW,
    );
    expect(incidents).toEqual({
      total: 4,
      open: 3,
      closed: 1,
      byKind: { personalDataBreach: 1, notAPersonalDataBreach: 1, undetermined: 1, erased: 1 },
      byCause: { phishing: 2, insider: 1, notYetKnown: 1, erased: 1 },
    });
  });

  it('measure from discovery, from awareness and from the declaration, each over those that have it', () => {
    const figures = statistics(
      [
        incident({
          containedAt: hoursLater(3),
          duties: [done(50, { id: 'authority:staff' }), done(10)],
          firstAcknowledgedAt: hoursLater(0.5),
        }),
        incident({ paged: false }),
      ],
      NOW,
    );
    expect(figures.timeToContain).toMatchObject({ count: 1, maxSeconds: 4 * 3600 });
    expect(figures.timeToNotify.fromAwareness).toMatchObject({ count: 1, maxSeconds: 10 * 3600 });
    expect(figures.timeToNotify.fromDiscovery).toMatchObject({ count: 1, maxSeconds: 11 * 3600 });
    expect(figures.timeToAcknowledge).toMatchObject({ count: 1, maxSeconds: 1800, paged: 1 });
  });

  it('judge lateness against the deadline and against the earliest one, over what is met or past due', () => {
    const duties = [
      done(71),
      done(73),
      done(71, { earlierDueAt: hoursLater(70) }),
      duty(),
      duty({ dueAt: hoursLater(2000) }),
      duty({ state: 'notRequired' }),
    ];
    const { late } = statistics([incident({ duties })], NOW);
    expect(late.authority).toEqual({
      againstDeadline: { count: 2, of: 4, share: 0.5 },
      againstEarlier: { count: 3, of: 4, share: 0.75 },
    });
    expect(late.individuals.againstDeadline).toEqual({ count: 0, of: 0, share: null });
  });

  it('count a regime’s report to an authority, and its letter to people, where they belong', () => {
    const eu = { kind: 'regime' as const, duty: 'eu-gdpr-33-1', stage: 'notification' };
    const people = { kind: 'regime' as const, duty: 'eu-gdpr-34', stage: 'communication' };
    const { late, timeToNotify } = statistics([incident({ duties: [done(71, eu), done(80, people)] })], NOW);
    expect(late.authority.againstDeadline).toMatchObject({ count: 0, of: 1 });
    expect(late.individuals.againstDeadline).toMatchObject({ count: 1, of: 1 });
    expect(timeToNotify.fromAwareness.maxSeconds).toBe(71 * 3600);
  });

  it('count open and overdue duties', () => {
    const duties = [
      duty(),
      duty({ id: 'scope', kind: 'scope', dueAt: hoursLater(2000) }),
      done(1),
      duty({ applicability: 'notRequired' }),
    ];
    expect(statistics([incident({ duties })], NOW).duties).toEqual({
      open: 2,
      overdue: 1,
      openByKind: { authority: 1, scope: 1 },
    });
  });

  it('count one notification once, however many incidents it was for', () => {
    const bundled = incident({ reports: ['report-1'], duties: [done(1)] });
    const { authority } = statistics([bundled, bundled, incident({ reports: ['other'], duties: [done(1)] })], NOW);
    expect(authority).toEqual({ incidentsReported: 3, reports: 2 });
  }); // prettier-ignore
});
