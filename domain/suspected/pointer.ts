/**
 * What a JSON Pointer (RFC 6901) points at; undefined where there is nothing.
 * @example atPointer({ alerts: [{ name: 'x' }] }, '/alerts/0/name') is "x"
 */
export function atPointer(document: unknown, pointer: string): unknown {
  let value = document;
  for (const step of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined;
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (!Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** Text, or a number or truth value as text; undefined for everything else and for blank text. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** An instant given as ISO 8601 text, or as seconds or milliseconds since 1970; null where it is neither. */
export function instantOf(value: unknown): Date | null {
  const ms = typeof value === 'number' ? (value < 1e11 ? value * 1000 : value) : parsed(value);
  const at = new Date(ms);
  const year = Number.isNaN(at.getTime()) ? 0 : at.getUTCFullYear();
  // Go's zero time, and what no database keeps, are no instants.
  return year >= 1970 && year <= 9999 ? at : null;
}

const ISO = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
const parsed = (value: unknown): number =>
  typeof value === 'string' && ISO.test(value) ? Date.parse(value) : NaN;
