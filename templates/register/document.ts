import type { ErasedEntry, RegisterEntry } from '../../domain/register/types.ts';
import type { Cell } from '../documents/cell.ts';
import type { DocumentOptions } from '../documents/options.ts';
import { languageOf, readTemplate } from '../files.ts';
import { type Compiled, createEngine } from '../liquid.ts';
import { COLUMNS, kindText } from './columns.ts';
import { localTime } from './lines.ts';
import { erasedText } from './table.ts';
import type { Style } from './types.ts';

type Entries = readonly (RegisterEntry | ErasedEntry)[];

export interface RegisterHead {
  organisation: string;
  madeAt: Date;
  year: number | null;
}

const compiled = new Map<string, Compiled>();

function template(file: string, asked: string): Compiled {
  const key = `${languageOf(file, asked)}/${file}`;
  const known = compiled.get(key);
  if (known) return known;
  const language = languageOf(file, asked);
  const { name, body, frontMatter } = readTemplate(language, file);
  const made = createEngine('markdown', language).compile(name, body, frontMatter.variables);
  compiled.set(key, made);
  return made;
}

/** The whole register as Markdown: a summary, then a section for each entry. Instants are local times. */
export function registerMarkdown(entries: Entries, head: RegisterHead, style: Style): string {
  const { language } = style.words;
  const summary = template('register.md', language).render({
    organisation: head.organisation,
    madeLocal: localTime(head.madeAt, style),
    year: head.year,
    count: entries.length,
    rows: entries.map((entry) => summaryRow(entry, style)),
  });
  const section = template('register-entry.md', language);
  const parts = [summary, ...entries.map((entry) => section.render({ ...sectionOf(entry, style) }))];
  return `${parts.map((part) => part.replace(/\n{3,}/g, '\n\n').trim()).join('\n\n')}\n`;
}

function summaryRow(entry: RegisterEntry | ErasedEntry, style: Style) {
  const { words } = style;
  const answer = (notices: RegisterEntry['others']) =>
    notices.map(({ outcome }) => words.word('outcome', outcome)).join(', ') || '–';
  return {
    reference: entry.reference,
    aware: localTime(entry.awareAt, style),
    kind: entry.erased ? words.word('kind', 'erased') : kindText(entry, style),
    authority: entry.erased ? '–' : answer(entry.authority),
    individuals: entry.erased ? '–' : answer(entry.individuals),
    state: words.word('state', entry.state),
  };
}

/** Texts up to here stand in the table of an entry; a longer one, or one of several lines, stands by itself. */
const SHORT = 160;
/** These stand in the heading, or above the table. */
const ABOVE = ['reference', 'title', 'kind', 'warnings'];

function sectionOf(entry: RegisterEntry | ErasedEntry, style: Style) {
  const { words } = style;
  if (entry.erased) {
    const common = { reference: entry.reference, short: [], long: [], warnings: [] };
    return { ...common, title: words.word('kind', 'erased'), kind: erasedText(entry, style) };
  }
  const fields = COLUMNS.filter(({ id }) => !ABOVE.includes(id))
    .map(({ id, cell }) => ({ label: words.column(id), text: cellText(cell(entry, style), style) }))
    .filter(({ text }) => text !== '');
  const isShort = ({ text }: { text: string }) => text.length <= SHORT && !text.includes('\n');
  return {
    reference: entry.reference,
    title: entry.title,
    kind: kindText(entry, style),
    short: fields.filter(isShort),
    long: fields.filter((field) => !isShort(field)),
    warnings: entry.warnings.map(({ field, code }) => `${field} (${words.word('finding', code)})`),
  };
}

function cellText(cell: Cell, style: Style): string {
  if (cell === null) return '';
  return cell instanceof Date ? localTime(cell, style) : String(cell).trim();
}

/** Title, language and foot of the register's documents. */
export const registerOptions = (head: RegisterHead, { words }: Style): DocumentOptions => ({
  title: head.year === null ? words.title : `${words.title} ${head.year}`,
  language: words.language,
  watermark: [],
  footer: `${head.organisation} · ${words.title}`,
  pageLabel: words.page,
  author: head.organisation,
  createdAt: head.madeAt,
});
