import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createKey, initOrganisation, organisationOfKey } from '../../cli/offline.ts';
import { readOrganisation } from '../../cli/organisationFile.ts';
import { authenticate } from '../../db/apiKeys.ts';
import { createDatabase, inOrganisation } from '../../db/database.ts';
import { onFirstStart } from '../../embedded/firstStart.ts';
import { sampleOrganisation } from '../support/samples.ts';
import { createTestDatabase, type TestDatabase } from '../support/servers.ts';
import { tocsin } from './support.ts';

let database: TestDatabase;
let dataDir: string;
const keyFile = () => join(dataDir, 'master.key');
const start = (needApiKey = false) =>
  onFirstStart({
    ownerUrl: database.ownerUrl,
    masterKeyFile: keyFile(),
    dataDir,
    apiUrl: 'http://127.0.0.1:1',
    needApiKey,
  });
const stored = (name: string) =>
  JSON.parse(readFileSync(join(dataDir, name), 'utf8')) as Record<string, string>;
const environment = () => ({ TOCSIN_DATABASE_URL_API: database.apiUrl, TOCSIN_MASTER_KEY_FILE: keyFile() });

async function identityOf(apiKey: string) {
  const db = createDatabase(database.apiUrl, { poolSize: 1 });
  try {
    return await authenticate(db, apiKey);
  } finally {
    await db.destroy();
  }
}

const MARKED =
  'write the secret itself for "people/ada/webhook/secret", "people/ben/webhook/secret", or leave it out.';

/** As `organisation show` prints it where both have a secret. */
function shownOrganisation(secret = '(set)'): string {
  const people = ['ada', 'ben'].map((id) => ({
    id,
    name: id,
    webhook: { url: 'https://hook.test', secret },
  }));
  const path = join(dataDir, 'shown.json');
  writeFileSync(path, JSON.stringify(sampleOrganisation({ people })));
  return path;
}

beforeEach(async () => {
  database = await createTestDatabase();
  dataDir = mkdtempSync(join(tmpdir(), 'tocsin-first-'));
  writeFileSync(keyFile(), Buffer.alloc(32, 5).toString('base64'));
});
afterEach(async () => {
  await database.drop();
  rmSync(dataDir, { recursive: true });
});

