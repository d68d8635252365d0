import { type Node, plain } from '../markdown.ts';
import { artifact, type Element, floor, MARGIN, need, rule, type Sheet, width } from './page.ts';

const PADDING = 4;
/** Rows to be filled in by hand need room for handwriting, in points. */
const WRITING_ROW = 27;
const NARROWEST = 0.14;

interface Grid {
  x: number;
  widths: number[];
  size: number;
  rowHeight: number;
}

/**
 * Draws a table as Table, TR, TH and TD, with the header repeated on every page as an artifact would be. A table whose
 * last column is empty is a form to fill in by hand and gets taller rows.
 */
export function drawTable(sheet: Sheet, table: Node<'table'>): void {
  const { doc } = sheet;
  const rows = table.children.map((row) => row.children.map(plain));
  const [head = [], ...body] = rows;
  const byHand = body.length > 0 && body.every((row) => (row.at(-1) ?? '').trim() === '');
  const size = sheet.size * 0.92;
  const widths = byHand ? formWidths(sheet, head.length) : columnWidths(sheet, rows);
  const grid: Grid = {
    x: MARGIN.left,
    widths,
    size,
    rowHeight: byHand ? WRITING_ROW * (sheet.size / 10) : 0,
  };
  const element = doc.struct('Table');
  sheet.root.add(element);
  drawRow(sheet, grid, head, { element, header: true });
  for (const row of body) {
    if (doc.y + rowHeight(sheet, grid, row, false) > floor(sheet)) {
      doc.addPage();
      drawRow(sheet, grid, head, { element: null, header: true });
    }
    drawRow(sheet, grid, row, { element, header: false });
  }
  element.end();
  doc.x = MARGIN.left;
  doc.y += sheet.size * 0.6;
}

const formWidths = (sheet: Sheet, columns: number): number[] =>
  Array.from({ length: columns }, (_, n) => width(sheet) * (n === columns - 1 ? 0.62 : 0.38 / (columns - 1)));

/** Shares by the longest text of a column, none too narrow to read. */
function columnWidths(sheet: Sheet, rows: readonly string[][]): number[] {
  const columns = rows[0]?.length ?? 0;
  const weights = Array.from({ length: columns }, (_, n) =>
    Math.sqrt(Math.max(4, ...rows.map((row) => (row[n] ?? '').length))),
  );
  const total = weights.reduce((all, weight) => all + weight, 0);
  const shares = weights.map((weight) => Math.max(NARROWEST, weight / total));
  const scale = shares.reduce((all, share) => all + share, 0);
  return shares.map((share) => (share / scale) * width(sheet));
}

function rowHeight({ doc }: Sheet, grid: Grid, row: readonly string[], header: boolean): number {
  doc.font(header ? 'bold' : 'regular').fontSize(grid.size);
  const heights = grid.widths.map((one, n) =>
    doc.heightOfString(row[n] || ' ', { width: one - 2 * PADDING }),
  );
  return Math.max(header ? 0 : grid.rowHeight, ...heights) + 2 * PADDING;
}

interface RowOptions {
  /** The table's element; null for a repeated header, which a screen reader has heard already. */
  element: Element | null;
  header: boolean;
}

function drawRow(sheet: Sheet, grid: Grid, row: readonly string[], { element, header }: RowOptions): void {
  const { doc } = sheet;
  const height = rowHeight(sheet, grid, row, header);
  need(sheet, header ? height * 2 : height);
  const top = doc.y;
  const tr = element ? doc.struct('TR') : null;
  if (tr) element?.add(tr);
  let { x } = grid;
  row.forEach((text, n) => {
    const cellWidth = grid.widths[n] ?? 0;
    const at = { x: x + PADDING, y: top + PADDING };
    const draw = () => {
      doc.font(header ? 'bold' : 'regular').fontSize(grid.size);
      doc.text(text, at.x, at.y, { width: cellWidth - 2 * PADDING });
    };
    drawCell(sheet, tr, header, draw);
    x += cellWidth;
  });
  tr?.end();
  artifact(doc, () => frame(sheet, grid, top, height));
  doc.x = grid.x;
  doc.y = top + height;
}

function drawCell({ doc }: Sheet, tr: Element | null, header: boolean, draw: () => void): void {
  if (!tr) return artifact(doc, draw);
  const cell = header ? doc.struct('TH', { scope: 'Column' } as object) : doc.struct('TD');
  tr.add(cell);
  cell.add(draw);
  cell.end();
}

function frame({ doc }: Sheet, grid: Grid, top: number, height: number): void {
  const right = grid.x + grid.widths.reduce((all, one) => all + one, 0);
  rule(doc, grid.x, top, right, top);
  rule(doc, grid.x, top + height, right, top + height);
  let { x } = grid;
  for (const one of [0, ...grid.widths]) {
    x += one;
    rule(doc, x, top, x, top + height);
  }
}
