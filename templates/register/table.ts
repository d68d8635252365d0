import type { ErasedEntry, RegisterEntry } from '../../domain/register/types.ts';
import type { Cell, TableDocument } from '../documents/cell.ts';
import { COLUMNS } from './columns.ts';
import { localTime } from './lines.ts';
import type { Style } from './types.ts';

const NARROW = 20;

/**
 * The register as a table: one row for each incident, instants in UTC.
 * @param entries also those whose key was erased: they keep their row, which says so
 */
export const registerTable = (
  entries: readonly (RegisterEntry | ErasedEntry)[],
  style: Style,
): TableDocument => ({
  title: style.words.title,
  header: COLUMNS.map(({ id }) =>
    id.endsWith('At') || id.startsWith('occurred') ? utc(id, style) : style.words.column(id),
  ),
  widths: COLUMNS.map(({ width }) => width ?? NARROW),
  rows: entries.map((entry) =>
    entry.erased ? erasedRow(entry, style) : COLUMNS.map(({ cell }) => cell(entry, style)),
  ),
});

const utc = (id: string, { words }: Style): string => words.phrase('utc', words.column(id));

/** What is kept outside what the key sealed: the reference, the instants, the state. */
function erasedRow(entry: ErasedEntry, style: Style): Cell[] {
  const kept: Record<string, Cell> = {
    reference: entry.reference,
    kind: style.words.word('kind', 'erased'),
    state: style.words.word('state', entry.state),
    title: erasedText(entry, style),
    occurredFrom: entry.occurredFrom,
    occurredTo: entry.occurredTo,
    discoveredAt: entry.discoveredAt,
    awareAt: entry.awareAt,
    declaredAt: entry.declaredAt,
    containedAt: entry.containedAt,
    closedAt: entry.closedAt,
  };
  return COLUMNS.map(({ id }) => kept[id] ?? null);
}

/** One sentence that says that there was an incident, and that nothing more can be said. */
export const erasedText = ({ erasedAt }: ErasedEntry, style: Style): string =>
  style.words.phrase('erased', erasedAt ? style.words.phrase('at', localTime(erasedAt, style)) : '');
