import { askedAt } from '../../domain/onCall/asked.ts';
import { onCallAt, type Override, type Shift, shifts } from '../../domain/onCall/index.ts';
import { personName } from '../../domain/onCall/wording.ts';
import type { Policy } from '../../domain/organisation.ts';
import type { Schedule } from '../../domain/policy/schedules.ts';
import { LOOK_DAYS, type Rota } from '../rota.ts';
import { readinessWarnings } from './warnings.ts';

const LOOK_MS = LOOK_DAYS * 86_400_000;

const named = (policy: Policy, id: string) => ({ person: id, name: personName(policy, id) });
const whoIs = (policy: Policy, id: string | null) => (id === null ? null : named(policy, id));

/** Who is on call at an instant, per schedule, and whom each escalation would ask then. */
export function onCallJson({ policy, standing }: Rota, schedules: readonly Schedule[], now: Date) {
  return {
    at: standing.at.toISOString(),
    timeZone: policy.timeZone,
    schedules: schedules.map((schedule) => scheduleJson({ policy, standing }, schedule)),
    escalation: askedAt(policy, standing),
    warnings: readinessWarnings(policy, standing),
    serverTime: now.toISOString(),
  };
}

function scheduleJson({ policy, standing }: Pick<Rota, 'policy' | 'standing'>, schedule: Schedule) {
  const { at, overrides } = standing;
  const [from, until] = [new Date(at.getTime() - LOOK_MS), new Date(at.getTime() + LOOK_MS)];
  const around = shifts(policy, schedule.id, from, until, overrides);
  const index = around.findIndex((shift) => shift.until > at);
  const present = around[index]!;
  return {
    schedule: schedule.id,
    name: schedule.name ?? schedule.id,
    onCall: onCallAt(policy, schedule.id, at, overrides).map((id) => named(policy, id)),
    since: present.from.toISOString(),
    until: present.until.toISOString(),
    next: whoIs(policy, around[index + 1]?.personId ?? null),
  };
}

/** Who is on call when, gaps included. */
export const shiftsJson = (policy: Policy, schedule: Schedule, found: readonly Shift[]) => ({
  schedule: schedule.id,
  name: schedule.name ?? schedule.id,
  shifts: found.map(({ personId, from, until }) => ({
    onCall: whoIs(policy, personId),
    from: from.toISOString(),
    until: until.toISOString(),
  })),
});

export const overrideJson = (policy: Policy, { id, scheduleId, personId, from, until }: Override) => ({
  id,
  schedule: scheduleId,
  ...named(policy, personId),
  from: from.toISOString(),
  until: until.toISOString(),
});
