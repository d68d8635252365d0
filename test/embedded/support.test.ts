import { expect, test } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase } from '../support/servers.ts';

test('a test database belongs to its owner role, and only the named roles may connect', async () => {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.apiUrl });
  await client.connect();
  const { rows } = await client.query<{ owner: string; anyone: boolean }>(
    `select pg_get_userbyid(datdba) as owner, has_database_privilege('public', oid, 'connect') as anyone
       from pg_database where datname = current_database()`,
  );
  await client.end();
  await database.drop();
  expect(rows).toEqual([{ owner: 'tocsin_owner', anyone: false }]);
});

test('a test database carries the migrated tables', async () => {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  const { rows } = await client.query<{ incidents: string | null }>(
    `select to_regclass('incidents') as incidents`,
  );
  await client.end();
  await database.drop();
  expect(rows).toEqual([{ incidents: 'incidents' }]);
});
