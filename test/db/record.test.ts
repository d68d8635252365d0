import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { createDatabase, type Database, inOrganisation } from '../../db/database.ts';
import { DataKeys } from '../../db/dataKeys.ts';
import { MasterKey } from '../../db/sealing.ts';
import { organisationsToSeal, sealOrganisation } from '../../db/sequencer.ts';
import { appendEntries } from '../../db/timeline.ts';
import { verifyTimeline } from '../../db/verify.ts';
import { SYSTEM } from '../../domain/timeline/kinds.ts';
import { sampleOrganisation } from '../support/samples.ts';
import { seedOrganisation } from '../support/seed.ts';
import { createTestDatabase, type TestDatabase } from '../support/servers.ts';

const now = new Date('2026-02-03T12:00:00Z');
const clock = { now: () => now };
const keys = new DataKeys(new MasterKey(randomBytes(32)));

let database: TestDatabase;
let apiDb: Database;
let workerDb: Database;
let admin: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  apiDb = createDatabase(database.apiUrl);
  workerDb = createDatabase(database.workerUrl);
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await Promise.all([apiDb.destroy(), workerDb.destroy()]);
  await database.drop();
});

/** An organisation with `count` notes besides the entries of its making, all sealed. */
async function withNotes(count: number): Promise<string> {
  const slug = `org-${randomBytes(4).toString('hex')}`;
  const { organisationId } = await seedOrganisation(apiDb, keys, { ...sampleOrganisation(), slug }, now);
  await addNotes(organisationId, count);
  await sealOrganisation(workerDb, organisationId, clock);
  return organisationId;
}

const addNotes = (organisationId: string, count: number): Promise<void> =>
  inOrganisation(apiDb, organisationId, async (scope) => {
    const sealer = await keys.of(scope, organisationId);
    const notes = Array.from({ length: count }, (_, n) => ({
      kind: 'note.added' as const,
      actor: SYSTEM,
      occurredAt: now,
      data: { n },
      personal: { text: `note ${n} about Jane Doe` },
    }));
    await appendEntries(scope, { incidentId: null, drill: null, sealer, recordedAt: now }, notes);
  });

const verify = (organisationId: string) =>
  inOrganisation(apiDb, organisationId, (scope) => verifyTimeline(scope, keys));

/** As the superuser, with the guards switched off: what an attacker with the whole database can do. */
async function tamper(statement: string, values: unknown[]): Promise<void> {
  await admin.query("set session_replication_role = 'replica'");
  await admin.query(statement, values);
  await admin.query("set session_replication_role = 'origin'");
}

const entryAt = async (organisationId: string, seq: number): Promise<string> => {
  const { rows } = await admin.query<{ entry_id: string }>(
    'select entry_id from timeline_seals where organisation_id = $1 and seq = $2',
    [organisationId, seq],
  );
  return rows[0]?.entry_id ?? '';
};

