import type { Incident } from '../domain/incident.ts';
import type { IcoReport } from '../domain/notices/icoModel.ts';
import type { DocumentOptions } from './documents/options.ts';
import { languageOf, readTemplate } from './files.ts';
import { fill, icoForm } from './icoForm.ts';
import { type LabelledIcoReport, labelledReport } from './icoReport.ts';
import { type Compiled, createEngine } from './liquid.ts';

const FILE = 'ico-initial.md';

export interface NoticeContext {
  timeZone: string;
  organisation: string;
  reference: string;
  version: number;
}

/** The same content as data. */
export interface IcoReportJson extends LabelledIcoReport {
  kind: 'ico-initial';
  organisation: string;
  reference: string;
  version: number;
}

export interface RenderedNotice {
  markdown: string;
  json: IcoReportJson;
}

const compiled = new Map<string, Compiled>();

function template(language: string): Compiled {
  const known = compiled.get(language);
  if (known) return known;
  const { name, body, frontMatter } = readTemplate(language, FILE);
  const made = createEngine('markdown', language).compile(name, body, frontMatter.variables);
  compiled.set(language, made);
  return made;
}

/** The language in which the notice is really written: the one asked for, or English. */
const noticeLanguage = (asked: string): string => languageOf(FILE, asked);

/**
 * The initial report to the ICO as Markdown (the one source of every document) and as data with labels. Marked DRAFT
 * until approved and DRILL in a drill; what Art. 33(3) still misses stands at the top.
 */
export function renderIcoReport(report: IcoReport, asked: string, context: NoticeContext): RenderedNotice {
  const language = noticeLanguage(asked);
  const labelled = labelledReport(report, language, context.timeZone);
  const { organisation, reference, version } = context;
  const json: IcoReportJson = { kind: 'ico-initial', organisation, reference, version, ...labelled };
  const markdown = template(language)
    .render({ ...json })
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return { markdown: `${markdown}\n`, json };
}

/** Renders the reports of one incident in the language and the time zone of its organisation's policy. */
export function noticeRenderer(
  incident: Pick<Incident, 'organisation' | 'reference'>,
): (report: IcoReport, version: number) => RenderedNotice {
  const { name, policy } = incident.organisation;
  const context = { organisation: name, reference: incident.reference, timeZone: policy.timeZone };
  return (report, version) => renderIcoReport(report, policy.language, { ...context, version });
}

/** The part of a stored notice that its documents show. */
export interface NoticeLike {
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
  const form = icoForm(noticeLanguage(notice.language));
  const watermark = [
    ...(incident.drill ? [form.marks.drill] : []),
    ...(notice.state === 'approved' ? [] : [form.marks.draft]),
  ];
  return {
    title: `${form.title}: ${incident.reference}`,
    language: form.language,
    watermark,
    footer: `${incident.reference} · ${fill(form.version, { version: String(notice.version) })}`,
    pageLabel: form.page,
    author: incident.organisation.name,
    createdAt: notice.approvedAt ?? notice.createdAt,
  };
}
