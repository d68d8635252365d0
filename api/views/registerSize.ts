import { Problem } from '../problems.ts';

/** A PDF takes some 60 ms an entry to draw, and 15 ms for every thousand characters; three times that on a busy machine. */
export const MOST_IN_PDF = 300;
export const MOST_CHARACTERS = 4_000_000;

/** @throws Problem that says how to get a larger register */
export function requirePdfSize(entries: number, characters: number): void {
  if (entries > MOST_IN_PDF) refuse(`${MOST_IN_PDF} entries, and this one would have ${entries}`);
  if (characters > MOST_CHARACTERS)
    refuse(`${MOST_CHARACTERS} characters of text, and this one would have ${characters}`);
}

function refuse(most: string): never {
  const cure = 'narrow it by year, kind or state, or take XLSX, CSV or Markdown';
  throw new Problem('invalidRequest', `A PDF holds at most ${most}: ${cure}.`);
}
