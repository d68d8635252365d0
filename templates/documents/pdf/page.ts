import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { create, type Font } from 'fontkit';
import PDFDocument from 'pdfkit';
import { type DocumentOptions, marks, pageLabel } from '../options.ts';

export type Pdf = PDFKit.PDFDocument;
export type Element = PDFKit.PDFStructureElement;

/** A4 with room for the footer. Points. */
export const MARGIN = { top: 56, bottom: 64, left: 62, right: 62 };
const INK = '#1a1a1a';
const RULE = '#767676';
const MARK = '#a4000f';

/** Noto Sans (SIL Open Font Licence): Latin with Welsh ŵ and ŷ, Greek, Cyrillic. Embedded as a subset. */
const FONTS = { regular: 'Regular', bold: 'Bold', italic: 'Italic', boldItalic: 'BoldItalic' };

const opened = new Map<string, Font>();

/** Opened once: reading the tables of a font costs more than drawing a page with it. pdfkit keeps its subset apart. */
function fontFile(style: string): string {
  const known = opened.get(style);
  if (known) return known as unknown as string;
  const path = fileURLToPath(new URL(`../../fonts/NotoSans-${style}.ttf`, import.meta.url));
  const font = create(readFileSync(path)) as Font;
  opened.set(style, font);
  return font as unknown as string;
}

/** Where the writing stands and how large it is. */
export interface Sheet {
  doc: Pdf;
  /** The one Document element that everything stands in. */
  root: Element;
  size: number;
  /** Bars beside quotations, drawn at the end, when it is known on which pages they stand. */
  bars: { page: number; x: number; from: number; to: number }[];
}

/** A tagged document (PDF/UA-1 metadata: language, title shown, embedded fonts) with its fonts ready. */
export function openPdf(options: DocumentOptions, size: number): Sheet {
  const doc = new PDFDocument({
    size: 'A4',
    margins: MARGIN,
    bufferPages: true,
    tagged: true,
    // pdfkit 0.20 knows it, @types/pdfkit 0.17 does not yet.
    subset: 'PDF/UA' as never,
    pdfVersion: '1.7',
    lang: options.language,
    displayTitle: true,
    font: fontFile(FONTS.regular),
    info: {
      Title: options.title,
      Creator: 'Tocsin',
      Producer: 'Tocsin',
      ...(options.author ? { Author: options.author } : {}),
      ...(options.createdAt ? { CreationDate: options.createdAt, ModDate: options.createdAt } : {}),
    },
  });
  for (const [name, style] of Object.entries(FONTS)) doc.registerFont(name, fontFile(style));
  doc.fillColor(INK);
  const root = doc.struct('Document');
  doc.addStructure(root);
  return { doc, root, size, bars: [] };
}

export const fontOf = ({ bold, italic }: { bold: boolean; italic: boolean }): string =>
  bold ? (italic ? 'boldItalic' : 'bold') : italic ? 'italic' : 'regular';

export const pageIndex = ({ doc }: Sheet): number => doc.bufferedPageRange().count - 1;

/** The lowest y that text may reach. */
export const floor = ({ doc }: Sheet): number => doc.page.height - MARGIN.bottom;

export const width = ({ doc }: Sheet): number => doc.page.width - MARGIN.left - MARGIN.right;

/** Starts a new page unless `height` fits on this one. */
export function need(sheet: Sheet, height: number): void {
  if (sheet.doc.y + height > floor(sheet)) sheet.doc.addPage();
}

/** Draws what is no part of the text: screen readers pass over it. */
export function artifact(doc: Pdf, draw: () => void, type?: 'Pagination' | 'Layout'): void {
  doc.markContent('Artifact', { type: type ?? 'Layout' });
  doc.save();
  draw();
  doc.restore();
  doc.endMarkedContent();
}

export function rule(doc: Pdf, x1: number, y1: number, x2: number, y2: number, line = 0.5): void {
  doc.moveTo(x1, y1).lineTo(x2, y2).lineWidth(line).strokeColor(RULE).stroke();
}

/** Marks, footers and bars on every page; answers the finished file. */
export function closePdf(sheet: Sheet, options: DocumentOptions): Promise<Buffer> {
  const { doc } = sheet;
  sheet.root.end();
  const { count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    doc.switchToPage(page);
    finishPage(sheet, options, page, count);
  }
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
    doc.end();
  });
}

function finishPage(sheet: Sheet, options: DocumentOptions, page: number, count: number): void {
  const { doc } = sheet;
  // Text below the margin would start a new page.
  doc.page.margins = { top: 0, bottom: 0, left: 0, right: 0 };
  for (const bar of sheet.bars.filter((one) => one.page === page))
    artifact(doc, () => rule(doc, bar.x, bar.from, bar.x, bar.to, 2));
  const words = marks(options);
  if (words !== '') artifact(doc, () => watermark(doc, words), 'Pagination');
  artifact(doc, () => footer(doc, options, words, pageLabel(options, page + 1, count)), 'Pagination');
}

const WATERMARK_SIZE = 96;

function watermark(doc: Pdf, words: string): void {
  const { width: w, height: h } = doc.page;
  doc.font('bold').fontSize(WATERMARK_SIZE);
  const size = Math.min(WATERMARK_SIZE, (WATERMARK_SIZE * w) / doc.widthOfString(words));
  doc.fontSize(size).fillColor(MARK).fillOpacity(0.13);
  doc.rotate(-52, { origin: [w / 2, h / 2] });
  const at = { x: (w - doc.widthOfString(words)) / 2, y: (h - doc.currentLineHeight()) / 2 };
  doc.text(words, at.x, at.y, { lineBreak: false });
}

function footer(doc: Pdf, options: DocumentOptions, words: string, label: string): void {
  const y = doc.page.height - 40;
  const right = doc.page.width - MARGIN.right;
  rule(doc, MARGIN.left, y - 6, right, y - 6);
  doc.fontSize(8).fillColor(INK).font('regular');
  doc.text(options.footer, MARGIN.left, y, { lineBreak: false });
  doc.text(label, right - doc.widthOfString(label), y, { lineBreak: false });
  if (words === '') return;
  doc.font('bold').fillColor(MARK);
  doc.text(words, (doc.page.width - doc.widthOfString(words)) / 2, y, { lineBreak: false });
}
