import { stripVTControlCharacters } from 'node:util';

const GAP = '  ';
const width = (cell: string): number => stripVTControlCharacters(cell).length;

/**
 * Lines with aligned columns; the last column is not padded. Cells may be coloured.
 * @example table([['a', 'bb'], ['ccc', 'd']]) is ['a    bb', 'ccc  d']
 */
export function table(rows: readonly (readonly string[])[], indent = ''): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, n) =>
    Math.max(0, ...rows.map((row) => width(row[n] ?? ''))),
  );
  return rows.map((row) => {
    const cells = row.map((cell, n) => cell + ' '.repeat(Math.max(0, (widths[n] ?? 0) - width(cell))));
    return (indent + cells.join(GAP)).trimEnd();
  });
}
