/** What a cell of a table document holds: text, a number, an instant, or nothing. */
export type Cell = string | number | Date | null;

/** A table as it is exported: a header, and rows with a cell for each column. */
export interface TableDocument {
  title: string;
  header: readonly string[];
  /** Of each column, in characters. */
  widths: readonly number[];
  rows: readonly (readonly Cell[])[];
}
