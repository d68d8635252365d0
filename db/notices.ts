import type { Selectable } from 'kysely';
import type { Scope } from './database.ts';
import type { Sealer } from './sealing.ts';
import type { Notices } from './types.ts';

/** The model a notice was rendered from and its text; PDF and DOCX are made from the text on request. */
export interface NoticeContent {
  model: unknown;
  markdown: string;
  json: unknown;
}

export interface Notice {
  id: string;
  incidentId: string;
  kind: string;
  version: number;
  factsRevision: number;
  modelDigest: string;
  state: 'draft' | 'approved' | 'superseded';
  language: string;
  contentHash: string;
  createdAt: Date;
  approvedAt: Date | null;
  approvedBy: string | null;
  content: NoticeContent;
}

const contentPlace = (id: string): string => `notices/${id}/content`;
const approvedPlace = (id: string): string => `notices/${id}/approvedBy`;

function toNotice(row: Selectable<Notices>, sealer: Sealer): Notice {
  return {
    id: row.id,
    incidentId: row.incidentId,
    kind: row.kind,
    version: row.version,
    factsRevision: row.factsRevision,
    modelDigest: row.modelDigest,
    state: row.state as Notice['state'],
    language: row.language,
    contentHash: row.contentHash,
    createdAt: row.createdAt,
    approvedAt: row.approvedAt,
    approvedBy: row.approvedBySealed
      ? sealer.open<string>(approvedPlace(row.id), row.approvedBySealed)
      : null,
    content: sealer.open<NoticeContent>(contentPlace(row.id), row.contentSealed),
  };
}

/** Newest first. */
export async function noticesOf(scope: Scope, incidentId: string, sealer: Sealer): Promise<Notice[]> {
  const rows = await scope
    .selectFrom('notices')
    .selectAll()
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    .orderBy('createdAt', 'desc')
    .orderBy('version', 'desc')
    .orderBy('kind')
    .execute();
  return rows.map((row) => toNotice(row, sealer));
}

/** One version of any kind. */
export async function noticeById(
  scope: Scope,
  incidentId: string,
  sealer: Sealer,
  id: string,
): Promise<Notice | undefined> {
  const row = await scope
    .selectFrom('notices')
    .selectAll()
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && toNotice(row, sealer);
}

export interface LatestDraft {
  id: string;
  version: number;
  modelDigest: string;
  state: Notice['state'];
}

/** The newest version of one kind, without its content. */
export const latestNotice = (
  scope: Scope,
  incidentId: string,
  kind: string,
): Promise<LatestDraft | undefined> =>
  scope
    .selectFrom('notices')
    .select(['id', 'version', 'modelDigest', 'state'])
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    .where('kind', '=', kind)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst() as Promise<LatestDraft | undefined>;

export async function insertNotice(scope: Scope, notice: Notice, sealer: Sealer): Promise<void> {
  const { content, approvedBy, ...row } = notice;
  await scope
    .insertInto('notices')
    .values({
      ...row,
      organisationId: scope.organisationId,
      contentSealed: sealer.seal(contentPlace(notice.id), content),
      approvedBySealed: approvedBy === null ? null : sealer.seal(approvedPlace(notice.id), approvedBy),
    })
    .execute();
}

/** Every version that is still a draft gives way to what is newer. What was sent stays as it was sent. */
export async function supersedeDrafts(
  scope: Scope,
  incidentId: string,
  kinds: readonly string[],
): Promise<{ id: string; kind: string; version: number }[]> {
  const sent = scope
    .selectFrom('submissions')
    .select('noticeId')
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    .where('noticeId', 'is not', null);
  return scope
    .updateTable('notices')
    .set({ state: 'superseded' })
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    .where('kind', 'in', kinds)
    .where('state', '=', 'draft')
    .where('id', 'not in', sent)
    .returning(['id', 'kind', 'version'])
    .execute();
}

export async function approveNotice(
  scope: Scope,
  id: string,
  approval: { by: string; at: Date; content: NoticeContent; contentHash: string },
  sealer: Sealer,
): Promise<void> {
  await scope
    .updateTable('notices')
    .set({
      state: 'approved',
      approvedAt: approval.at,
      approvedBySealed: sealer.seal(approvedPlace(id), approval.by),
      contentSealed: sealer.seal(contentPlace(id), approval.content),
      contentHash: approval.contentHash,
    })
    .where('organisationId', '=', scope.organisationId)
    .where('id', '=', id)
    .execute();
}
