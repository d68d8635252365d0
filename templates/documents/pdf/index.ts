import { parseMarkdown } from '../markdown.ts';
import type { DocumentOptions } from '../options.ts';
import { drawBlocks } from './blocks.ts';
import { closePdf, openPdf, pageIndex, type Sheet } from './page.ts';

const SIZE = 10;
const SIZES_TO_FIT = [10, 9.5, 9, 8.5, 8, 7.5, 7, 6.5];

function draw(markdown: string, options: DocumentOptions, size: number): Sheet {
  const sheet = openPdf(options, size);
  drawBlocks(sheet, parseMarkdown(markdown).children);
  return sheet;
}

/**
 * A4 PDF, tagged, with language, title, bookmarks, page numbers and its marks large across every page.
 * docs/adr/0004-pdf-engine.md says why by pdfkit.
 */
export const toPdf = (markdown: string, options: DocumentOptions): Promise<Buffer> =>
  closePdf(draw(markdown, options, SIZE), options);

/** The same on one page: the writing is made smaller until it fits, down to 6.5 points. */
export function toOnePagePdf(markdown: string, options: DocumentOptions): Promise<Buffer> {
  for (const size of SIZES_TO_FIT) {
    const sheet = draw(markdown, options, size);
    if (pageIndex(sheet) === 0 || size === SIZES_TO_FIT.at(-1)) return closePdf(sheet, options);
  }
  throw new RangeError('there is no size to try');
}
