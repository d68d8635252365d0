import type { z } from 'zod';
import { reassess } from '../../db/changes/reassess.ts';
import { demandsOf, insertDemand, updateDemand } from '../../db/demands.ts';
import type { IncidentChange } from '../../db/incidentChange.ts';
import { obligationsOf } from '../../db/obligations.ts';
import { endPages } from '../../db/pages.ts';
import type { Demand } from '../../domain/demands.ts';
import { obligationOfDemand } from '../../domain/plan/demands.ts';
import { readInstant } from '../instants.ts';
import { Problem } from '../problems.ts';
import type { demandChangeSchema, demandSchema } from '../schemas/law.ts';
import { instant } from './containment.ts';
import { requireOpen, satisfy, saveObligation } from './obligation.ts';

type Body = z.infer<typeof demandSchema>;
type Change = z.infer<typeof demandChangeSchema>;

/** Records what others ask for; it becomes an obligation with a clock, reminders and pages like any other. */
export async function receiveDemand(change: IncidentChange, body: Body, by: string): Promise<void> {
  requireOpen(change);
  requireWhatItNeeds(body);
  const demand = await newDemand(change, body);
  await insertDemand(
    change.scope,
    { incidentId: change.incident.id, recordedAt: change.now },
    demand,
    change.sealer,
  );
  const { kind, from, subject, reference, officer, force } = demand;
  change.record({
    kind: 'demand.received',
    occurredAt: demand.receivedAt,
    data: {
      demand: demand.id,
      obligation: obligationOfDemand(demand),
      kind,
      dueAt: demand.dueAt?.toISOString() ?? null,
      holds: demand.holds,
    },
    personal: { by, from, subject, reference, officer, force },
  });
  change.announce();
  await reassess(change);
}

const NEEDS: Record<Demand['kind'], { fields: (keyof Body)[]; why: string }> = {
  authorityQuestion: { fields: ['dueAt'], why: 'a question of the authority has a time by which it is answered' },
  police: { fields: ['officer', 'force', 'reference', 'dueAt'], why: 'a police request names who asks, under which reference, and when it is reviewed' },
  authorityOrder: { fields: [], why: '' },
  complaint: { fields: [], why: '' },
  accessRequest: { fields: [], why: '' },
  contract: { fields: [], why: '' },
}; // prettier-ignore

function requireWhatItNeeds(body: Body): void {
  const { fields, why } = NEEDS[body.kind];
  const errors = fields
    .filter((field) => body[field] === undefined)
    .map((field) => ({ field: `/${field}`, message: `is missing: ${why}` }));
  if (body.kind === 'police' && body.holds.length === 0)
    errors.push({
      field: '/holds',
      message: 'say what the police ask to hold: individuals, public, or both',
    });
  if (body.kind !== 'police' && body.holds.length > 0)
    errors.push({ field: '/holds', message: 'only a police request holds notices' });
  if (body.kind === 'contract' && body.dueAt === undefined && body.hours === undefined)
    errors.push({ field: '/hours', message: 'give the hours of the contract, or dueAt' });
  const [first] = errors;
  if (first) throw new Problem('invalidRequest', `${first.field} ${first.message}`, { errors });
}

async function newDemand(change: IncidentChange, body: Body): Promise<Demand> {
  const { timeZone } = change.incident.organisation.policy;
  const before = await demandsOf(change.scope, change.incident.id, change.sealer);
  const receivedAt = instant(change, body.receivedAt, '/receivedAt');
  const dueAt = body.dueAt === undefined ? null : readInstant('/dueAt', body.dueAt, timeZone);
  if (dueAt && dueAt <= receivedAt) refuse('/dueAt', 'lies before the receipt; correct one of the two');
  return {
    id: `${body.kind}-${before.filter(({ kind }) => kind === body.kind).length + 1}`,
    kind: body.kind,
    from: body.from,
    subject: body.subject,
    reference: body.reference ?? null,
    receivedAt,
    dueAt,
    hours: body.hours ?? null,
    officer: body.officer ?? null,
    force: body.force ?? null,
    holds: body.holds,
    endedAt: null,
  };
}

function refuse(field: string, message: string): never {
  throw new Problem('invalidRequest', `${field} ${message}`, { errors: [{ field, message }] });
}

/** A new time, which whoever asked has granted, or the end. A named person says why. */
export async function changeDemand(change: IncidentChange, id: string, body: Change): Promise<void> {
  requireOpen(change);
  const demand = (await demandsOf(change.scope, change.incident.id, change.sealer)).find(
    (one) => one.id === id,
  );
  if (!demand) throw new Problem('notFound', `The incident has no demand "${id}".`);
  if (demand.endedAt)
    throw new Problem('alreadySatisfied', `"${id}" ended at ${demand.endedAt.toISOString()}.`);
  if (body.ended) await end(change, demand, body);
  else await move(change, demand, body);
  change.announce();
  await reassess(change);
}

async function end(change: IncidentChange, demand: Demand, { by, reason }: Change): Promise<void> {
  const obligationId = obligationOfDemand(demand);
  await updateDemand(change.scope, change.incident.id, { ...demand, endedAt: change.at });
  change.record({
    kind: 'demand.ended',
    data: { demand: demand.id, obligation: obligationId },
    personal: { by, reason },
  });
  if (demand.kind === 'police') await satisfy(change, { obligationId, at: change.at, by, how: reason });
  else await endPages(change, 'decided', { obligationId });
}

async function move(change: IncidentChange, demand: Demand, body: Change): Promise<void> {
  const { timeZone } = change.incident.organisation.policy;
  if (body.dueAt === undefined) refuse('/dueAt', 'give a new time, or "ended": true');
  const dueAt = readInstant('/dueAt', body.dueAt, timeZone);
  if (dueAt <= change.at) refuse('/dueAt', 'lies in the past');
  await updateDemand(change.scope, change.incident.id, { ...demand, dueAt });
  await moveClock(change, obligationOfDemand(demand), dueAt);
  change.record({
    kind: 'demand.changed',
    data: {
      demand: demand.id,
      obligation: obligationOfDemand(demand),
      dueAt: dueAt.toISOString(),
      previousDueAt: demand.dueAt?.toISOString() ?? null,
    },
    personal: { by: body.by, reason: body.reason },
  });
}

/** Whoever asked has moved the time, and a named person says so: this is the confirmation. */
async function moveClock(change: IncidentChange, obligationId: string, dueAt: Date): Promise<void> {
  const stored = await obligationsOf(change.scope, change.incident.id, change.sealer);
  const before = stored.find(({ id }) => id === obligationId);
  if (!before) return;
  const earlierDueAt = dueAt > before.dueAt ? (before.earlierDueAt ?? before.dueAt) : before.earlierDueAt;
  const clockVersion = before.clockVersion + 1;
  await saveObligation(change, {
    ...before,
    dueAt,
    earlierDueAt,
    clockVersion,
    openedAt: change.at,
    proposal: null,
  });
  await endPages(change, 'clockMoved', { obligationId });
}
