/** Every format of a document, from one source: Markdown. */
export { toDocx } from './docx.ts';
export { toHtml } from './html.ts';
export { toPdfApart } from './pdf/apart.ts';
export { toOnePagePdf, toPdf } from './pdf/index.ts';
export { toText } from './text.ts';
