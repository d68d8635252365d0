import { CompiledQuery, type Selectable } from 'kysely';
import type { DeclarationAnswer, Incident, IncidentStatus } from '../domain/incident.ts';
import type { Narrative } from '../domain/narrative.ts';
import type { Organisation } from '../domain/organisation.ts';
import { completed } from '../domain/policy/completed.ts';
import type { ChannelName } from '../domain/policy/contacts.ts';
import type { Track } from '../domain/facts.ts';
import { PREPARED } from './connection.ts';
import type { Scope } from './database.ts';
import { type Insert, insertOf } from './insertTogether.ts';
import type { Sealer } from './sealing.ts';
import type { Incidents } from './types.ts';

/** What people wrote, sealed as one value under the incident's key. */
export interface IncidentContent {
  title: string;
  tracks: Track[];
  narrative: Narrative;
}

export interface StoredIncident extends Incident {
  factsRevision: number;
  declaredRealAt: Date;
  /** The real instant at which a drill became this incident. */
  madeRealAt: Date | null;
}

type Row = Selectable<Incidents>;

export const contentPlace = (id: string): string => `incidents/${id}/content`;
export const organisationPlace = (id: string): string => `incidents/${id}/organisation`;

export function toIncident(row: Row, sealer: Sealer): StoredIncident {
  const content = sealer.open<IncidentContent>(contentPlace(row.id), row.contentSealed);
  const drill =
    row.drillScale !== null && row.drillStartedAt
      ? { scale: row.drillScale, startedAt: row.drillStartedAt, localOnly: row.drillLocalOnly }
      : null;
  return {
    ...content,
    organisation: completed(sealer.open<Organisation>(organisationPlace(row.id), row.organisationSealed)),
    organisationId: row.organisationId,
    id: row.id,
    reference: row.reference,
    revision: row.revision,
    factsRevision: row.factsRevision,
    status: row.status as Incident['status'],
    drill,
    occurredFrom: row.occurredFrom,
    occurredTo: row.occurredTo,
    discoveredAt: row.discoveredAt,
    awareAt: row.awareAt,
    declaredAt: row.declaredAt,
    declaredRealAt: row.declaredRealAt,
    containedAt: row.containedAt,
    scopeAssessedAt: row.scopeAssessedAt,
    closedAt: row.closedAt,
    madeRealAt: row.madeRealAt,
    questions: {
      physicalDanger: row.physicalDanger as DeclarationAnswer,
      insiderInvolved: row.insiderInvolved as DeclarationAnswer,
      channelsCompromised: row.channelsCompromised as DeclarationAnswer,
    },
    excludedChannels: row.excludedChannels as ChannelName[],
  };
}

export function fromIncident(incident: StoredIncident, sealer: Sealer) {
  const content: IncidentContent = {
    title: incident.title,
    tracks: incident.tracks,
    narrative: incident.narrative,
  };
  return {
    organisationId: incident.organisationId,
    id: incident.id,
    reference: incident.reference,
    revision: incident.revision,
    factsRevision: incident.factsRevision,
    status: incident.status,
    drillScale: incident.drill?.scale ?? null,
    drillStartedAt: incident.drill?.startedAt ?? null,
    drillLocalOnly: incident.drill?.localOnly ?? false,
    occurredFrom: incident.occurredFrom,
    occurredTo: incident.occurredTo,
    discoveredAt: incident.discoveredAt,
    awareAt: incident.awareAt,
    declaredAt: incident.declaredAt,
    declaredRealAt: incident.declaredRealAt,
    containedAt: incident.containedAt,
    scopeAssessedAt: incident.scopeAssessedAt,
    closedAt: incident.closedAt,
    madeRealAt: incident.madeRealAt,
    ...incident.questions,
    excludedChannels: incident.excludedChannels,
    contentSealed: sealer.seal(contentPlace(incident.id), content),
    organisationSealed: sealer.seal(organisationPlace(incident.id), incident.organisation),
  };
}

const byId = (scope: Scope, id: string) =>
  scope
    .selectFrom('incidents')
    .selectAll()
    .where('organisationId', '=', scope.organisationId)
    .where('id', '=', id);

export const findIncidentRow = (scope: Scope, id: string): Promise<Row | undefined> =>
  byId(scope, id).executeTakeFirst();

/** Serialises everything that happens to one incident: acknowledging, firing, changing, closing. */
export const lockIncidentRow = (scope: Scope, id: string): Promise<Row | undefined> =>
  byId(scope, id).forUpdate().executeTakeFirst();

/** A new incident, still to be sent. */
export const incidentInsert = (incident: StoredIncident, sealer: Sealer): Insert =>
  insertOf('incidents', [fromIncident(incident, sealer)]);

export async function updateIncident(scope: Scope, incident: StoredIncident, sealer: Sealer): Promise<void> {
  const { organisationId, id, ...values } = fromIncident(incident, sealer);
  await scope
    .updateTable('incidents')
    .set(values)
    .where('organisationId', '=', organisationId)
    .where('id', '=', id)
    .execute();
}

export interface IncidentCursor {
  declaredRealAt: Date;
  id: string;
}

/** Newest declaration first; `after` is the last row of the previous page. */
export function listIncidentRows(
  scope: Scope,
  options: {
    limit: number;
    after?: IncidentCursor;
    /** Left out: what was declared. */
    status?: IncidentStatus;
    drill?: boolean;
    reference?: string;
  },
): Promise<Row[]> {
  let query = scope.selectFrom('incidents').selectAll().where('organisationId', '=', scope.organisationId);
  const { after, status, drill, reference } = options;
  if (reference) query = query.where('reference', '=', reference);
  if (status) query = query.where('status', '=', status);
  else if (!reference) query = query.where('status', 'in', ['open', 'closed']);
  if (drill !== undefined) query = query.where('drillScale', drill ? 'is not' : 'is', null);
  if (after) {
    query = query.where((eb) =>
      eb(eb.refTuple('declaredRealAt', 'id'), '<', eb.tuple(after.declaredRealAt, after.id)),
    );
  }
  return query.orderBy('declaredRealAt', 'desc').orderBy('id', 'desc').limit(options.limit).execute();
}

/** The text is kept: every declaration asks, and building it costs as much as asking. */
const NEXT_NUMBER = `insert into incident_numbers as numbers (organisation_id, year, drill, last)
  values ($1, $2, $3, 1)
  on conflict (organisation_id, year, drill) do update set last = numbers.last + 1
  returning last ${PREPARED}`;

/** The next human reference of the year: 2026-001 for incidents, D-2026-001 for drills. */
export async function nextReference(scope: Scope, year: number, drill: boolean): Promise<string> {
  const query = CompiledQuery.raw(NEXT_NUMBER, [scope.organisationId, year, drill]);
  const { rows } = await scope.executeQuery<{ last: number }>(query);
  const last = rows[0]!.last;
  return `${drill ? 'D-' : ''}${year}-${String(last).padStart(3, '0')}`;
}
