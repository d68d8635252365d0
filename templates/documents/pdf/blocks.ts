import { type Block, type Drawn, drawn, type Inline, type Node, plain } from '../markdown.ts';
import { lines, type Run, runs } from '../runs.ts';
import { artifact, type Element, fontOf, MARGIN, need, pageIndex, rule, type Sheet, width } from './page.ts';
import { drawTable } from './table.ts';

/** Heading sizes against the body, and the room above and below in lines of body text. */
const HEADING: Record<number, { size: number; above: number; below: number }> = {
  1: { size: 1.8, above: 0, below: 0.6 },
  2: { size: 1.35, above: 1.1, below: 0.4 },
  3: { size: 1.05, above: 0.7, below: 0.15 },
};
const INDENT = 16;

/** Where a block is drawn: under which element, and how far in. */
interface Place {
  parent: Element;
  indent: number;
}

/** Draws blocks one below the other, each as the structure element of its kind. */
export function drawBlocks(
  sheet: Sheet,
  nodes: readonly Block[],
  place: Place = { parent: sheet.root, indent: 0 },
): void {
  for (const node of nodes) drawBlock(sheet, drawn(node), place);
}

function drawBlock(sheet: Sheet, node: Drawn, place: Place): void {
  switch (node.type) {
    case 'heading':
      return drawHeading(sheet, node);
    case 'paragraph':
      return drawParagraph(sheet, node.children, place);
    case 'blockquote':
      return drawQuote(sheet, node, place);
    case 'list':
      return drawList(sheet, node, place);
    case 'table':
      return drawTable(sheet, node);
    case 'thematicBreak':
      return drawRule(sheet);
  }
}

function write(sheet: Sheet, pieces: readonly Run[], size: number, indent: number): void {
  const { doc } = sheet;
  const options = { width: width(sheet) - indent, lineGap: size * 0.12 };
  doc.x = MARGIN.left + indent;
  doc.fontSize(size);
  for (const line of lines(pieces)) {
    line.forEach((run, n) => {
      doc.font(fontOf(run)).text(run.text, { ...options, continued: n < line.length - 1 });
    });
  }
}

function drawHeading(sheet: Sheet, node: Node<'heading'>): void {
  const { doc, size } = sheet;
  const look = HEADING[node.depth] ?? HEADING[3]!;
  const text = plain(node);
  doc.font('bold').fontSize(size * look.size);
  const height = doc.heightOfString(text, { width: width(sheet) });
  // A heading stays with at least three lines of what it heads.
  need(sheet, height + size * (look.above + 5));
  if (doc.y > MARGIN.top) doc.y += size * look.above;
  if (node.depth === 2) doc.outline.addItem(text);
  const element = doc.struct(`H${Math.min(6, node.depth)}`);
  sheet.root.add(element);
  element.add(() => write(sheet, [{ text, bold: true, italic: false }], size * look.size, 0));
  element.end();
  doc.y += size * look.below;
}

function drawParagraph(sheet: Sheet, nodes: readonly Inline[], place: Place): void {
  const pieces = runs(nodes);
  if (pieces.length === 0) return;
  const element = sheet.doc.struct('P');
  place.parent.add(element);
  element.add(() => write(sheet, pieces, sheet.size, place.indent));
  element.end();
  sheet.doc.y += sheet.size * 0.5;
}

function drawQuote(sheet: Sheet, node: Node<'blockquote'>, place: Place): void {
  const { doc } = sheet;
  const element = doc.struct('BlockQuote');
  place.parent.add(element);
  need(sheet, sheet.size * 2);
  const from = { page: pageIndex(sheet), y: doc.y };
  drawBlocks(sheet, node.children, { parent: element, indent: place.indent + INDENT });
  element.end();
  addBars(sheet, place.indent + MARGIN.left + INDENT / 2, from, doc.y - sheet.size * 0.5);
}

/** The bar beside a quotation, in pieces where it runs over pages. */
function addBars(sheet: Sheet, x: number, from: { page: number; y: number }, end: number): void {
  const last = pageIndex(sheet);
  const bottom = sheet.doc.page.height - MARGIN.bottom;
  for (let page = from.page; page <= last; page += 1) {
    const top = page === from.page ? from.y : MARGIN.top;
    const to = page === last ? end : bottom;
    if (to > top) sheet.bars.push({ page, x, from: top, to });
  }
}

function drawList(sheet: Sheet, node: Node<'list'>, place: Place): void {
  const { doc } = sheet;
  const list = doc.struct('L');
  place.parent.add(list);
  node.children.forEach((item, n) => {
    const label = node.ordered ? `${(node.start ?? 1) + n}.` : '•';
    drawItem(sheet, item.children, label, { parent: list, indent: place.indent });
    if (!(node.spread ?? false)) doc.y -= sheet.size * 0.3;
  });
  list.end();
  doc.y += sheet.size * 0.3;
}

function drawItem(sheet: Sheet, blocks: readonly Block[], label: string, { parent, indent }: Place): void {
  const { doc, size } = sheet;
  need(sheet, size * 1.6);
  const item = doc.struct('LI');
  parent.add(item);
  const mark = doc.struct('Lbl');
  item.add(mark);
  const { y } = doc;
  mark.add(() =>
    doc
      .font('regular')
      .fontSize(size)
      .text(label, MARGIN.left + indent, y, { lineBreak: false }),
  );
  mark.end();
  doc.y = y;
  const body = doc.struct('LBody');
  item.add(body);
  drawBlocks(sheet, blocks, { parent: body, indent: indent + INDENT });
  body.end();
  item.end();
}

function drawRule(sheet: Sheet): void {
  const { doc } = sheet;
  artifact(doc, () => rule(doc, MARGIN.left, doc.y, MARGIN.left + width(sheet), doc.y));
  doc.y += sheet.size;
}
