import writeExcelFile, { type Cell as ExcelCell } from 'write-excel-file/node';
import { clean } from '../escape.ts';
import type { Cell, TableDocument } from './cell.ts';

/** Excel takes no more in one cell. */
const LONGEST = 32_767;
/** Excel takes no more in the name of a sheet, and none of these characters. */
const TITLE_LENGTH = 31;
const NOT_IN_TITLE = /[\\/?*[\]:]/g;
const INSTANT = 'yyyy-mm-dd hh:mm:ss';

/**
 * A workbook of one sheet: bold header that stays in view, instants as real dates in UTC (a spreadsheet knows no zones),
 * numbers as numbers. Text is text, never a formula. docs/adr/0008-xlsx.md says why by write-excel-file.
 */
export function toXlsx({ title, header, widths, rows }: TableDocument): Promise<Buffer> {
  const head = header.map((text): ExcelCell => ({
    value: text,
    type: String,
    fontWeight: 'bold',
    wrap: true,
  }));
  return writeExcelFile([head, ...rows.map((row) => row.map(excelCell))], {
    sheet: clean(title).replace(NOT_IN_TITLE, ' ').slice(0, TITLE_LENGTH),
    columns: widths.map((width) => ({ width })),
    stickyRowsCount: 1,
  }).toBuffer();
}

function excelCell(cell: Cell): ExcelCell {
  if (cell === null || cell === '') return null;
  if (typeof cell === 'number') return { value: cell, type: Number };
  if (cell instanceof Date) return { value: cell, type: Date, format: INSTANT };
  return { value: shortened(clean(cell)), type: String, wrap: true, alignVertical: 'top' };
}

const shortened = (text: string): string =>
  text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).toWellFormed()}…`;
