import { Problem } from '../problems.ts';

/** A PDF takes some 60 ms an entry to draw: this many are ready before whoever asked gives up waiting (35 s). */
export const MOST_IN_PDF = 300;

/** @throws Problem that says how to get a larger register */
export function requirePdfSize(entries: number): void {
  if (entries <= MOST_IN_PDF) return;
  throw new Problem(
    'invalidRequest',
    `A PDF holds at most ${MOST_IN_PDF} entries, and this one would have ${entries}: narrow it by year, kind or state, or take XLSX, CSV or Markdown.`,
  );
}
