import { v7 as uuidv7 } from 'uuid';
import { defaultTracks } from '../../domain/defaultTracks.ts';
import type { Organisation } from '../../domain/organisation.ts';
import { TRIAGE } from '../../domain/plan/triage.ts';
import { type Fold, foldOf } from '../../domain/suspected/fold.ts';
import type { SuspicionKind, Understood } from '../../domain/suspected/received.ts';
import { localDate } from '../../domain/time/zone.ts';
import type { Actor } from '../../domain/timeline/kinds.ts';
import type { Scope } from '../database.ts';
import { IncidentChange, lockIncident, type Store } from '../incidentChange.ts';
import { incidentInsert, type StoredIncident } from '../incidents.ts';
import { findOwnOrganisation } from '../organisations.ts';
import { openFirstPage } from '../pages.ts';
import type { Sealer } from '../sealing.ts';
import {
  countReceipt,
  nextSuspicionReference,
  openOfSource,
  suspicionInsert,
} from '../suspectedIncidents.ts';
import {
  type Evidence,
  incidentOfMessage,
  keptEvidence,
  knownByKeys,
  lockSource,
  receiptInsert,
} from '../suspectedReceipts.ts';
import { openFirstObligations } from './reassess.ts';

/** One message from a source, or what a person typed in. */
export interface Report {
  source: string;
  kind: SuspicionKind;
  actor: Actor;
  /** Who says so, for people to read. */
  reporter: string | null;
  understood: Understood;
  /** When it came in, real time; what is proposed as discovery. */
  receivedAt: Date;
  /** What names this one message, so that the same twice is one; null: each counts. */
  messageKey: string | null;
  evidence: Evidence | null;
}

/** `known`: this very message was received before. */
export type Outcome = Exclude<Fold, 'nothing'> | 'known' | 'nothing';

export interface Suspected {
  outcome: Outcome;
  /** null where nothing became of it. */
  incidentId: string | null;
}

/** Of one incident: so many messages, and together so many bytes, are kept as they came; of more, hash and size. */
const MOST_EVIDENCE = { count: 20, bytes: 50 * 1024 * 1024 };
/** When so many of one source wait at once, the next joins the newest of them: a flood must not bury the other pages. */
const FLOOD = { count: 20, withinMs: 3_600_000 };
const HOUR_MS = 3_600_000;

/**
 * Takes what came in: a new suspicion with its page, or one more about a known one, in the transaction of `scope`. It is
 * never declared by itself.
 * @throws Error when the organisation does not exist
 */
export async function suspect(store: Store, scope: Scope, report: Report): Promise<Suspected> {
  const { source, understood } = report;
  await lockSource(scope, source);
  const own = await store.keys.of(scope, scope.organisationId);
  const messageKey =
    report.messageKey === null ? null : own.pseudonym(`message/${source}/${report.messageKey}`);
  const same = messageKey === null ? undefined : await incidentOfMessage(scope, source, messageKey);
  if (same) return { outcome: 'known', incidentId: same };
  const { known, outcome } = await folded(scope, report, { own, now: store.clock.now() });
  if (outcome === 'nothing') return { outcome, incidentId: null };
  const keys = understood.keys.map(({ value }) => keyOf(own, source, value));
  const receipt = { id: uuidv7(), messageKey, keys };
  if (outcome === 'new') {
    const incidentId = await suspectAnew(store, scope, report, { receipt, before: known ?? null });
    return { outcome, incidentId };
  }
  await addReceipt(store, scope, report, { receipt, incidentId: known!, outcome });
  return { outcome, incidentId: known! };
}

const keyOf = (own: Sealer, source: string, value: string): string =>
  own.pseudonym(`fold/${source}/${value}`);

async function folded(
  scope: Scope,
  { source, kind, understood, receivedAt }: Report,
  { own, now }: { own: Sealer; now: Date },
): Promise<{ known: string | undefined; outcome: Fold }> {
  const hashed = (fading: boolean) =>
    understood.keys
      .filter(({ withinHours }) => (withinHours !== undefined) === fading)
      .map(({ value }) => keyOf(own, source, value));
  const hours = Math.max(0, ...understood.keys.map(({ withinHours }) => withinHours ?? 0));
  const since = new Date(receivedAt.getTime() - hours * HOUR_MS);
  const known = await knownByKeys(scope, source, { lasting: hashed(false), fading: hashed(true), since });
  const outcome = foldOf(known, understood.signal);
  // What a person types in is never taken for part of a flood.
  if (outcome !== 'new' || kind === 'manual' || kind === 'api') return { known: known?.incidentId, outcome };
  const waiting = await openOfSource(scope, source, new Date(now.getTime() - FLOOD.withinMs));
  if (waiting.length >= FLOOD.count && waiting[0]) return { known: waiting[0].incidentId, outcome: 'repeat' };
  return { known: known?.incidentId, outcome };
}

