import { agenda, type Agenda } from './milestones.ts';
import type { Incident } from './incident.ts';
import type { Obligation } from './obligations.ts';
import { roundMs } from './escalation.ts';
import { type ObligationKind, type ReminderPlan, reminderPlan } from './organisation.ts';

export interface ObligationAgenda extends Agenda {
  obligation: Obligation;
}

/** The policy's plan; a drill's overdue nudges are at least one round of the escalation apart, in real time. */
function effectivePlan(
  { organisation, drill }: Pick<Incident, 'organisation' | 'drill'>,
  kind: ObligationKind,
): ReminderPlan {
  const plan = reminderPlan(organisation.policy, kind);
  if (!drill) return plan;
  const roundMinutes = (roundMs(organisation.policy, drill) * drill.scale) / 60_000;
  return { ...plan, overdueEveryMinutes: Math.max(plan.overdueEveryMinutes, Math.ceil(roundMinutes)) };
}

/**
 * The agenda of every obligation at `at` (the incident's clock). `recordedFor` gives the milestones that were
 * recorded for an obligation's present clock.
 */
export function incidentAgenda<O extends Obligation & { openedAt: Date }>(
  incident: Pick<Incident, 'organisation' | 'drill'>,
  obligations: readonly O[],
  recordedFor: (obligation: O) => ReadonlySet<string>,
  at: Date,
): (ObligationAgenda & { obligation: O })[] {
  return obligations.map((obligation) => ({
    obligation,
    ...agenda(
      obligation,
      effectivePlan(incident, obligation.kind),
      recordedFor(obligation),
      at,
      obligation.openedAt,
      incident.organisation.policy,
    ),
  }));
}

/** True where somebody or something must act on this agenda now. */
export const isDue = (one: Agenda): boolean =>
  one.fire !== null || one.missed.length + one.paused.length + one.waiting.length > 0;

/** The earliest instant at which any obligation asks for another look. */
export function nextLook(agendas: readonly ObligationAgenda[]): { at: Date; obligation: Obligation } | null {
  let earliest: { at: Date; obligation: Obligation } | null = null;
  for (const { next, obligation } of agendas) {
    if (next && (!earliest || next < earliest.at)) earliest = { at: next, obligation };
  }
  return earliest;
}
