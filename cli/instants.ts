import { badInput } from './errors.ts';

const UNITS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const AGO = /^(\d{1,4}) ?(m|min|minute|h|hour|d|day)s? ago$/i;

const AHEAD = /^in (\d{1,4}) ?(m|min|minute|h|hour|d|day)s?$/i;

/**
 * What a person writes for an instant: "now", "30 minutes ago", "2h ago", "in 30 minutes", or ISO 8601, which is passed on as it is,
 * so that the API reads a time without an offset on the organisation's clock.
 * @example readWhen('2h ago', at) is the ISO text of two hours before
 */
export function readWhen(text: string, now: Date): string {
  const wanted = text.trim();
  if (wanted.toLowerCase() === 'now') return now.toISOString();
  const [, count, unit = ''] = AGO.exec(wanted) ?? [];
  if (count) return new Date(now.getTime() - Number(count) * unitMs(unit)).toISOString();
  const [, ahead, unitAhead = ''] = AHEAD.exec(wanted) ?? [];
  if (ahead) return new Date(now.getTime() + Number(ahead) * unitMs(unitAhead)).toISOString();
  if (/^\d{4}-\d\d-\d\d[T ]\d/.test(wanted)) return wanted;
  throw badInput(`"${text}" is no time: write it like 2026-11-27T14:05, "now", or "2 hours ago".`);
}

const unitMs = (unit: string): number =>
  Object.entries(UNITS).find(([name]) => name.startsWith(unit.toLowerCase().slice(0, 1)))?.[1] ?? 0;
