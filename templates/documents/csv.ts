import { clean } from '../escape.ts';
import type { Cell, TableDocument } from './cell.ts';

/** A spreadsheet would run it as a formula: after blanks and line breaks as well, and in full width. */
const FORMULA = /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/u;

/**
 * CSV (RFC 4180): comma, CRLF, quotes where they are needed. Instants are ISO 8601 in UTC. Text that a spreadsheet would
 * take for a formula gets an apostrophe in front (OWASP, CSV injection), after what is invisible is gone; numbers and
 * instants never need it.
 */
export const toCsv = ({ header, rows }: Pick<TableDocument, 'header' | 'rows'>): string =>
  [header, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');

function field(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  if (cell instanceof Date) return cell.toISOString();
  const text = clean(cell);
  return quoted(FORMULA.test(text) ? `'${text}` : text);
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
