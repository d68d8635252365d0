/** Control characters but newline and tab, and the marks that make text read in another order than written. */
const INVISIBLE = /[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069\u200E\u200F\uFEFF]/gu;

/** A value as text: strings, numbers and truth values as they are, nothing for null, JSON for what was not meant. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

/** Text as data: well-formed, one kind of line break, nothing invisible that changes what a reader sees. */
export const clean = (value: unknown): string =>
  asText(value)
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(INVISIBLE, '');

/**
 * What means something anywhere in a line of Markdown with tables (the last three would begin a link by themselves),
 * and what does so only at its start.
 */
const ANYWHERE = /[\\`*_[\]<|~@]|&(?=[#\w])|:(?=\/\/)|(?<=www)\./gi;
const AT_START = /^(?:[-+=#>:]|\d{1,9}(?=[.)]))/;

/** A line in which nothing is Markdown (CommonMark 2.4, GFM tables); the rest stays readable as it is. */
const inert = (line: string): string =>
  line
    .replace(ANYWHERE, '\\$&')
    .replace(AT_START, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));

/** One line of Markdown that shows exactly `value`. The default for everything that a template puts out. */
export const markdownLine = (value: unknown): string => inert(clean(value).replace(/\s+/g, ' ').trim());

/** A Markdown block quote that shows `value` with its line breaks; an empty text is an empty quote. */
export function markdownQuote(value: unknown): string {
  const lines = clean(value)
    .trim()
    .split(/\n/)
    .map((line) => inert(line.replace(/\s+/g, ' ').trim()));
  return lines.map((line, n) => quoteLine(line, lines[n + 1])).join('\n');
}

/** A line that goes on in the next one ends in a hard break, so that lists typed by hand stay readable. */
const quoteLine = (line: string, next: string | undefined): string =>
  line === '' ? '>' : `> ${line}${next ? '\\' : ''}`;

/** Addresses that a mail program would turn into links by itself: in a mail, only our own link may be clickable. */
export const defanged = (value: unknown): string =>
  clean(value)
    .replace(/:\/\//g, '[:]//')
    .replace(/\bwww\./gi, 'www[.]')
    .replace(/@(?=[\w-]+(\.[\w-]+)+)/g, '[at]')
    .replace(/\b(mailto|javascript|data):/gi, '$1[:]');

/** An address of our own for the target of a Markdown link. @throws TypeError unless it is http or https */
export function linkTarget(value: unknown): string {
  const url = new URL(asText(value));
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new TypeError('a link must be http or https');
  return url.href
    .replace(/[<>()\\\s]/g, encodeURIComponent)
    .replace(/[()]/g, (c) => (c === '(' ? '%28' : '%29'));
}

const HTML: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const htmlText = (value: unknown): string => clean(value).replace(/[&<>"']/g, (c) => HTML[c] ?? c);

const SUBJECT_LENGTH = 150;

/** A mail subject: one line without control characters, so that nothing can add a header; cut at 150 characters. */
export function subjectLine(value: string): string {
  const line = clean(value).replace(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length <= SUBJECT_LENGTH
    ? line
    : `${characters
        .slice(0, SUBJECT_LENGTH - 1)
        .join('')
        .trimEnd()}…`;
}
