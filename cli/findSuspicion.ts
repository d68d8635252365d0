import type { Client } from './client.ts';
import { badInput, CliError } from './errors.ts';
import type { Items, Suspicion } from './types.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const REFERENCE = /^S-\d{4}-\d{3,}$/i;

/**
 * The suspected incident that a person names: an id, a reference such as S-2026-001, or "latest".
 * @throws CliError when there is none
 */
export async function findSuspicion(client: Client, name: string): Promise<Suspicion> {
  if (ID.test(name)) return client.get<Suspicion>(`/v1/suspected-incidents/${name.toLowerCase()}`);
  const latest = name.toLowerCase() === 'latest';
  if (!latest && !REFERENCE.test(name))
    throw badInput(
      `"${name}" is no suspected incident: give a reference such as S-2026-001, an id, or "latest".`,
    );
  const query = latest ? { limit: 1 } : { limit: 1, reference: name.toUpperCase() };
  const { items } = await client.get<Items<Suspicion>>('/v1/suspected-incidents', query);
  if (items[0]) return items[0];
  throw new CliError(
    latest
      ? 'Nothing has come in yet.'
      : `There is no ${name.toUpperCase()}; bin/tocsin suspected lists what came in.`,
  );
}
