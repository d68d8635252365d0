/** What every format of a document carries beside its text. */
export interface DocumentOptions {
  title: string;
  /** BCP 47 language of the text. */
  language: string;
  /** Words that stand large across every page, such as DRAFT and DRILL. */
  watermark: readonly string[];
  /** One line at the foot of every page: reference and version. */
  footer: string;
  /** "Page {n} of {total}" in the document's language. */
  pageLabel?: string;
  author?: string;
  /** When the content was made; the same content gives the same bytes. */
  createdAt?: Date;
}

export const marks = (options: Pick<DocumentOptions, 'watermark'>): string => options.watermark.join(' · ');

export const pageLabel = (options: DocumentOptions, n: number, total: number): string =>
  (options.pageLabel ?? 'Page {n} of {total}').replace('{n}', String(n)).replace('{total}', String(total));
