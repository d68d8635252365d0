import type { Insertable, Selectable } from 'kysely';
import type { Gravity } from '../domain/assessment/gravity.ts';
import type {
  Applicability,
  ClockConfirmation,
  ClockProposal,
  Obligation,
  ObligationState,
  Reason,
} from '../domain/obligations.ts';
import type { ObligationKind } from '../domain/organisation.ts';
import type { Scope } from './database.ts';
import { type Insert, insertOf, insertTogether } from './insertTogether.ts';
import type { Sealer } from './sealing.ts';
import type { Obligations } from './types.ts';

export interface StoredObligation extends Obligation {
  openedAt: Date;
}

interface Decision {
  by: string;
  reason: string;
  /** Absent in decisions that are older than it. */
  gravity?: Gravity | null;
}

type Row = Selectable<Obligations>;

const decisionPlace = (incidentId: string, id: string): string => `obligations/${incidentId}/${id}/decision`;
const confirmationPlace = (incidentId: string, id: string): string =>
  `obligations/${incidentId}/${id}/confirmation`;
const planPlace = (incidentId: string, id: string): string => `obligations/${incidentId}/${id}/plan`;

function toObligation(row: Row, sealer: Sealer): StoredObligation {
  const decision = row.decisionSealed
    ? sealer.open<Decision>(decisionPlace(row.incidentId, row.id), row.decisionSealed)
    : null;
  return {
    id: row.id,
    kind: row.kind as ObligationKind,
    applicability: row.applicability as Applicability,
    state: row.state as ObligationState,
    basis: row.basis,
    qualifier: row.qualifier,
    ownTarget: row.ownTarget,
    startsFrom: row.startsFrom,
    startsAt: row.startsAt,
    dueAt: row.dueAt,
    track: row.track,
    duty: row.duty,
    stage: row.stage,
    recipient: row.recipient,
    heldUntil: row.heldUntil,
    proposal: toProposal(row.proposal),
    earlierDueAt: row.earlierDueAt,
    confirmation: toConfirmation(row, sealer),
    clockVersion: row.clockVersion,
    reasons: row.reasons as unknown as Reason[],
    openedAt: row.openedAt,
    decidedAt: row.decidedAt,
    decidedBy: decision?.by ?? null,
    decisionReason: decision?.reason ?? null,
    decidedOn: decision?.gravity ?? null,
    satisfiedAt: row.satisfiedAt,
    planUntil: row.planUntil,
    planText: row.planSealed ? sealer.open<string>(planPlace(row.incidentId, row.id), row.planSealed) : null,
  };
}

type Written<T> = { [K in keyof T]: T[K] extends Date ? string : T[K] };

/** JSON knows no instants. */
function toProposal(stored: unknown): ClockProposal | null {
  if (!stored) return null;
  const { startsAt, dueAt, since, ...rest } = stored as Written<ClockProposal>;
  return { ...rest, startsAt: new Date(startsAt), dueAt: new Date(dueAt), since: new Date(since) };
}

function toConfirmation(row: Row, sealer: Sealer): ClockConfirmation | null {
  if (!row.confirmationSealed) return null;
  const place = confirmationPlace(row.incidentId, row.id);
  const { at, ...rest } = sealer.open<Written<ClockConfirmation>>(place, row.confirmationSealed);
  return { ...rest, at: new Date(at) };
}

function fromObligation(
  scope: Scope,
  incidentId: string,
  o: StoredObligation,
  sealer: Sealer,
): Insertable<Obligations> {
  const decision: Decision | null =
    o.decidedBy === null ? null : { by: o.decidedBy, reason: o.decisionReason ?? '', gravity: o.decidedOn };
  return {
    organisationId: scope.organisationId,
    incidentId,
    id: o.id,
    kind: o.kind,
    applicability: o.applicability,
    state: o.state,
    basis: o.basis,
    qualifier: o.qualifier,
    ownTarget: o.ownTarget,
    startsFrom: o.startsFrom,
    startsAt: o.startsAt,
    dueAt: o.dueAt,
    track: o.track,
    duty: o.duty,
    stage: o.stage,
    recipient: o.recipient,
    heldUntil: o.heldUntil,
    proposal: o.proposal && JSON.stringify(o.proposal),
    earlierDueAt: o.earlierDueAt && o.earlierDueAt < o.dueAt ? o.earlierDueAt : null,
    confirmationSealed: o.confirmation && sealer.seal(confirmationPlace(incidentId, o.id), o.confirmation),
    clockVersion: o.clockVersion,
    reasons: JSON.stringify(o.reasons),
    openedAt: o.openedAt,
    decidedAt: o.decidedAt,
    decisionSealed: decision && sealer.seal(decisionPlace(incidentId, o.id), decision),
    satisfiedAt: o.satisfiedAt,
    planUntil: o.planUntil,
    planSealed: o.planText === null ? null : sealer.seal(planPlace(incidentId, o.id), o.planText),
  };
}

/** Every obligation of the incident, those not required included, in the order of their deadlines. */
export async function obligationsOf(
  scope: Scope,
  incidentId: string,
  sealer: Sealer,
): Promise<StoredObligation[]> {
  const rows = await scope
    .selectFrom('obligations')
    .selectAll()
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    .orderBy('dueAt')
    .orderBy('id')
    .execute();
  return rows.map((row) => toObligation(row, sealer));
}

export async function insertObligations(
  scope: Scope,
  incidentId: string,
  obligations: StoredObligation[],
  sealer: Sealer,
): Promise<void> {
  if (obligations.length === 0) return;
  await insertTogether(scope, [obligationInsert(scope, incidentId, obligations, sealer)]);
}

/** The same as an insert that is still to be sent; at least one obligation. */
export function obligationInsert(
  scope: Scope,
  incidentId: string,
  obligations: StoredObligation[],
  sealer: Sealer,
): Insert {
  const rows = obligations.map((obligation) => fromObligation(scope, incidentId, obligation, sealer));
  return insertOf('obligations', rows);
}

export async function updateObligation(
  scope: Scope,
  incidentId: string,
  obligation: StoredObligation,
  sealer: Sealer,
): Promise<void> {
  const {
    organisationId,
    incidentId: _,
    id,
    ...values
  } = fromObligation(scope, incidentId, obligation, sealer);
  await scope
    .updateTable('obligations')
    .set(values)
    .where('organisationId', '=', organisationId)
    .where('incidentId', '=', incidentId)
    .where('id', '=', id)
    .execute();
}
