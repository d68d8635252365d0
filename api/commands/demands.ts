import type { z } from 'zod';
import { reassess } from '../../db/changes/reassess.ts';
import { demandsOf, insertDemand } from '../../db/demands.ts';
import type { IncidentChange } from '../../db/incidentChange.ts';
import type { Demand } from '../../domain/demands.ts';
import { obligationOfDemand } from '../../domain/plan/demands.ts';
import { readInstant } from '../instants.ts';
import { Problem } from '../problems.ts';
import type { demandSchema } from '../schemas/law.ts';
import { instant } from './containment.ts';
import { requireOpen } from './obligation.ts';

type Body = z.infer<typeof demandSchema>;

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
  if (dueAt && body.kind === 'police') requireReview(change, dueAt);
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

/** A request of the police is looked at again within this time (ours, no law's): a hold for ever is none. */
const LONGEST_REVIEW_DAYS = 30;

/** @throws Problem when the review of a police request has passed, or is too far off */
export function requireReview(change: IncidentChange, dueAt: Date): void {
  if (dueAt <= change.at) refuse('/dueAt', 'lies in the past; give the time at which it is reviewed');
  if (dueAt.getTime() > change.at.getTime() + LONGEST_REVIEW_DAYS * 86_400_000)
    refuse(
      '/dueAt',
      `is too far off; a police request is reviewed within ${LONGEST_REVIEW_DAYS} days, then extended`,
    );
}

export function refuse(field: string, message: string): never {
  throw new Problem('invalidRequest', `${field} ${message}`, { errors: [{ field, message }] });
}