describe('the sealed timeline', () => {
  it('verifies, and says how many entries are not sealed yet', async () => {
    const organisationId = await withNotes(5);
    await addNotes(organisationId, 2);
    expect(await organisationsToSeal(workerDb)).toContain(organisationId);
    expect(await verify(organisationId)).toEqual({
      ok: true,
      sealed: 7,
      unsealed: 2,
      erasedValues: 0,
      first: null,
    });
    await sealOrganisation(workerDb, organisationId, clock);
    expect(await verify(organisationId)).toMatchObject({ ok: true, sealed: 9, unsealed: 0 });
  });

  it('is sealed once and in one order by two sequencers that race', async () => {
    const organisationId = await withNotes(0);
    await addNotes(organisationId, 50);
    const counts = await Promise.all(
      [1, 2, 3, 4].map(() => sealOrganisation(workerDb, organisationId, clock)),
    );
    expect(counts.reduce((sum, n) => sum + n, 0)).toBe(50);
    expect(await verify(organisationId)).toMatchObject({ ok: true, sealed: 52 });
  });

  it.each([
    [
      'rewritten',
      4,
      "update timeline_entries set content = convert_to(replace(convert_from(content, 'UTF8'), '\"n\":1', '\"n\":7'), 'UTF8') where organisation_id = $1 and id = $2",
      'content',
    ],
    [
      'rewritten with a new hash of its own',
      4,
      "update timeline_entries set content = convert_to(replace(convert_from(content, 'UTF8'), '\"n\":1', '\"n\":7'), 'UTF8'), leaf_hash = sha256('\\x00'::bytea || convert_to(replace(convert_from(content, 'UTF8'), '\"n\":1', '\"n\":7'), 'UTF8')) where organisation_id = $1 and id = $2",
      'not the one that was sealed',
    ],
    ['deleted', 4, 'delete from timeline_entries where organisation_id = $1 and id = $2', 'deleted'],
    [
      'backdated in its column',
      4,
      "update timeline_entries set recorded_at = recorded_at - interval '1 day' where organisation_id = $1 and id = $2",
      'columns',
    ],
    [
      'taken out of the order',
      4,
      'delete from timeline_seals where organisation_id = $1 and entry_id = $2',
      'missing from the order',
    ],
  ])('names the first entry that was %s', async (_, seq, statement, problem) => {
    const organisationId = await withNotes(5);
    const entryId = await entryAt(organisationId, seq);
    await tamper(statement, [organisationId, entryId]);
    const result = await verify(organisationId);
    expect(result.ok).toBe(false);
    expect(result.first?.problem).toContain(problem);
    expect(result.sealed).toBe(seq - 1);
  });

  it('notices entries that changed places', async () => {
    const organisationId = await withNotes(5);
    await tamper('update timeline_seals set seq = -seq where organisation_id = $1 and seq in (3, 4)', [
      organisationId,
    ]);
    await tamper('update timeline_seals set seq = 7 + seq where organisation_id = $1 and seq < 0', [
      organisationId,
    ]);
    expect(await verify(organisationId)).toMatchObject({
      ok: false,
      first: { seq: 3, problem: 'the order was changed' },
    });
  });

  it('notices a personal value that was exchanged for another sealed one', async () => {
    const organisationId = await withNotes(5);
    const [a, b] = [await entryAt(organisationId, 4), await entryAt(organisationId, 5)];
    await tamper(
      'update timeline_values set sealed = (select sealed from timeline_values where entry_id = $2) where entry_id = $1',
      [a, b],
    );
    expect((await verify(organisationId)).first).toMatchObject({
      entryId: a,
      problem: expect.stringContaining('commitment'),
    });
  });

  it('still verifies after its personal values were erased, and counts them', async () => {
    const organisationId = await withNotes(5);
    await tamper('delete from timeline_values where organisation_id = $1', [organisationId]);
    expect(await verify(organisationId)).toMatchObject({ ok: true, erasedValues: 5 });
    const other = await withNotes(3);
    await admin.query('update data_keys set wrapped = null, erased_at = $2 where organisation_id = $1', [
      other,
      now,
    ]);
    expect(await verify(other)).toMatchObject({ ok: true, erasedValues: 3 });
  });

  it('holds no name in clear anywhere in the database', async () => {
    const organisationId = await withNotes(1);
    const { rows } = await admin.query<{ hit: boolean }>(
      `select bool_or(position('Jane Doe' in encode(e.content, 'escape')) > 0 or position('Jane Doe' in encode(v.sealed, 'escape')) > 0) as hit
       from timeline_entries e left join timeline_values v on v.entry_id = e.id where e.organisation_id = $1`,
      [organisationId],
    );
    expect(rows[0]?.hit).toBe(false);
  });
});

describe('the database itself', () => {
  it.each([
    ['the API', () => database.apiUrl],
    ['the worker', () => database.workerUrl],
    ['the owner', () => database.ownerUrl],
    ['the superuser', () => database.adminUrl],
  ])('refuses %s UPDATE, DELETE and TRUNCATE on the timeline', async (_, url) => {
    const organisationId = await withNotes(1);
    const client = new pg.Client({ connectionString: url() });
    await client.connect();
    await client.query("select set_config('tocsin.organisation_id', $1, false)", [organisationId]);
    for (const statement of [
      "update timeline_entries set kind = 'x'",
      'delete from timeline_entries',
      'truncate timeline_entries cascade',
      'update timeline_seals set seq = 0',
      'delete from timeline_seals',
      'truncate timeline_seals',
      "update timeline_values set field = 'x'",
    ]) {
      await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
    }
    await client.end();
  });

  it.each([
    ['api', () => database.apiUrl],
    ['worker', () => database.workerUrl],
    ['owner', () => database.ownerUrl],
  ])('shows the role %s nothing of an organisation that it did not name', async (_, url) => {
    await withNotes(1);
    const client = new pg.Client({ connectionString: url() });
    await client.connect();
    for (const organisation of ['', uuidv7()]) {
      await client.query("select set_config('tocsin.organisation_id', $1, false)", [organisation]);
      for (const table of [
        'organisations',
        'data_keys',
        'incidents',
        'obligations',
        'pages',
        'deliveries',
        'notices',
        'timeline_entries',
      ]) {
        expect((await client.query(`select 1 from ${table}`)).rowCount).toBe(0);
      }
    }
    await client.end();
  });

  it('lets the relay see the outbox and nothing else', async () => {
    await withNotes(1);
    const client = new pg.Client({ connectionString: database.relayUrl });
    await client.connect();
    await client.query('select organisation_id, subject_id from outbox');
    for (const table of ['organisations', 'incidents', 'timeline_entries', 'data_keys', 'api_keys']) {
      await expect(client.query(`select 1 from ${table}`)).rejects.toMatchObject({ code: '42501' });
    }
    await client.end();
  });

  it('has row-level security forced on every table, and no role that bypasses it', async () => {
    const { rows } = await admin.query<{ relname: string }>(
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
         and relname <> 'tocsin_migrations' and not (relrowsecurity and relforcerowsecurity)`,
    );
    expect(rows).toEqual([]);
    const roles = await admin.query<{ rolname: string }>(
      "select rolname from pg_roles where rolname like 'tocsin\\_%' and rolname <> 'tocsin_admin' and (rolsuper or rolbypassrls)",
    );
    expect(roles.rows).toEqual([]);
  });
});
