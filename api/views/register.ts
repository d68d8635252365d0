import type { Reason } from '../../domain/obligations.ts';
import type { ErasedEntry, RegisterEntry } from '../../domain/register/types.ts';
import { registerWords } from '../../templates/register/words.ts';

/** A value as JSON knows it: instants in ISO 8601, reasons with their text. */
export type Written<T> = T extends Date
  ? string
  : T extends Reason
    ? Reason & { text: string }
    : T extends readonly (infer I)[]
      ? Written<I>[]
      : T extends object
        ? { [K in keyof T]: Written<T[K]> }
        : T;

/** One entry of the register as the API answers it. */
export const entryJson = (
  entry: RegisterEntry | ErasedEntry,
  language: string,
): Written<RegisterEntry> | Written<ErasedEntry> => {
  const words = registerWords(language);
  return written(entry, (code) => words.why(code)) as Written<RegisterEntry> | Written<ErasedEntry>;
};

function written(value: unknown, textOf: (code: string) => string): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item) => written(item, textOf));
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).map(([name, member]) => [name, written(member, textOf)] as const);
  const plain: Record<string, unknown> = Object.fromEntries(members);
  return isReason(value) ? { ...plain, text: textOf(value.code) } : plain;
}

const isReason = (value: object): value is Reason => 'code' in value && 'source' in value && 'facts' in value;
