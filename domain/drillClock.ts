import type { Drill } from './incident.ts';

/** The part of a drill that its clock needs. */
type DrillClock = Pick<Drill, 'scale' | 'startedAt'>;

/** Page delays in a drill are never shorter than this many real milliseconds. */
export const MINIMUM_DRILL_DELAY_MS = 5_000;

/**
 * Real instant → instant on the incident's clock. A real incident's clock is the real clock; a drill's runs
 * `scale` times as fast from `startedAt`.
 * @example toIncidentTime({ scale: 1440, startedAt: t0 }, t0 + 1 minute) is t0 + 24 hours
 */
export function toIncidentTime(drill: DrillClock | null, real: Date): Date {
  if (!drill) return real;
  const start = drill.startedAt.getTime();
  return new Date(Math.round(start + (real.getTime() - start) * drill.scale));
}

/**
 * Instant on the incident's clock → real instant, never before the moment at which {@link toIncidentTime} shows
 * it (rounded up to a millisecond), so that nothing fires early.
 */
export function toRealTime(drill: DrillClock | null, instant: Date): Date {
  if (!drill) return instant;
  const start = drill.startedAt.getTime();
  return new Date(start + Math.ceil((instant.getTime() - start) / drill.scale));
}

/** A page's waiting time in real milliseconds, from the policy's minutes on the incident's clock. */
export function realDelayMs(drill: DrillClock | null, minutes: number): number {
  const planned = minutes * 60_000;
  return drill ? Math.max(MINIMUM_DRILL_DELAY_MS, Math.ceil(planned / drill.scale)) : planned;
}
