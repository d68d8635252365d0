import type { Client } from './client.ts';
import { badInput, CliError } from './errors.ts';
import { findSuspicion } from './findSuspicion.ts';
import type { IncidentSummary, Items } from './types.ts';

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const REFERENCE = /^([DS]-)?\d{4}-R?\d{3,}$/i;

/**
 * The id of the incident that a person names: an id, a reference such as 2026-001 or D-2026-001, or "latest".
 * @throws CliError when there is none
 */
export async function findIncident(client: Client, name: string): Promise<string> {
  if (ID.test(name)) return name.toLowerCase();
  if (name.toLowerCase() === 'latest') return latest(client);
  // It has the id of the incident that it becomes.
  if (/^S-/i.test(name) && REFERENCE.test(name)) return (await findSuspicion(client, name)).id;
  if (REFERENCE.test(name)) return byReference(client, name.toUpperCase());
  throw badInput(
    `"${name}" is no incident: give a reference such as 2026-001 or D-2026-001, an id, or "latest".`,
  );
}

async function latest(client: Client): Promise<string> {
  const { items } = await client.get<Items<IncidentSummary>>('/v1/incidents', { limit: 1 });
  if (items[0]) return items[0].id;
  throw new CliError('No incident has been declared yet: bin/tocsin declare does it.');
}

async function byReference(client: Client, reference: string): Promise<string> {
  const drill = reference.startsWith('D-');
  let cursor: string | undefined;
  do {
    const query = { limit: 100, drill, cursor };
    const page: Items<IncidentSummary> = await client.get('/v1/incidents', query);
    const found = page.items.find((incident) => incident.reference === reference);
    if (found) return found.id;
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  throw new CliError(`There is no incident ${reference}; bin/tocsin list shows those there are.`);
}
