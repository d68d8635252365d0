import { v7 as uuidv7 } from 'uuid';
import { baseMasterKey, databaseUrl } from './installation.ts';
import { type ApiScope, createApiKey, DEFAULT_SCOPES, parseKey, SCOPES } from '../db/apiKeys.ts';
import { createDatabase, type Database, inOrganisation, PG, pgCode, type Scope } from '../db/database.ts';
import { DataKeys } from '../db/dataKeys.ts';
import { createOrganisation, findOwnOrganisation } from '../db/organisations.ts';
import { MasterKey } from '../db/sealing.ts';
import type { Organisation } from '../domain/organisation.ts';
import { SYSTEM } from '../domain/timeline/kinds.ts';
import { badInput, CliError } from './errors.ts';

type Environment = Record<string, string | undefined>;

/** An organisation with its first key, in one transaction. `keep` runs inside it: when it fails, nothing is kept. */
export async function createWithKey(
  store: { db: Database; keys: DataKeys },
  organisation: Organisation,
  options: { organisationId: string; keyName: string; now: Date; keep?: (apiKey: string) => void },
): Promise<string> {
  const { organisationId, keyName, now, keep } = options;
  return inOrganisation(store.db, organisationId, async (scope) => {
    await createOrganisation(scope, store.keys, organisation, SYSTEM, now);
    const apiKey = await addKey(scope, store.keys, { name: keyName, scopes: [...DEFAULT_SCOPES], now });
    keep?.(apiKey);
    return apiKey;
  });
}

/** A key for the organisation of this scope. */
export async function addKey(
  scope: Scope,
  keys: DataKeys,
  request: { name: string; scopes: ApiScope[]; personId?: string | undefined; now: Date },
): Promise<string> {
  const sealer = await keys.of(scope, scope.organisationId);
  return createApiKey(scope, sealer, { ...request, actor: SYSTEM });
}

/** `init`: @returns the new organisation's id and its key, shown once */
export async function initOrganisation(env: Environment, organisation: Organisation) {
  return withStore(env, async (store) => {
    const organisationId = uuidv7();
    const options = { organisationId, keyName: 'first key', now: new Date() };
    const apiKey = await createWithKey(store, organisation, options).catch((error: unknown) => {
      if (pgCode(error) !== PG.uniqueViolation) throw error;
      throw new CliError(`An organisation with the slug "${organisation.slug}" is in this database already.`);
    });
    return { organisationId, apiKey };
  });
}

/** `keys create`: @returns the key, shown once */
export async function createKey(
  env: Environment,
  request: { organisationId: string; name: string; scopes: ApiScope[]; personId?: string | undefined },
): Promise<string> {
  return withStore(env, ({ db, keys }) =>
    inOrganisation(db, request.organisationId, async (scope) => {
      const known = await scope.selectFrom('organisations').select('slug').executeTakeFirst();
      if (!known) throw new CliError(`There is no organisation ${request.organisationId} in this database.`);
      if (request.personId !== undefined) await requirePerson(scope, keys, request.personId);
      return addKey(scope, keys, { ...request, now: new Date() });
    }),
  );
}

/** @throws CliError naming the people there are: a key of nobody would see nothing that is restricted */
async function requirePerson(scope: Scope, keys: DataKeys, id: string): Promise<void> {
  const people = (await findOwnOrganisation(scope, keys))?.organisation.policy.people ?? [];
  if (people.some((person) => person.id === id)) return;
  const names = people.map((person) => person.id).join(', ');
  throw new CliError(`"${id}" is not among the people of the policy; there are: ${names}.`);
}

/** @throws CliError (2) naming the scopes there are */
export function readScopes(text: string | undefined): ApiScope[] {
  if (text === undefined) return [...DEFAULT_SCOPES];
  return text.split(',').map((part) => {
    const scope = SCOPES.find((known) => known === part.trim());
    if (scope) return scope;
    throw badInput(`There is no scope "${part.trim()}"; there are: ${SCOPES.join(', ')}.`);
  });
}

/** The organisation that an API key names. */
export const organisationOfKey = (apiKey: string | undefined): string | undefined =>
  apiKey === undefined ? undefined : parseKey(apiKey)?.organisationId;

/** Runs `work` on the database and the master key that the environment or the running copy gives. */
async function withStore<T>(
  env: Environment,
  work: (store: { db: Database; keys: DataKeys }) => Promise<T>,
): Promise<T> {
  const keys = new DataKeys(new MasterKey(baseMasterKey(env)));
  const db = createDatabase(databaseUrl(env, 'api'), { poolSize: 1, name: 'tocsin-cli' });
  try {
    return await work({ db, keys });
  } catch (error) {
    throw databaseProblem(error);
  } finally {
    await db.destroy();
  }
}

/** A sentence for what is commonly wrong. */
export function databaseProblem(error: unknown): unknown {
  const code = pgCode(error);
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND') {
    return new CliError(`No PostgreSQL answers (${code}): start it, or correct the database URL.`);
  }
  if (code === '28P01' || code === '28000') return new CliError('PostgreSQL refuses this user or password.');
  if (code === '42P01') return new CliError('The database has no tables yet: run bin/tocsin migrate first.');
  return error;
}
