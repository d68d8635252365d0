import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { CliError } from '../cli/errors.ts';
import { readKeyFile, readMarker, ROOT, type OrganisationMarker } from '../cli/folder.ts';
import { addKey, createWithKey } from '../cli/offline.ts';
import { readNewOrganisation } from '../cli/organisationFile.ts';
import { loadConfig, masterKey } from '../config/index.ts';
import { authenticate, DEFAULT_SCOPES } from '../db/apiKeys.ts';
import { createDatabase, type Database, inOrganisation } from '../db/database.ts';
import { DataKeys } from '../db/dataKeys.ts';
import { MasterKey } from '../db/sealing.ts';
import { Problem } from './problem.ts';

/** What the first start is told. */
export type FirstStartContext = {
  /** The owner of the schema; the migrations have run. */
  ownerUrl: string;
  masterKeyFile: string | undefined;
  dataDir: string;
  /** Where the API will listen. */
  apiUrl: string;
  /** True for `--once`: a key is needed although the database may not be empty. */
  needApiKey: boolean;
};

export type FirstStart = {
  /** True when the database was empty: the sample drill follows. */
  created: boolean;
  /** Printed below the summary, once. */
  lines: string[];
  /** Shown nowhere else again. */
  apiKey?: string;
};

type Store = { db: Database; keys: DataKeys };

/**
 * Called at every start, after the migrations and before the worker and the API. Fills an empty database with an
 * organisation and an API key; changes nothing in one that is not empty. Which organisation is this copy's stands in
 * `<data>/organisation.json`, written before the database is, so that the next start repairs a start that broke off.
 * @throws Problem when the organisation file cannot be used
 */
export async function onFirstStart(context: FirstStartContext): Promise<FirstStart> {
  const file = context.masterKeyFile === undefined ? {} : { TOCSIN_MASTER_KEY_FILE: context.masterKeyFile };
  const keys = new DataKeys(new MasterKey(masterKey(loadConfig({ ...process.env, ...file }))));
  const db = createDatabase(context.ownerUrl, { poolSize: 2, name: 'tocsin-first-start' });
  try {
    return await decide({ db, keys }, context);
  } finally {
    await db.destroy();
  }
}

async function decide(store: Store, context: FirstStartContext): Promise<FirstStart> {
  const marker = readMarker(context.dataDir);
  if (marker && (await exists(store.db, marker.organisationId))) {
    return marker.complete ? laterStart(store, context, marker) : finish(store, context, marker);
  }
  const others = await countOrganisations(store.db);
  if (others > 0) return { created: false, lines: unknownOrganisation(context, others) };
  return create(store, context, marker?.organisationId ?? uuidv7());
}

async function create(store: Store, context: FirstStartContext, organisationId: string): Promise<FirstStart> {
  const path = process.env.TOCSIN_ORGANISATION_FILE || join(ROOT, 'examples/organisations/music-school.yaml');
  const organisation = await readNewOrganisation(path).catch((error: unknown) => {
    throw error instanceof CliError ? new Problem(error.message) : error;
  });
  keepMarker(context, { organisationId, complete: false });
  const apiKey = await createWithKey(store, organisation, {
    organisationId,
    keyName: 'first start',
    now: new Date(),
    keep: (key) => keepKey(context, key),
  });
  keepMarker(context, { organisationId, complete: true });
  return {
    created: true,
    apiKey,
    lines: firstLines(context, `Created ${organisation.name}, as in ${path}.`, apiKey),
  };
}

/** A first start that broke off after the database had committed. */
async function finish(
  store: Store,
  context: FirstStartContext,
  marker: OrganisationMarker,
): Promise<FirstStart> {
  const apiKey = (await validKey(store, context, marker)) ?? (await freshKey(store, marker, 'first start'));
  keepKey(context, apiKey);
  keepMarker(context, { ...marker, complete: true });
  return {
    created: true,
    apiKey,
    lines: firstLines(context, 'The first start had broken off; it is complete now.', apiKey),
  };
}

async function laterStart(
  store: Store,
  context: FirstStartContext,
  marker: OrganisationMarker,
): Promise<FirstStart> {
  if (!context.needApiKey) return { created: false, lines: [] };
  const apiKey = (await validKey(store, context, marker)) ?? (await freshKey(store, marker, 'sample drill'));
  return { created: false, lines: [], apiKey };
}

async function validKey({ db }: Store, { dataDir }: FirstStartContext, marker: OrganisationMarker) {
  const key = readKeyFile(dataDir);
  const identity = key === undefined ? undefined : await authenticate(db, key);
  return identity?.organisationId === marker.organisationId ? key : undefined;
}

const freshKey = (
  { db, keys }: Store,
  { organisationId }: OrganisationMarker,
  name: string,
): Promise<string> =>
  inOrganisation(db, organisationId, (scope) =>
    addKey(scope, keys, { name, scopes: [...DEFAULT_SCOPES], now: new Date() }),
  );

const exists = (db: Database, organisationId: string): Promise<boolean> =>
  inOrganisation(db, organisationId, async (scope) => {
    const row = await scope.selectFrom('organisations').select('slug').executeTakeFirst();
    return row !== undefined;
  });

/**
 * Row-level security hides other organisations from the owner too. Whether there are any, the owner learns by
 * lifting the force inside a transaction that is rolled back.
 */
async function countOrganisations(db: Database): Promise<number> {
  let count = 0;
  const rollBack = new Error('rolled back on purpose');
  await db
    .transaction()
    .execute(async (trx) => {
      await sql`set local lock_timeout = '10s'`.execute(trx);
      await sql`alter table organisations no force row level security`.execute(trx);
      const { rows } = await sql<{ count: string }>`select count(*) as count from organisations`.execute(trx);
      count = Number(rows[0]?.count ?? 0);
      throw rollBack;
    })
    .catch((error: unknown) => {
      if (error !== rollBack) throw error;
    });
  return count;
}

const firstLines = ({ dataDir }: FirstStartContext, what: string, apiKey: string): string[] => [
  what,
  `API key, shown this once (all scopes; bin/tocsin finds it in ${join(dataDir, 'cli.json')}):`,
  `  ${apiKey}`,
  'Try: bin/tocsin list    bin/tocsin declare    bin/tocsin organisation show',
];

const unknownOrganisation = ({ dataDir }: FirstStartContext, count: number): string[] => [
  `The database holds ${count === 1 ? 'an organisation' : `${count} organisations`} that this folder does not know, so none was created.`,
  `Put back ${join(dataDir, 'organisation.json')} and cli.json, or make a key: bin/tocsin keys create NAME --organisation ID.`,
];

const keepMarker = ({ dataDir }: FirstStartContext, marker: OrganisationMarker): void =>
  writePrivately(join(dataDir, 'organisation.json'), marker);

const keepKey = ({ dataDir }: FirstStartContext, apiKey: string): void =>
  writePrivately(join(dataDir, 'cli.json'), { apiKey });

/** Whole or not at all, on disk before the call returns, readable by its owner only. */
function writePrivately(path: string, value: unknown): void {
  const draft = `${path}.${process.pid}`;
  const file = openSync(draft, 'w', 0o600);
  try {
    writeSync(file, `${JSON.stringify(value, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
}
