import type { Facts, Track } from '../../../domain/facts.ts';
import type { Incident } from '../../../domain/incident.ts';
import type { PlannedObligation } from '../../../domain/obligations.ts';
import { type Happened, NOTHING_YET, planObligations } from '../../../domain/plan/index.ts';
import { HIGH_RISK, sampleIncident, sampleOrganisation } from '../../support/samples.ts';

export interface Case {
  policy?: Record<string, unknown>;
  tracks?: (Omit<Track, 'facts'> & { facts: Facts })[];
  incident?: Partial<Incident>;
  happened?: Partial<Happened>;
}

/** The planned obligations by id, of an incident discovered and known on Tue 3 Feb 2026, 12:17 in London. */
export function planOf({
  policy = {},
  tracks,
  incident = {},
  happened = {},
}: Case): Record<string, PlannedObligation> {
  const planned = planObligations(
    sampleIncident({
      tracks: tracks ?? [{ id: 'bookings', facts: HIGH_RISK }],
      organisation: sampleOrganisation(policy),
      ...incident,
    }),
    { ...NOTHING_YET, ...happened },
  );
  return Object.fromEntries(planned.map((one) => [one.id, one]));
}

export const hoursFromAware = (duty: PlannedObligation | undefined): number =>
  ((duty?.dueAt.getTime() ?? NaN) - Date.parse('2026-02-03T12:17:00Z')) / 3_600_000;