describe('The first start', () => {
  test('fills an empty database with the music school and one key, kept for its owner only', async () => {
    const first = await start();
    expect(first.created).toBe(true);
    expect(first.lines.join('\n')).toContain(first.apiKey);
    expect(stored('cli.json').apiKey).toBe(first.apiKey);
    expect(statSync(join(dataDir, 'cli.json')).mode & 0o777).toBe(0o600);
    const identity = await identityOf(first.apiKey ?? '');
    expect(identity).toMatchObject({ organisationId: stored('organisation.json').organisationId });
    expect(identity?.scopes).toHaveLength(4);
  });

  test('later starts change nothing and show no key, but give it to the sample drill', async () => {
    const { apiKey } = await start();
    expect(await start()).toEqual({ created: false, lines: [] });
    expect(await start(true)).toEqual({ created: false, lines: [], apiKey });
  });

  test('a start that broke off before the database committed is begun again with the same id', async () => {
    const organisationId = '018f0000-0000-7000-8000-0000000000aa';
    writeFileSync(join(dataDir, 'organisation.json'), JSON.stringify({ organisationId, complete: false }));
    writeFileSync(join(dataDir, 'cli.json'), JSON.stringify({ apiKey: 'a key that never was' }));
    const { created, apiKey = '' } = await start();
    expect(created).toBe(true);
    expect(await identityOf(apiKey)).toMatchObject({ organisationId });
  });

  test('a start that broke off after it is completed, with the same key if that was written', async () => {
    const { apiKey } = await start();
    const { organisationId } = stored('organisation.json');
    writeFileSync(join(dataDir, 'organisation.json'), JSON.stringify({ organisationId, complete: false }));
    expect(await start()).toMatchObject({ created: true, apiKey });
    writeFileSync(join(dataDir, 'organisation.json'), JSON.stringify({ organisationId, complete: false }));
    rmSync(join(dataDir, 'cli.json'));
    const again = await start();
    expect(again.apiKey).not.toBe(apiKey);
    expect(await identityOf(again.apiKey ?? '')).toMatchObject({ organisationId });
  });

  test('a database with an organisation that the folder does not know is left alone, and that is said', async () => {
    await start();
    rmSync(join(dataDir, 'organisation.json'));
    const { created, lines, apiKey } = await start();
    expect({ created, apiKey }).toEqual({ created: false, apiKey: undefined });
    expect(lines.join('\n')).toContain('holds an organisation that this folder does not know');
    expect(existsSync(join(dataDir, 'organisation.json'))).toBe(false);
  });

  test('looking for other organisations leaves row-level security forced', async () => {
    await start();
    const db = createDatabase(database.ownerUrl, { poolSize: 1 });
    try {
      const seen = await db.selectFrom('organisations').select('slug').execute();
      expect(seen).toEqual([]);
    } finally {
      await db.destroy();
    }
  });

  test('an organisation file that is wrong is named, and nothing is kept', async () => {
    process.env.TOCSIN_ORGANISATION_FILE = '/nonexistent.yaml';
    try {
      await expect(start()).rejects.toThrow('/nonexistent.yaml cannot be read');
    } finally {
      delete process.env.TOCSIN_ORGANISATION_FILE;
    }
    expect(existsSync(join(dataDir, 'organisation.json'))).toBe(false);
  });

  test('takes no "(set)" of a shown organisation for a secret, and nothing is kept', async () => {
    process.env.TOCSIN_ORGANISATION_FILE = shownOrganisation();
    try {
      await expect(start()).rejects.toThrow(MARKED);
    } finally {
      delete process.env.TOCSIN_ORGANISATION_FILE;
    }
    expect(existsSync(join(dataDir, 'organisation.json'))).toBe(false);
  });
});

describe('Offline commands', () => {
  test('init takes no "(set)" of a shown organisation for a secret', async () => {
    const env = environment();
    const { code, stderr } = await tocsin(['init', shownOrganisation()], { env });
    expect(code).toBe(2);
    expect(stderr).toContain(MARKED);
    expect(await tocsin(['init', shownOrganisation('whsec_bmV3')], { env })).toMatchObject({ code: 0 });
  });

  test('init creates an organisation and its key with the rights of the API; a second one is refused', async () => {
    const organisation = await readOrganisation('examples/organisations/nhs-analytics.yaml');
    const { organisationId, apiKey } = await initOrganisation(environment(), organisation);
    expect(await identityOf(apiKey)).toMatchObject({ organisationId, name: 'first key' });
    await expect(initOrganisation(environment(), organisation)).rejects.toThrow('in this database already');
  });

  test('keys create makes a key with the scopes that were asked for', async () => {
    const { apiKey: first = '' } = await start();
    const organisationId = organisationOfKey(first) ?? '';
    const apiKey = await createKey(environment(), {
      organisationId,
      name: 'monitor',
      scopes: ['incidents:read'],
    });
    expect(await identityOf(apiKey)).toMatchObject({
      organisationId,
      name: 'monitor',
      scopes: ['incidents:read'],
    });
    const nobody = '018f0000-0000-7000-8000-0000000000ff';
    await expect(createKey(environment(), { organisationId: nobody, name: 'x', scopes: [] })).rejects.toThrow(
      'no organisation',
    );
  });

  test('a key is on the record', async () => {
    const { apiKey = '' } = await start();
    const db = createDatabase(database.apiUrl, { poolSize: 1 });
    try {
      const kinds = await inOrganisation(db, organisationOfKey(apiKey) ?? '', (scope) =>
        scope.selectFrom('timelineEntries').select('kind').orderBy('recordedAt').execute(),
      );
      expect(kinds.map(({ kind }) => kind)).toEqual(['organisation.created', 'apiKey.created']);
    } finally {
      await db.destroy();
    }
  });
});
