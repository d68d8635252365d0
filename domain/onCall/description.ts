import type { Policy } from '../organisation.ts';
import type { Schedule } from '../policy/schedules.ts';
import { askedAt, type Standing } from './asked.ts';
import { type Override, type Shift, shifts } from './index.ts';
import { personName } from './wording.ts';

/** How far "since" and "until" look, in days. */
export const LOOK_DAYS = 62;
const LOOK_MS = LOOK_DAYS * 86_400_000;

const named = (policy: Policy, id: string) => ({ person: id, name: personName(policy, id) });
const whoIs = (policy: Policy, id: string | null) => (id === null ? null : named(policy, id));

/**
 * Who is on call at an instant, per schedule, and whom each escalation would ask then; instants in ISO 8601. Overrides
 * are those of {@link LOOK_DAYS} days on both sides.
 */
export const describeOnCall = (policy: Policy, standing: Standing, schedules: readonly Schedule[]) => ({
  at: standing.at.toISOString(),
  timeZone: policy.timeZone,
  schedules: schedules.map((schedule) => describeSchedule(policy, standing, schedule)),
  escalation: askedAt(policy, standing),
});

function describeSchedule(policy: Policy, { at, overrides }: Standing, schedule: Schedule) {
  const [from, until] = [new Date(at.getTime() - LOOK_MS), new Date(at.getTime() + LOOK_MS)];
  const around = shifts(policy, schedule.id, from, until, overrides);
  const index = around.findIndex((shift) => shift.until > at);
  const present = around[index]!;
  return {
    schedule: schedule.id,
    name: schedule.name ?? schedule.id,
    onCall: present.personId === null ? [] : [named(policy, present.personId)],
    since: present.from.toISOString(),
    until: present.until.toISOString(),
    next: whoIs(policy, around[index + 1]?.personId ?? null),
  };
}

/** Who is on call when, gaps included; instants in ISO 8601. */
export const describeShifts = (policy: Policy, schedule: Schedule, found: readonly Shift[]) => ({
  schedule: schedule.id,
  name: schedule.name ?? schedule.id,
  shifts: found.map(({ personId, from, until }) => ({
    onCall: whoIs(policy, personId),
    from: from.toISOString(),
    until: until.toISOString(),
  })),
});

export const describeOverride = (policy: Policy, { id, scheduleId, personId, from, until }: Override) => ({
  id,
  schedule: scheduleId,
  ...named(policy, personId),
  from: from.toISOString(),
  until: until.toISOString(),
});

export type OnCallDescription = ReturnType<typeof describeOnCall>;
export type ShiftsDescription = ReturnType<typeof describeShifts>;
export type OverrideDescription = ReturnType<typeof describeOverride>;
