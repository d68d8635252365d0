import type { ContactCard } from '../domain/response/contactCard.ts';
import { toHtml, toOnePagePdf, toText } from './documents/index.ts';
import type { DocumentOptions } from './documents/options.ts';
import { entry, textsSchema } from './entries.ts';
import { subjectLine } from './escape.ts';
import { languageOf, readTemplate } from './files.ts';
import { createEngine } from './liquid.ts';

const FILE = 'contact-card.md';
/** What goes onto one page that can be read. */
const MOST_PEOPLE = 20;
const MOST_CONTROLLERS = 20;

/** When it was made: local time for the reader, the instant for the file's properties. */
interface Made {
  local: string;
  at: Date;
}

const text = (code: string, language: string): string =>
  entry('contact-card.yaml', code, language, textsSchema).text;

/** What the card lacks, in words. */
export const cardGapTexts = ({ missing }: Pick<ContactCard, 'missing'>, language: string): string[] =>
  missing.map(({ code, names }) =>
    names.length === 0 ? text(code, language) : `${text(code, language)}: ${shortened(names)}`,
  );

const SOME = 8;
const shortened = (names: readonly string[]): string =>
  names.length > SOME ? `${names.slice(0, SOME).join(', ')} … (${names.length})` : names.join(', ');

/** The card as Markdown; every format is made from it. */
export function contactCardMarkdown(card: ContactCard, made: Pick<Made, 'local'>, asked: string) {
  const language = languageOf(FILE, asked);
  const { name, frontMatter, body } = readTemplate(language, FILE);
  const values = variables(card, made, language);
  const write = (form: 'markdown' | 'plain', source: string) =>
    createEngine(form, language).compile(name, source, frontMatter.variables).render(values);
  const markdown = write('markdown', body)
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return { title: subjectLine(write('plain', frontMatter.subject)), markdown: `${markdown}\n`, language };
}

const variables = (card: ContactCard, { local }: Pick<Made, 'local'>, language: string) => ({
  organisation: card.organisation,
  madeLocal: local,
  insurer: card.insurer && { hotline: null, policyNumber: null, ...card.insurer },
  groups: card.entries.map((one) => ({ ...EMPTY_ENTRY, ...one, kind: text(one.kind, language) })),
  controllers: card.controllers.slice(0, MOST_CONTROLLERS),
  moreControllers: Math.max(0, card.controllers.length - MOST_CONTROLLERS),
  people: card.people.slice(0, MOST_PEOPLE).map((one) => ({ ...one, phones: one.phones.join(', ') })),
  morePeople: Math.max(0, card.people.length - MOST_PEOPLE),
  contactPoint: card.contactPoint,
  showIco: card.showIco,
  missing: cardGapTexts(card, language),
});
const EMPTY_ENTRY = {
  role: null,
  phone: null,
  outOfHoursPhone: null,
  email: null,
  reference: null,
  note: null,
};

type Format = (markdown: string, options: DocumentOptions) => string | Promise<Buffer>;

/** The formats of the card: one printable page, a page for a browser, plain text. */
export const CARD_FORMATS: Record<'pdf' | 'html' | 'txt' | 'md', { type: string; write: Format }> = {
  pdf: { type: 'application/pdf', write: toOnePagePdf },
  html: { type: 'text/html; charset=utf-8', write: toHtml },
  txt: { type: 'text/plain; charset=utf-8', write: toText },
  md: { type: 'text/markdown; charset=utf-8', write: (markdown) => markdown },
};
export type CardFormat = keyof typeof CARD_FORMATS;

export function contactCardDocument(card: ContactCard, made: Made, asked: string, format: CardFormat) {
  const { title, markdown, language } = contactCardMarkdown(card, made, asked);
  return CARD_FORMATS[format].write(markdown, {
    title,
    language,
    watermark: [],
    footer: `${card.organisation} · ${made.local}`,
    author: card.organisation,
    createdAt: made.at,
  });
}
