import type { Client } from './client.ts';
import { badInput, CliError } from './errors.ts';
import type { Bundle } from './registerTypes.ts';
import type { Items } from './types.ts';

/**
 * The bundle that a person names by its id or its name; capitals do not matter.
 * @throws CliError when there is none, or when several have this name
 */
export async function findBundle(client: Client, name: string): Promise<Bundle> {
  const { items } = await client.get<Items<Bundle>>('/v1/register/bundles');
  const wanted = name.trim().toLowerCase();
  const found = items.filter((one) => one.id === wanted || one.name.toLowerCase() === wanted);
  const [only, ...more] = found;
  if (!only)
    throw new CliError(`There is no bundle "${name}"; bin/tocsin bundle list shows those there are.`);
  if (more.length === 0) return only;
  throw badInput(
    `Several bundles are called "${name}"; give the id: ${found.map(({ id }) => id).join(', ')}.`,
  );
}
