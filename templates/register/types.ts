import type { RegisterEntry } from '../../domain/register/types.ts';
import type { Cell } from '../documents/cell.ts';
import type { RegisterWords } from './words.ts';

/** In which words and whose local time the parts of an entry are written. */
export interface Style {
  words: RegisterWords;
  timeZone: string;
}

/** One column of the register as a table. */
export interface Column {
  /** Its label in `register.yaml` has this key. */
  id: string;
  cell: (entry: RegisterEntry, style: Style) => Cell;
  /** In characters, where a spreadsheet needs more than the usual width. */
  width?: number;
}
