import type { Layer } from '../policy/schedules.ts';
import { localDate } from '../time/zone.ts';
import { DAY_MS, dateMs, type LocalClock } from './localDays.ts';
import type { Span } from './spans.ts';

/** One person's turn, from one hand-over to the next. */
export interface Turn extends Span {
  personId: string;
}

/** A hand-over is less than this from the UTC midnight of its date, whatever the zone. */
const MARGIN_DAYS = 3;

/**
 * The turns of a layer that touch the window, whole, by hand-overs in local time on calendar dates: across a clock
 * change a turn of a day is 23 or 25 hours.
 */
export function turns(layer: Layer, clock: LocalClock, window: Span): Turn[] {
  const step = periodDays(layer) * DAY_MS;
  const handOver = (turn: number): number =>
    clock.instantOf(dateMs(layer.startsOn) + turn * step, layer.handOverAt);
  const end = layer.endsOn ? clock.instantOf(dateMs(layer.endsOn), layer.handOverAt) : Infinity;
  const found: Turn[] = [];
  let from: number;
  for (
    let turn = firstTurn(layer, clock.timeZone, window, step);
    (from = handOver(turn)) < window.until;
    turn += 1
  ) {
    const personId = layer.people[turn % layer.people.length]!;
    found.push({ personId, from, until: Math.min(handOver(turn + 1), end) });
  }
  return found.filter(({ until, from }) => until > window.from && until > from);
}

function firstTurn(layer: Layer, timeZone: string, window: Span, step: number): number {
  const date = dateMs(localDate(new Date(window.from), timeZone)) - MARGIN_DAYS * DAY_MS;
  return Math.max(0, Math.floor((date - dateMs(layer.startsOn)) / step));
}

function periodDays({ every }: Layer): number {
  if (every === 'day') return 1;
  return every === 'week' ? 7 : every.days;
}
