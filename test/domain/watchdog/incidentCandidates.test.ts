import { describe, expect, it } from '@jest/globals';
import {
  deliveryCandidates,
  milestoneCandidates,
  pageCandidates,
  type WatchedDelivery,
} from '../../../domain/watchdog/incidentCandidates.ts';
import { openObligation, type PlannedObligation } from '../../../domain/obligations.ts';
import { sampleIncident, sampleOrganisation } from '../../support/samples.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const start = new Date('2026-02-03T12:00:00Z');
const after = (ms: number): Date => new Date(start.getTime() + ms);

const containment = (values: Partial<PlannedObligation> = {}) => ({
  ...openObligation({
    ...({ id: 'containment', kind: 'containment', applicability: 'required', basis: 'own promise' } as const),
    ...{
      qualifier: null,
      ownTarget: true,
      startsFrom: 'discovered',
      startsAt: start,
      dueAt: after(24 * HOUR),
    },
    ...{ track: null, duty: null, stage: null, recipient: null, heldUntil: null, reasons: [] },
    ...values,
  }),
  openedAt: start,
});
const none = () => new Set<string>();
const incident = sampleIncident();
const drill = { scale: 1_440, startedAt: start, localOnly: false };

describe('a clock', () => {
  it('waits for nothing before its first reminder, and since that one afterwards, whatever came later', () => {
    const at = (ms: number) => milestoneCandidates(incident, [containment()], none, after(ms));
    expect(at(12 * HOUR - 1)).toEqual([]);
    const first = {
      key: `milestone/${incident.id}/containment/1`,
      kind: 'milestone',
      dueAt: after(12 * HOUR),
    };
    expect(at(12 * HOUR)).toMatchObject([first]);
    expect(at(30 * HOUR)).toMatchObject([first]);
  });

  it('waits for what is not recorded only', () => {
    const recorded = () => new Set(['reminder-0.5']);
    expect(milestoneCandidates(incident, [containment()], recorded, after(17 * HOUR))).toEqual([]);
    expect(milestoneCandidates(incident, [containment()], recorded, after(20 * HOUR))).toMatchObject([
      { dueAt: after(18 * HOUR) },
    ]);
  });

  it('of a duty that was opened later waits since then', () => {
    const late = { ...containment(), openedAt: after(13 * HOUR) };
    expect(milestoneCandidates(incident, [late], none, after(14 * HOUR))).toMatchObject([
      { dueAt: after(13 * HOUR) },
    ]);
  });

  it('whose reminder waits for morning is due in the evening until that is on record, and in the morning to go out', () => {
    const organisation = sampleOrganisation({ quiet: { from: '22:00', until: '07:00' } });
    const quiet = { ...incident, organisation };
    const at = (ms: number, ...recorded: string[]) =>
      milestoneCandidates(quiet, [containment()], () => new Set(recorded), after(ms));
    // The reminder at half of the time falls on midnight.
    expect(at(13 * HOUR)).toMatchObject([{ dueAt: after(12 * HOUR) }]);
    expect(at(13 * HOUR, 'reminder-0.5-waits')).toEqual([]);
    const [morning] = at(19 * HOUR + MINUTE, 'reminder-0.5-waits', 'reminder-0.75');
    expect(morning!.dueAt.getTime() - after(19 * HOUR).getTime()).toBeLessThanOrEqual(30_000);
    expect(morning!.dueAt.getTime()).toBeGreaterThanOrEqual(after(19 * HOUR).getTime());
  });

  it('that was met waits for nothing', () => {
    const met = { ...containment(), state: 'satisfied' as const };
    expect(milestoneCandidates(incident, [met], none, after(30 * HOUR))).toEqual([]);
  });

  it('of a drill is judged on its own clock, and since a real instant', () => {
    const drilled = { ...incident, drill };
    const at = (ms: number) => milestoneCandidates(drilled, [containment()], none, after(ms));
    expect(at(30_000 - 1)).toEqual([]);
    expect(at(30_000)).toMatchObject([{ dueAt: after(30_000) }]);
  });
});

describe('a page', () => {
  const page = { id: 'p', attempt: 0, openedAt: start, nextStepAt: null };
  const delivery = (values: Partial<WatchedDelivery> = {}): WatchedDelivery => ({
    ...{ pageId: 'p', round: 0, step: 0, status: 'sent', attempts: 1 },
    ...{ intendedAt: after(1_000), attemptedAt: after(1_000) },
    ...values,
  });

  it('of which nothing was planned is due since it was opened', () => {
    expect(pageCandidates(incident, [page])).toMatchObject([{ key: 'page/p/0', dueAt: start }]);
  });

  it('is due when it goes on by itself, and is another one at its next step', () => {
    const nextStepAt = after(5 * MINUTE);
    expect(pageCandidates(incident, [{ ...page, nextStepAt }])).toMatchObject([
      { key: 'page/p/0', dueAt: after(5 * MINUTE + 30_000) },
    ]);
    expect(pageCandidates(incident, [{ ...page, attempt: 1, nextStepAt }])).toMatchObject([
      { key: 'page/p/1' },
    ]);
  });

  it('has messages that are due at once, and that have an outcome a minute after they were handed over', () => {
    const untried = delivery({ status: 'intended', attempts: 0, attemptedAt: null });
    const handedOver = delivery({ status: 'intended', attemptedAt: after(2_000) });
    const at = (...deliveries: WatchedDelivery[]) => deliveryCandidates(incident, [page], deliveries);
    expect(at(delivery(), delivery({ status: 'failed' }))).toEqual([]);
    expect(at(untried)).toMatchObject([{ key: 'delivery/p', dueAt: after(1_000) }]);
    expect(at(handedOver)).toMatchObject([{ dueAt: after(62_000) }]);
    expect(at(handedOver, untried)).toMatchObject([{ dueAt: after(1_000) }]);
  });
});
