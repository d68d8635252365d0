import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { hasRole } from '../../domain/incident.ts';
import { digest } from '../../domain/digest.ts';
import { buildIcoReport, type IcoReport } from '../../domain/notices/icoReport.ts';
import { isLate } from '../../domain/obligations.ts';
import type { IncidentView } from '../incidentChange.ts';
import type { IncidentChange } from '../incidentChange.ts';
import { insertNotice, latestNotice, type Notice, type NoticeContent, supersedeDrafts } from '../notices.ts';
import { obligationsOf, type StoredObligation, updateObligation } from '../obligations.ts';
import { submissionsOf } from '../submissions.ts';

/** The one kind of notice that is drafted today; design: one template, one model, one kind. */
export const ICO_INITIAL = 'ico-initial';

/** Turns the model into text; templates/ does it, so that db/ needs no templates. */
export type RenderReport = (report: IcoReport, version: number) => Pick<NoticeContent, 'markdown' | 'json'>;

/** The ICO report as the facts stand at `view.at`; undefined where the incident has no duty towards the ICO. */
export async function icoReport(
  view: Pick<IncidentView, 'scope' | 'incident' | 'sealer' | 'at'>,
  options: { obligations?: readonly StoredObligation[]; approved?: boolean } = {},
): Promise<IcoReport | undefined> {
  const { scope, incident, sealer, at } = view;
  const obligations = options.obligations ?? (await obligationsOf(scope, incident.id, sealer));
  const authority = obligations.find((obligation) => obligation.id === 'authority');
  if (!authority || !hasRole(incident, 'controller')) return undefined;
  const reported = (await submissionsOf(scope, incident.id, sealer)).find(
    (one) => one.obligationId === 'authority' && !isPractice(one.recordedAt, incident.madeRealAt),
  );
  return buildIcoReport({
    incident,
    dueAt: authority.dueAt,
    late: reported ? reported.madeAt > authority.dueAt : isLate(authority, at),
    reportedAt: reported?.madeAt ?? null,
    individualsObligation: obligations.find((obligation) => obligation.id === 'individuals') ?? null,
    approved: options.approved ?? false,
  });
}

/** What was reported while the incident was still a drill was not reported. */
const isPractice = (recordedAt: Date, madeRealAt: Date | null): boolean =>
  madeRealAt !== null && recordedAt < madeRealAt;

export const hashOf = (markdown: string): string => createHash('sha256').update(markdown).digest('hex');

/**
 * A new version of the draft, unless the newest was made from the very same model.
 * @returns the notice that is now the newest, and whether it is new
 */
export async function draftIcoReport(
  change: IncidentChange,
  render: RenderReport,
): Promise<{ id: string; version: number; created: boolean } | undefined> {
  const { scope, incident, sealer } = change;
  const report = await icoReport(change);
  if (!report) return undefined;
  const latest = await latestNotice(scope, incident.id, ICO_INITIAL);
  const modelDigest = digest(report);
  if (latest?.modelDigest === modelDigest) return { id: latest.id, version: latest.version, created: false };
  const notice = newNotice(change, report, modelDigest, (latest?.version ?? 0) + 1, render);
  await supersedeDrafts(scope, incident.id, ICO_INITIAL);
  await insertNotice(scope, notice, sealer);
  await markDrafted(change);
  const { id, version, contentHash, factsRevision } = notice;
  const missing = report.missing.map((item) => item.article);
  change.record({
    kind: 'notice.drafted',
    data: {
      notice: id,
      kind: ICO_INITIAL,
      version,
      factsRevision,
      contentHash,
      missing: [...new Set(missing)],
    },
  });
  return { id, version, created: true };
}

function newNotice(
  change: IncidentChange,
  report: IcoReport,
  modelDigest: string,
  version: number,
  render: RenderReport,
): Notice {
  const rendered = render(report, version);
  return {
    id: uuidv7(),
    incidentId: change.incident.id,
    kind: ICO_INITIAL,
    version,
    factsRevision: change.incident.factsRevision,
    modelDigest,
    state: 'draft',
    language: change.incident.organisation.policy.language,
    contentHash: hashOf(rendered.markdown),
    createdAt: change.now,
    approvedAt: null,
    approvedBy: null,
    content: { model: report, ...rendered },
  };
}

/** open → drafted; a duty that is further on stays where it is. */
async function markDrafted(change: IncidentChange): Promise<void> {
  const obligations = await obligationsOf(change.scope, change.incident.id, change.sealer);
  const authority = obligations.find((obligation) => obligation.id === 'authority');
  if (authority?.state === 'open') {
    await updateObligation(
      change.scope,
      change.incident.id,
      { ...authority, state: 'drafted' },
      change.sealer,
    );
  }
}
