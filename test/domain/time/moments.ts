import { tzScan } from '@date-fns/tz/tzScan';
import fc from 'fast-check';

export const HOUR = 3_600_000;
export const FROM = new Date('2025-01-01T00:00Z');
export const TO = new Date('2036-01-01T00:00Z');

/** Both hemispheres, half-hour offsets, a half-hour change, changes at midnight, and a zone that never changes. */
export const ZONES = [
  'Europe/London',
  'Europe/Berlin',
  'Europe/Dublin',
  'America/New_York',
  'America/St_Johns',
  'America/Santiago',
  'Africa/Cairo',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
];

/** To the hour, the later one in zones that change between UTC hours. */
const changesOf = (zone: string) =>
  tzScan(zone, { start: FROM, end: TO }).map((change) => change.date.getTime());

/** Every clock change from 2025 to 2035 in the ten zones. */
export const zoneAndChanges = ZONES.map((zone) => ({ zone, changes: changesOf(zone) }));

/** Any instant of the eleven years, half of the time within four days of a clock change of the zone. */
export const moments = fc.constantFrom(...zoneAndChanges).chain(({ zone, changes }) => {
  const anywhere = fc.integer({ min: FROM.getTime(), max: TO.getTime() });
  const nearby =
    changes.length === 0
      ? anywhere
      : fc
          .tuple(fc.constantFrom(...changes), fc.integer({ min: -96 * HOUR, max: 96 * HOUR }))
          .map(([change, distance]) => change + distance);
  return fc.record({ zone: fc.constant(zone), ms: fc.oneof(anywhere, nearby) });
});

/** What a clock on the wall shows, by Intl's own fields: an oracle that shares no code with the domain. */
export function wallClock(instant: Date, zone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return format.format(instant).replace(' ', 'T');
}
