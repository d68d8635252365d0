import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CompiledQuery, sql } from 'kysely';
import pg from 'pg';
import { authenticate, createApiKey } from '../../db/apiKeys.ts';
import { createDatabase, type Database, inOrganisation, queryInOrganisation } from '../../db/database.ts';
import { DataKeys } from '../../db/dataKeys.ts';
import { MasterKey } from '../../db/sealing.ts';
import { SYSTEM } from '../../domain/timeline/kinds.ts';
import { sampleOrganisation } from '../support/samples.ts';
import { seedOrganisation } from '../support/seed.ts';
import { createTestDatabase, type TestDatabase } from '../support/servers.ts';
import { until } from '../support/until.ts';

const now = new Date('2026-02-03T12:00:00Z');
const keys = new DataKeys(new MasterKey(randomBytes(32)));
const NAME = 'isolation';

let database: TestDatabase;
/** One connection, so that whatever it carried over would be seen by the next. */
let db: Database;
let admin: pg.Client;
let first: string;
let second: string;
beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase(database.apiUrl, { poolSize: 1, name: NAME });
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  first = await organisation('first');
  second = await organisation('second');
});
afterAll(async () => {
  await admin.end();
  await db.destroy();
  await database.drop();
});

const organisation = async (slug: string): Promise<string> =>
  (await seedOrganisation(db, keys, { ...sampleOrganisation(), slug }, now)).organisationId;

/** The slugs that this handle sees. */
const slugs = async (handle: Database): Promise<string[]> =>
  (await handle.selectFrom('organisations').select('slug').orderBy('slug').execute()).map((row) => row.slug);

const slugsIn = (organisationId: string): Promise<string[]> => inOrganisation(db, organisationId, slugs);

/** What the server says of the one connection, at rest: a failure is answered a moment before that. */
async function state(): Promise<string> {
  let state = '';
  await until('the connection to rest', async () => {
    const { rows } = await admin.query<{ state: string }>(
      'select state from pg_stat_activity where application_name = $1 and datname = current_database()',
      [NAME],
    );
    state = rows.map((row) => row.state).join();
    return state !== 'active';
  });
  return state;
}

const failure = (sqlText: string): Promise<unknown> =>
  inOrganisation(db, first, (scope) => sql.raw(sqlText).execute(scope));

describe('a pooled connection', () => {
  it('sees one organisation in a transaction and none after it', async () => {
    expect(await slugsIn(first)).toEqual(['first']);
    expect(await slugs(db)).toEqual([]);
    expect(await slugsIn(second)).toEqual(['second']);
    expect(await state()).toBe('idle');
  });

  it('sees none after a transaction that a statement failed', async () => {
    await expect(failure('select 1/0')).rejects.toMatchObject({ code: '22012' });
    expect(await state()).toBe('idle');
    expect(await slugs(db)).toEqual([]);
    expect(await slugsIn(second)).toEqual(['second']);
  });

  it('sees none after a transaction that the work gave up', async () => {
    const giveUp = () => Promise.reject(new Error('given up'));
    await expect(inOrganisation(db, first, giveUp)).rejects.toThrow('given up');
    expect(await state()).toBe('idle');
    expect(await slugs(db)).toEqual([]);
  });

  it('keeps nothing of a transaction that failed', async () => {
    const work = inOrganisation(db, first, async (scope) => {
      await scope.updateTable('organisations').set({ slug: 'changed' }).execute();
      throw new Error('given up');
    });
    await expect(work).rejects.toThrow('given up');
    expect(await slugsIn(first)).toEqual(['first']);
  });

  it('says so when a failure was swallowed and the commit kept nothing', async () => {
    const work = inOrganisation(db, first, async (scope) => {
      await scope.updateTable('organisations').set({ slug: 'changed' }).execute();
      await sql`select 1/0`.execute(scope).catch(() => undefined);
    });
    await expect(work).rejects.toThrow();
    expect(await state()).toBe('idle');
    expect(await slugsIn(first)).toEqual(['first']);
  });

  it('sees none after one query in one round trip, and none after one that failed', async () => {
    const query = 'select slug from organisations';
    expect(await queryInOrganisation(db, first, query)).toEqual([{ slug: 'first' }]);
    expect(await slugs(db)).toEqual([]);
    await expect(queryInOrganisation(db, first, 'select 1/0')).rejects.toMatchObject({ code: '22012' });
    expect(await state()).toBe('idle');
    expect(await slugs(db)).toEqual([]);
  });
});

describe('a transaction', () => {
  it('begins with its first statement, whatever that is, and not without one', async () => {
    const read = CompiledQuery.raw('select $1::int as one', [1]);
    const begun = db.transaction().execute(async (trx) => {
      await trx.executeQuery(read);
      return state();
    });
    expect(await begun).toBe('idle in transaction');
    expect(await db.transaction().execute(() => state())).toBe('idle');
    await expect(db.transaction().execute(() => Promise.reject(new Error('nothing said')))).rejects.toThrow();
    expect(await state()).toBe('idle');
    expect(await slugsIn(first)).toEqual(['first']);
  });

  it.each([
    ['no text', ''],
    ['a word', 'first'],
    ['a statement', `${'0'.repeat(8)}'; set local tocsin.organisation_id = '`],
    ['a UUID and more', '019f8c1e-0000-7000-8000-000000000000\n'],
  ])('is refused to an organisation that is no UUID: %s', async (_, organisationId) => {
    await expect(inOrganisation(db, organisationId, slugs)).rejects.toThrow(TypeError);
    await expect(queryInOrganisation(db, organisationId, 'select 1')).rejects.toThrow(TypeError);
    expect(await slugs(db)).toEqual([]);
  });
});

describe('an API key', () => {
  const makeKey = (organisationId: string): Promise<string> =>
    inOrganisation(db, organisationId, async (scope) => {
      const request = { name: 'key', scopes: ['incidents:read' as const], actor: SYSTEM, now };
      return createApiKey(scope, await keys.of(scope, organisationId), request);
    });

  it('is known, leaves no organisation behind, and is refused as soon as it is revoked', async () => {
    const key = await makeKey(first);
    expect(await authenticate(db, key)).toMatchObject({ organisationId: first, scopes: ['incidents:read'] });
    expect(await slugs(db)).toEqual([]);
    await inOrganisation(db, first, (scope) =>
      scope.updateTable('apiKeys').set({ revokedAt: now }).execute(),
    );
    expect(await authenticate(db, key)).toBeUndefined();
  });

  it('is unknown to another organisation', async () => {
    const [ids, secret] = (await makeKey(first)).split('.');
    const bytes = Buffer.from(ids!.slice('tocsin_'.length), 'base64url');
    Buffer.from(second.replaceAll('-', ''), 'hex').copy(bytes);
    expect(await authenticate(db, `tocsin_${bytes.toString('base64url')}.${secret}`)).toBeUndefined();
  });
});