interface ReceiptIds {
  id: string;
  messageKey: string | null;
  keys: string[];
}

async function suspectAnew(
  store: Store,
  scope: Scope,
  report: Report,
  { receipt, before }: { receipt: ReceiptIds; before: string | null },
): Promise<string> {
  const stored = await findOwnOrganisation(scope, store.keys);
  if (!stored) throw new Error('the organisation does not exist');
  const now = store.clock.now();
  const year = Number(localDate(now, stored.organisation.policy.timeZone).slice(0, 4));
  const reference = await nextSuspicionReference(scope, year);
  const incident = newIncident(scope, report, { organisation: stored.organisation, reference, now });
  const { sealer, insert } = store.keys.make(scope, incident.id, now);
  const change = new IncidentChange(scope, sealer, incident, report.actor, now);
  change.insertLast(insert);
  change.insertLast(incidentInsert(incident, sealer));
  change.insertLast(
    suspicionInsert(scope, { ...suspicionOf(report), incidentId: incident.id, reference }, sealer),
  );
  change.insertLast(receiptInsert(scope, receiptOf(report, receipt, incident.id), sealer, true));
  recordReceived(change, report, before);
  change.wakeIncident();
  openFirstObligations(change);
  openFirstPage(change, {
    obligationId: TRIAGE,
    clockVersion: 1,
    milestone: 'suspected',
    reason: 'suspected',
  });
  await change.flush();
  return incident.id;
}

const suspicionOf = ({ source, kind, receivedAt, understood, reporter }: Report) => ({
  source,
  kind,
  receivedAt,
  content: { details: understood.details, reporter },
});

const receiptOf = (
  { source, understood, receivedAt, evidence }: Report,
  ids: ReceiptIds,
  incidentId: string,
) => ({
  ...ids,
  incidentId,
  source,
  signal: understood.signal,
  receivedAt,
  occurredAt: understood.occurredAt,
  evidence,
});

function newIncident(
  { organisationId }: Scope,
  { understood, receivedAt }: Report,
  { organisation, reference, now }: { organisation: Organisation; reference: string; now: Date },
): StoredIncident {
  return {
    organisationId,
    id: uuidv7(),
    reference,
    revision: 1,
    factsRevision: 1,
    status: 'suspected',
    title: understood.title,
    drill: null,
    restrictedTo: null,
    excludedChannels: [],
    occurredFrom: null,
    occurredTo: null,
    discoveredAt: receivedAt,
    awareAt: receivedAt,
    declaredAt: now,
    declaredRealAt: now,
    containedAt: null,
    scopeAssessedAt: null,
    closedAt: null,
    madeRealAt: null,
    questions: { physicalDanger: null, insiderInvolved: null, channelsCompromised: null },
    tracks: defaultTracks(organisation),
    narrative: {},
    organisation,
  };
}

/** What the entries of every receipt say of the message; what it says itself is personal. */
const about = ({ source, kind, understood, evidence, reporter }: Report) => ({
  data: {
    source,
    kind,
    eventAt: understood.occurredAt?.toISOString() ?? null,
    sha256: evidence?.sha256 ?? null,
    bytes: evidence?.size ?? null,
  },
  personal: { title: understood.title, reporter },
});

function recordReceived(change: IncidentChange, report: Report, before: string | null): void {
  const { data, personal } = about(report);
  change.record({
    kind: 'suspicion.received',
    occurredAt: report.receivedAt,
    data: { reference: change.incident.reference, ...data, dismissedBefore: before },
    personal,
  });
}

/** One more: counted, kept and recorded. Nobody is paged again while the first is open or its incident is. */
async function addReceipt(
  store: Store,
  scope: Scope,
  report: Report,
  { receipt, incidentId, outcome }: { receipt: ReceiptIds; incidentId: string; outcome: 'repeat' | 'note' },
): Promise<void> {
  const change = await lockIncident(store, scope, { incidentId, actor: report.actor });
  const kept = await keptEvidence(scope, incidentId);
  const size = report.evidence?.bytes.length ?? 0;
  const keep = kept.count < MOST_EVIDENCE.count && kept.bytes + size <= MOST_EVIDENCE.bytes;
  change.insertLast(receiptInsert(scope, receiptOf(report, receipt, incidentId), change.sealer, keep));
  const count = await countReceipt(scope, incidentId, report.receivedAt);
  const { data, personal } = about(report);
  const kind = outcome === 'repeat' ? 'suspicion.repeated' : 'suspicion.resolved';
  change.record({
    kind,
    occurredAt: report.receivedAt,
    data: { ...data, count, signal: report.understood.signal },
    personal,
  });
  await change.flush();
}
