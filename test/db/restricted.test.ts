import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import pg from 'pg';
import { createDatabase, type Database, inOrganisation } from '../../db/database.ts';
import { DataKeys } from '../../db/dataKeys.ts';
import { MasterKey } from '../../db/sealing.ts';
import { asViewer, currentViewer, EVERYTHING } from '../../db/viewer.ts';
import { sampleOrganisation } from '../support/samples.ts';
import { seedOrganisation } from '../support/seed.ts';
import { createTestDatabase, type TestDatabase } from '../support/servers.ts';

let database: TestDatabase;
let admin: pg.Client;
/** One connection, so that whatever it carried over would be seen by the next. */
let db: Database;
let organisationId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  db = createDatabase(database.apiUrl, { poolSize: 1 });
  const keys = new DataKeys(new MasterKey(randomBytes(32)));
  ({ organisationId } = await seedOrganisation(db, keys, sampleOrganisation(), new Date()));
});
afterAll(async () => {
  await admin.end();
  await db.destroy();
  await database.drop();
});

describe('the database', () => {
  it('hides restricted incidents in every table that names one, those of later migrations as well', async () => {
    const { rows } = await admin.query<{ table_name: string }>(`
      select c.table_name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
        where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.column_name = 'incident_id'
          and not exists (select 1 from pg_policies p where p.tablename = c.table_name and p.policyname = 'not_hidden'
            and p.permissive = 'RESTRICTIVE' and p.cmd = 'SELECT' and 'tocsin_api' = any (p.roles))`);
    // What was restricted is asked by the rule itself; the others hold identifiers that no route shows.
    expect(rows.map((row) => row.table_name).sort()).toEqual([
      'idempotency_keys',
      'incident_restrictions',
      'outbox',
    ]);
    const { rows: others } = await admin.query<{ tablename: string }>(
      `select tablename from pg_policies where policyname = 'not_hidden' and tablename in ('incidents', 'deliveries')`,
    );
    expect(others).toHaveLength(2);
  });

  it('knows who is looking for one transaction only', async () => {
    const viewer = () =>
      inOrganisation(db, organisationId, async (scope) => {
        const { rows } = await sql<{ viewer: string }>`select tocsin_viewer() as viewer`.execute(scope);
        return rows[0]?.viewer;
      });
    expect(await asViewer('ada', viewer)).toBe('ada');
    expect(await viewer()).toBe('');
    expect(await asViewer(EVERYTHING, viewer)).toBe('*');
    expect(await asViewer(EVERYTHING, () => asViewer(null, viewer))).toBe('');
  });
});

describe('who is looking', () => {
  it.each(["ada'; set role x; --", 'Ada', '', '**', 'a'.repeat(41)])(
    'is a person of the policy, not %j',
    (viewer) => {
      expect(() => asViewer(viewer, () => 1)).toThrow(TypeError);
    },
  );

  it('is nobody outside', () => {
    expect([currentViewer(), asViewer('ada', currentViewer), currentViewer()]).toEqual([
      undefined,
      'ada',
      undefined,
    ]);
  });
});
