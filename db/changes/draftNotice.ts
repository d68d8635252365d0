import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { digest } from '../../domain/digest.ts';
import type { NoticeModel } from '../../domain/notices/laterModel.ts';
import { NOTICE_KIND, type NoticeKind } from '../../domain/notices/phases.ts';
import { isRunning } from '../../domain/obligations.ts';
import type { IncidentChange } from '../incidentChange.ts';
import { insertNotice, latestNotice, type Notice, type NoticeContent, supersedeDrafts } from '../notices.ts';
import { obligationsOf, type StoredObligation, updateObligation } from '../obligations.ts';
import { noticeModel, type Said } from './noticeModel.ts';

/** Turns a model into text; templates/ does it, so that db/ needs no templates. */
export type RenderNotice = (model: NoticeModel, version: number) => Pick<NoticeContent, 'markdown' | 'json'>;

export const hashOf = (markdown: string): string => createHash('sha256').update(markdown).digest('hex');

/**
 * A new version of the draft, unless the newest was made from the very same model.
 * @returns the notice that is now the newest, and whether it is new; undefined where there is nothing to draft
 */
export async function draftIcoNotice(
  change: IncidentChange,
  kind: NoticeKind,
  render: RenderNotice,
  said?: Said,
): Promise<{ id: string; version: number; created: boolean } | undefined> {
  const { scope, incident, sealer } = change;
  const model = await noticeModel(change, kind, said);
  if (!model) return undefined;
  const latest = await latestNotice(scope, incident.id, kind);
  const modelDigest = digest(model);
  if (latest?.modelDigest === modelDigest) return { id: latest.id, version: latest.version, created: false };
  const version = (latest?.version ?? 0) + 1;
  const notice = newNotice(change, { kind, model, modelDigest, version, rendered: render(model, version) });
  await supersedeDrafts(scope, incident.id, [kind]);
  await insertNotice(scope, notice, sealer);
  await markNotified(change, kind, 'drafted');
  recordDraft(change, notice, model);
  return { id: notice.id, version, created: true };
}

interface Made {
  kind: NoticeKind;
  model: NoticeModel;
  modelDigest: string;
  version: number;
  rendered: ReturnType<RenderNotice>;
}

function newNotice(change: IncidentChange, { model, rendered, ...made }: Made): Notice {
  return {
    ...made,
    id: uuidv7(),
    incidentId: change.incident.id,
    factsRevision: change.incident.factsRevision,
    state: 'draft',
    language: change.incident.organisation.policy.language,
    contentHash: hashOf(rendered.markdown),
    createdAt: change.now,
    approvedAt: null,
    approvedBy: null,
    content: { model, ...rendered },
  };
}

function recordDraft(change: IncidentChange, notice: Notice, model: NoticeModel): void {
  const { id, kind, version, contentHash, factsRevision } = notice;
  const missing = model.reportType === 'withdrawal' ? [] : model.missing.map(({ article }) => article);
  const data = { notice: id, kind, version, factsRevision, contentHash, missing: [...new Set(missing)] };
  change.record({ kind: 'notice.drafted', data });
}

const BEFORE = { drafted: ['open'], approved: ['open', 'drafted'] } as const;

/** The duty that this notice is for goes on to `drafted` or `approved`; one that is further on stays where it is. */
export async function markNotified(
  change: IncidentChange,
  kind: NoticeKind,
  state: 'drafted' | 'approved',
): Promise<void> {
  const { scope, incident, sealer } = change;
  const isFor = ({ id, kind: duty }: StoredObligation): boolean =>
    kind === NOTICE_KIND.initial ? id === 'authority' : duty === 'followUp';
  for (const one of await obligationsOf(scope, incident.id, sealer)) {
    const before: readonly string[] = BEFORE[state];
    if (isFor(one) && isRunning(one) && before.includes(one.state))
      await updateObligation(scope, incident.id, { ...one, state }, sealer);
  }
}
