import type { QuietHours } from './policy/escalation.ts';
import { firstInstant } from './time/firstInstant.ts';
import { wallAt, type WallMs } from './time/zone.ts';

const DAY_MS = 86_400_000;
/** From this share of the time on nothing waits any more. */
const NEVER_PAST = 0.9;

/**
 * Until when it is quiet at an instant: the end of the quiet hours in which it lies, or null. Hours that end at or
 * before their start go on into the next day; where the clocks skip a local time, the first instant after it counts.
 * @param timeZone where the quiet hours name none
 * @example quietUntil({ from: '22:00', until: '07:00', holdsBelow: 0.75 }, 'Europe/London', 02:15 on 3 February) is 07:00
 */
export function quietUntil(quiet: QuietHours, timeZone: string, at: Date): Date | null {
  const zone = quiet.timeZone ?? timeZone;
  const today = Math.floor(wallAt(at, zone) / DAY_MS) * DAY_MS;
  // Yesterday's hours may go on into today; a clock change may show an instant on the day before.
  for (const day of [today - DAY_MS, today]) {
    const [from, until] = hoursOf(quiet, day).map((wall) => firstInstant(wall, zone)) as [Date, Date];
    if (from <= at && at < until) return until;
  }
  return null;
}

function hoursOf({ from, until }: QuietHours, day: WallMs): [WallMs, WallMs] {
  const [start, end] = [day + minutesOf(from) * 60_000, day + minutesOf(until) * 60_000];
  return [start, end > start ? end : end + DAY_MS];
}

function minutesOf(local: string): number {
  const [hours = 0, minutes = 0] = local.split(':').map(Number);
  return hours * 60 + minutes;
}

/** The clock of one duty. */
interface Running {
  startsAt: Date;
  dueAt: Date;
}

/**
 * When an early reminder goes out: at its time, or at the end of the quiet hours in which that lies, but never past 90 %
 * of the time, and never past the deadline.
 * @param share of the time between start and deadline; from `holdsBelow` on nothing waits
 */
export function reminderGoesOut(
  { startsAt, dueAt }: Running,
  share: number,
  planned: Date,
  { quiet, timeZone }: { quiet?: QuietHours | undefined; timeZone: string },
): Date {
  if (!quiet || share >= quiet.holdsBelow) return planned;
  const until = quietUntil(quiet, timeZone, planned);
  if (!until) return planned;
  const [start, due] = [startsAt.getTime(), dueAt.getTime()];
  const last = new Date(Math.min(due, start + Math.floor((due - start) * NEVER_PAST)));
  const waits = until < last ? until : last;
  return waits > planned ? waits : planned;
}
