import { shiftCalendar, type ShiftEvent } from '../../domain/onCall/calendar.ts';
import { type Override, type Piece, pieces } from '../../domain/onCall/index.ts';
import { personName, scheduleName } from '../../domain/onCall/wording.ts';
import type { Policy } from '../../domain/organisation.ts';
import { rotaText } from '../../templates/catalogue.ts';

const DAY_MS = 86_400_000;
const BACK_DAYS = 31;
const AHEAD_DAYS = 184;
/** Longer than any shift: what is looked at begins and ends so far out that no shown shift is cut by it. */
const MARGIN_DAYS = 430;

export interface FeedInput {
  organisationId: string;
  policy: Policy;
  personId: string;
  /** Undefined: the person's own shifts in every schedule. */
  scheduleId: string | undefined;
  overrides: readonly Override[];
  now: Date;
  changedAt: Date;
  sequence: number;
}

/** From when to when overrides are needed. */
export const feedWindow = (now: Date): { from: Date; until: Date } => ({
  from: new Date(now.getTime() - (BACK_DAYS + MARGIN_DAYS) * DAY_MS),
  until: new Date(now.getTime() + (AHEAD_DAYS + MARGIN_DAYS) * DAY_MS),
});

/**
 * A person's shifts, or everybody's in one schedule, from a month ago to half a year ahead. It says who is on call when,
 * and nothing of any incident.
 */
export function feedCalendar(input: FeedInput): string {
  const { organisationId, policy, changedAt, sequence, personId, scheduleId } = input;
  const language = (scheduleId ? undefined : languageOf(input)) ?? policy.language;
  const values = {
    person: personName(policy, personId),
    schedule: scheduleId ? scheduleName(policy, scheduleId) : '',
  };
  const name = rotaText(scheduleId ? 'scheduleCalendar' : 'ownCalendar', language, values);
  const events = eventsOf(input, language);
  return shiftCalendar({ organisationId, name, language, changedAt, sequence, events });
}

const languageOf = ({ policy, personId }: FeedInput): string | undefined =>
  policy.people.find(({ id }) => id === personId)?.language;

/** Where the person takes turns, or takes over. */
const schedulesOf = (policy: Policy, personId: string, overrides: readonly Override[]): string[] =>
  policy.schedules
    .filter(
      ({ id, layers }) =>
        layers.some(({ people }) => people.includes(personId)) ||
        overrides.some((override) => override.scheduleId === id && override.personId === personId),
    )
    .map(({ id }) => id);

function eventsOf(
  { policy, personId, scheduleId, overrides, now }: FeedInput,
  language: string,
): ShiftEvent[] {
  const ids = scheduleId ? [scheduleId] : schedulesOf(policy, personId, overrides);
  const { from, until } = feedWindow(now);
  const isShown = (piece: Piece): boolean =>
    piece.until.getTime() > now.getTime() - BACK_DAYS * DAY_MS &&
    piece.from.getTime() < now.getTime() + AHEAD_DAYS * DAY_MS &&
    (scheduleId !== undefined || piece.personId === personId);
  return ids.flatMap((id) =>
    pieces(policy, id, from, until, overrides)
      .filter(isShown)
      .map((piece) => ({
        scheduleId: id,
        from: piece.from,
        until: piece.until,
        summary: summaryOf(id, piece),
      })),
  );

  function summaryOf(id: string, piece: Piece): string {
    const values = { person: personName(policy, piece.personId), schedule: scheduleName(policy, id) };
    return rotaText(scheduleId ? 'shiftOf' : 'ownShift', language, values);
  }
}
