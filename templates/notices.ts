import type { Incident } from '../domain/incident.ts';
import type { IcoReport } from '../domain/notices/icoModel.ts';
import type { LaterReport, NoticeModel, Withdrawal } from '../domain/notices/laterModel.ts';
import { isNoticeKind, NOTICE_KIND, type NoticeKind, phaseOfKind } from '../domain/notices/phases.ts';
import type { DocumentOptions } from './documents/options.ts';
import { languageOf, readTemplate } from './files.ts';
import { fill, icoForm } from './icoForm.ts';
import { type LabelledIcoReport, labelledReport } from './icoReport.ts';
import { type LabelledLaterReport, labelledLater } from './laterReport.ts';
import { type Compiled, createEngine } from './liquid.ts';
import { type LabelledWithdrawal, labelledWithdrawal } from './withdrawal.ts';

export interface NoticeContext {
  timeZone: string;
  organisation: string;
  reference: string;
  version: number;
}

/** The same content as data: the model with its words, and what it is. */
type NoticeJson<L> = { kind: NoticeKind; organisation: string; reference: string; version: number } & L;

type LabelledOf<M> = M extends IcoReport
  ? LabelledIcoReport
  : M extends LaterReport
    ? LabelledLaterReport
    : M extends Withdrawal
      ? LabelledWithdrawal
      : never;

interface RenderedNotice<L> {
  markdown: string;
  json: NoticeJson<L>;
}

const compiled = new Map<string, Compiled>();

/** One template for each kind, named for it. */
const fileOf = (kind: NoticeKind): string => `${kind}.md`;

function template(kind: NoticeKind, language: string): Compiled {
  const key = `${language}/${kind}`;
  const known = compiled.get(key);
  if (known) return known;
  const { name, body, frontMatter } = readTemplate(language, fileOf(kind));
  const made = createEngine('markdown', language).compile(name, body, frontMatter.variables);
  compiled.set(key, made);
  return made;
}

/** The language in which the notice is really written: the one asked for, or English. */
const noticeLanguage = (kind: NoticeKind, asked: string): string => languageOf(fileOf(kind), asked);

/**
 * A report to the ICO as Markdown (the one source of every document) and as data with labels. Marked DRAFT until
 * approved and DRILL in a drill; what Art. 33(3) still misses is named.
 */
export function renderNotice<M extends NoticeModel>(
  model: M,
  asked: string,
  context: NoticeContext,
): RenderedNotice<LabelledOf<M>> {
  const kind = NOTICE_KIND[model.reportType];
  const language = noticeLanguage(kind, asked);
  const { organisation, reference, version, timeZone } = context;
  const words = labelled(model, language, timeZone) as LabelledOf<M>;
  const json = { kind, organisation, reference, version, ...words };
  const markdown = template(kind, language)
    .render({ ...json })
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return { markdown: `${markdown}\n`, json };
}

function labelled(model: NoticeModel, language: string, timeZone: string): LabelledOf<NoticeModel> {
  if (model.reportType === 'withdrawal') return labelledWithdrawal(model, language, timeZone);
  return 'report' in model
    ? labelledLater(model, language, timeZone)
    : labelledReport(model, language, timeZone);
}

/** Renders the notices of one incident in the language and the time zone of its organisation's policy. */
export function noticeRenderer(incident: Pick<Incident, 'organisation' | 'reference'>) {
  const { name, policy } = incident.organisation;
  const context = { organisation: name, reference: incident.reference, timeZone: policy.timeZone };
  return <M extends NoticeModel>(model: M, version: number) =>
    renderNotice(model, policy.language, { ...context, version });
}

/** The part of a stored notice that its documents show. */
export interface NoticeLike {
  kind: string;
  version: number;
  state: 'draft' | 'approved' | 'superseded';
  language: string;
  createdAt: Date;
  approvedAt: Date | null;
}

/** Title, language and marks of a stored notice's documents: DRAFT unless approved, DRILL in a drill. */
export function documentOptions(
  incident: Pick<Incident, 'organisation' | 'reference' | 'drill'>,
  notice: NoticeLike,
): DocumentOptions {
  const kind = isNoticeKind(notice.kind) ? notice.kind : NOTICE_KIND.initial;
  const form = icoForm(noticeLanguage(kind, notice.language));
  const phase = phaseOfKind(kind);
  const watermark = [
    ...(incident.drill ? [form.marks.drill] : []),
    ...(notice.state === 'approved' ? [] : [form.marks.draft]),
  ];
  return {
    title: `${phase === 'initial' ? form.title : form.titles[phase]}: ${incident.reference}`,
    language: form.language,
    watermark,
    footer: `${incident.reference} · ${fill(form.version, { version: String(notice.version) })}`,
    pageLabel: form.page,
    author: incident.organisation.name,
    createdAt: notice.approvedAt ?? notice.createdAt,
  };
}
