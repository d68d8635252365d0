import type { z } from 'zod';
import type { IncidentChange } from '../../db/incidentChange.ts';
import { endAnsweredQuestion } from '../../db/changes/reassess.ts';
import { obligationsOf, type StoredObligation } from '../../db/obligations.ts';
import { endPages } from '../../db/pages.ts';
import type { ClockConfirmation, ClockProposal } from '../../domain/obligations.ts';
import { mayBeSamePerson } from '../../domain/people.ts';
import { Problem } from '../problems.ts';
import type { clockConfirmationSchema } from '../schemas/law.ts';
import { settleDemands } from './demandAnswer.ts';
import { planned, requireOpen, saveObligation } from './obligation.ts';

type Body = z.infer<typeof clockConfirmationSchema>;
type Proposed = StoredObligation & { proposal: ClockProposal };

/**
 * No edit stops or lengthens a clock by itself: a named person confirms it with reason and evidence, and a second one
 * where the organisation has one. Until then, and after a "no", the earlier deadline counts and reminds.
 * @throws Problem when nothing waits, when an obligation is named that does not wait, or when the second person is missing
 */
export async function confirmClock(change: IncidentChange, body: Body): Promise<void> {
  requireOpen(change);
  requireSecond(change, body);
  const asked = await waiting(change, body.obligations);
  for (const obligation of asked) {
    if (body.decision === 'confirmed') await confirm(change, obligation, body);
    else await reject(change, obligation, body);
  }
  const stored = await obligationsOf(change.scope, change.incident.id, change.sealer);
  const answered = stored.filter(({ id }) => asked.some((one) => one.id === id));
  await settleDemands(change, answered, body.decision);
  await endAnsweredQuestion(change);
  change.update({}, { facts: true });
  change.announce();
}

/** @throws Problem when the organisation has a second person and none is named */
export function requireSecond(
  { incident }: IncidentChange,
  { by, secondBy }: { by: string; secondBy?: string | undefined },
): void {
  const several = incident.organisation.policy.people.length > 1;
  if (!several && secondBy === undefined) return;
  if (secondBy !== undefined && !mayBeSamePerson(incident.organisation.policy.people, by, secondBy)) return;
  const message = 'a second person must confirm it: give the name of somebody who is clearly not "by"';
  throw new Problem('secondPersonNeeded', message, { errors: [{ field: '/secondBy', message }] });
}

async function waiting(change: IncidentChange, ids: string[] | undefined): Promise<Proposed[]> {
  const stored = await obligationsOf(change.scope, change.incident.id, change.sealer);
  const open = stored.filter((one): one is Proposed => one.proposal !== null && !one.proposal.rejected);
  const unknown = ids?.find((id) => !open.some((one) => one.id === id));
  if (open.length === 0 || unknown !== undefined) {
    const names = open.map(({ id }) => id).join(', ') || 'none';
    throw new Problem(
      'nothingToConfirm',
      `"${unknown ?? 'nothing'}" does not wait for a confirmation; waiting: ${names}.`,
    );
  }
  return ids ? open.filter(({ id }) => ids.includes(id)) : open;
}

const confirmation = (change: IncidentChange, body: Body): ClockConfirmation => ({
  at: change.at,
  decision: body.decision,
  by: body.by,
  secondBy: body.secondBy ?? null,
  reason: body.reason,
  evidence: body.evidence,
});

async function confirm(change: IncidentChange, before: Proposed, body: Body): Promise<void> {
  const { proposal } = before;
  const standsDown = proposal.applicability === 'notRequired' && before.state !== 'satisfied';
  const moved = proposal.dueAt.getTime() !== before.dueAt.getTime();
  await saveObligation(change, {
    ...before,
    ...(moved ? movedClock(change, before) : {}),
    ...(standsDown
      ? {
          state: 'notRequired',
          decidedAt: change.at,
          decidedBy: body.by,
          decisionReason: body.reason,
          decidedOn: (await planned(change, before.id))?.gravity ?? null,
        }
      : {}),
    proposal: null,
    confirmation: confirmation(change, body),
  });
  await endPages(change, standsDown ? 'decided' : 'clockMoved', { obligationId: before.id });
  record(change, 'clock.confirmed', before, body, {
    dueAt: proposal.dueAt.toISOString(),
    earlierDueAt: before.dueAt.toISOString(),
    applicability: proposal.applicability,
  });
}

/** The earliest deadline that ever counted stays on record: lateness is shown against both. */
function movedClock(change: IncidentChange, before: Proposed): Partial<StoredObligation> {
  const { startsAt, dueAt } = before.proposal;
  const earlierDueAt =
    before.earlierDueAt && before.earlierDueAt < before.dueAt ? before.earlierDueAt : before.dueAt;
  // Reminders of the new clock that lie in the past are covered by what was said.
  return { startsAt, dueAt, earlierDueAt, clockVersion: before.clockVersion + 1, openedAt: change.at };
}

async function reject(change: IncidentChange, before: Proposed, body: Body): Promise<void> {
  await saveObligation(change, {
    ...before,
    proposal: { ...before.proposal, rejected: true },
    confirmation: confirmation(change, body),
  });
  record(change, 'clock.rejected', before, body, { dueAt: before.dueAt.toISOString() });
}

function record(
  change: IncidentChange,
  kind: 'clock.confirmed' | 'clock.rejected',
  { id }: Proposed,
  { by, secondBy, reason, evidence }: Body,
  data: Record<string, string>,
): void {
  const { factsRevision } = change.incident;
  const personal = { by, secondBy, reason, evidence };
  change.record({ kind, data: { obligation: id, ...data, factsRevision }, personal });
}
