import { Problem } from './problems.ts';

/** A page's end as an opaque text: an instant and an id. */
export const encodeCursor = (at: Date, id: string): string =>
  Buffer.from(`${at.toISOString()}|${id}`).toString('base64url');

/** @throws Problem for a cursor that this API did not hand out */
export function decodeCursor(cursor: string): { at: Date; id: string } {
  const [instant = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split('|');
  const at = new Date(instant);
  if (!Number.isNaN(at.getTime()) && /^[0-9a-f-]{36}$/.test(id)) return { at, id };
  const message = 'is not a cursor of this API; take "nextCursor" from the answer before';
  throw new Problem('invalidRequest', message, { errors: [{ field: 'querystring/cursor', message }] });
}
