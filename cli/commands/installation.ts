import type { Context, Run } from '../context.ts';
import { badInput } from '../errors.ts';
import { dataFolder, readKeyFile, readMarker } from '../folder.ts';
import { databaseUrl } from '../installation.ts';
import {
  createKey as create,
  databaseProblem,
  initOrganisation,
  organisationOfKey,
  readScopes,
} from '../offline.ts';

interface KeyOptions {
  scopes?: string;
  person?: string;
  organisation?: string;
}

/** `keys create NAME`: the key is printed once and stored nowhere. */
export const createKey: Run<KeyOptions> = async (context, [name = ''], options) => {
  const organisationId = options.organisation ?? knownOrganisation(context);
  if (!organisationId) throw badInput('Whose key? Give --organisation ID (bin/tocsin init printed it).');
  const apiKey = await create(context.env, {
    organisationId,
    name,
    scopes: readScopes(options.scopes),
    personId: options.person,
  });
  context.show({ apiKey, organisationId }, () => {
    context.out.note('The new API key, shown once and kept nowhere:');
    context.out.line(apiKey);
  });
};

/** Of the key in use, else of this folder's first start. */
function knownOrganisation({ env }: Context): string | undefined {
  const folder = dataFolder(env);
  return (
    organisationOfKey(env.TOCSIN_API_KEY) ??
    readMarker(folder)?.organisationId ??
    organisationOfKey(readKeyFile(folder))
  );
}

/** `init FILE`: for an installation whose database is its own (docker compose, a cluster). */
export const init: Run = async (context, [file = context.env.TOCSIN_ORGANISATION_FILE]) => {
  if (!file)
    throw badInput(
      'Which organisation? Give a file: bin/tocsin init examples/organisations/music-school.yaml',
    );
  const { readNewOrganisation } = await import('../organisationFile.ts');
  const organisation = await readNewOrganisation(file);
  const made = await initOrganisation(context.env, organisation);
  context.show(made, ({ organisationId, apiKey }) => {
    context.out.line(`Created ${organisation.name} (${organisationId}).`);
    context.out.line('Its first API key, shown once and kept nowhere:');
    context.out.line(apiKey);
    context.out.line('Next: export TOCSIN_API_KEY=…   bin/tocsin declare');
  });
};

export const migrateDatabase: Run = async (context) => {
  const { migrate } = await import('../../db/migrate.ts');
  await migrate(databaseUrl(context.env, 'owner')).catch((error: unknown) => {
    throw databaseProblem(error);
  });
  context.show({ migrated: true }, () => context.out.line('The database is at the newest schema.'));
};
