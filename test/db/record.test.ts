import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { inOrganisation } from '../../db/database.ts';
import { organisationsToSeal, sealOrganisation } from '../../db/sequencer.ts';
import { appendEntries } from '../../db/timeline.ts';
import { verifyTimeline } from '../../db/verify/index.ts';
import { leafHash } from '../../domain/timeline/entry.ts';
import { SYSTEM } from '../../domain/timeline/kinds.ts';
import { openRecords, type Records } from '../support/records.ts';

const now = new Date('2026-02-03T12:00:00Z');
const clock = { now: () => now };

let records: Records;
let database: Records['database'];
let apiDb: Records['apiDb'];
let workerDb: Records['workerDb'];
let admin: Records['admin'];
let keys: Records['keys'];
beforeAll(async () => {
  records = await openRecords();
  ({ database, apiDb, workerDb, admin, keys } = records);
});
afterAll(() => records?.close());

/** An organisation with `count` notes besides the entries of its making, all sealed. */
async function withNotes(count: number): Promise<string> {
  const organisationId = await records.seed(now);
  await addNotes(organisationId, count);
  await sealOrganisation(workerDb, organisationId, clock);
  return organisationId;
}

const addNotes = (organisationId: string, count: number, recordedAt = now): Promise<void> =>
  inOrganisation(apiDb, organisationId, async (scope) => {
    const sealer = await keys.of(scope, organisationId);
    const notes = Array.from({ length: count }, (_, n) => ({
      kind: 'note.added' as const,
      actor: SYSTEM,
      occurredAt: now,
      data: { n },
      personal: { text: `note ${n} about Jane Doe` },
    }));
    await appendEntries(scope, { incidentId: null, drill: null, sealer, recordedAt }, notes);
  });

const verify = (organisationId: string) =>
  inOrganisation(apiDb, organisationId, (scope) => verifyTimeline(scope, keys));

/** As the superuser, with the guards switched off: what an attacker with the whole database can do. */
async function tamper(statement: string, values: unknown[]): Promise<void> {
  await admin.query("set session_replication_role = 'replica'");
  await admin.query(statement, values);
  await admin.query("set session_replication_role = 'origin'");
}

type Content = Record<string, unknown>;

/** Changes the one entry that waits, and its hash with it. */
async function rewriteUnsealed(organisationId: string, change: (content: Content) => unknown): Promise<void> {
  const { rows } = await admin.query<{ id: string; content: Buffer }>(
    `select e.id, e.content from timeline_entries e join timeline_unsealed u on u.entry_id = e.id
      where e.organisation_id = $1`,
    [organisationId],
  );
  const { id, content } = rows[0]!;
  const forged = Buffer.from(JSON.stringify(change(JSON.parse(content.toString()))));
  await tamper('update timeline_entries set content = $2, leaf_hash = $3 where id = $1', [
    id,
    forged,
    Buffer.from(leafHash(forged)),
  ]);
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
      missingValues: 0,
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
    const organisationId = await withNotes(3);
    await admin.query('update data_keys set wrapped = null, erased_at = $2 where organisation_id = $1', [
      organisationId,
      now,
    ]);
    expect(await verify(organisationId)).toMatchObject({ ok: true, erasedValues: 3, missingValues: 0 });
    await tamper('delete from timeline_values where organisation_id = $1', [organisationId]);
    expect(await verify(organisationId)).toMatchObject({ ok: true, erasedValues: 3, missingValues: 0 });
  });

  it('counts apart the values that are gone although their key is there', async () => {
    const organisationId = await withNotes(5);
    await tamper('delete from timeline_values where organisation_id = $1', [organisationId]);
    expect(await verify(organisationId)).toMatchObject({ ok: true, erasedValues: 0, missingValues: 5 });
  });

  it.each([
    ['does not open', "update data_keys set wrapped = '\\x00' where organisation_id = $1"],
    ['is missing', 'delete from data_keys where organisation_id = $1'],
  ])('names the first entry that needs a key that %s, instead of failing', async (problem, statement) => {
    const organisationId = await withNotes(2);
    await tamper(statement, [organisationId]);
    expect(await verify(organisationId)).toMatchObject({
      ok: false,
      sealed: 2,
      first: { seq: 3, entryId: await entryAt(organisationId, 3), problem: expect.stringContaining(problem) },
    });
  });

  it('notices an entry that is neither sealed nor waiting', async () => {
    const organisationId = await withNotes(1);
    await addNotes(organisationId, 1);
    await tamper('delete from timeline_unsealed where organisation_id = $1', [organisationId]);
    const { ok, first } = await verify(organisationId);
    expect({ ok, ...first }).toMatchObject({
      ok: false,
      seq: null,
      problem: expect.stringContaining('neither'),
    });
  });

  it('notices an entry that waits for a minute while later ones are sealed, and forgives a queue that stands', async () => {
    const organisationId = await withNotes(0);
    const late =
      "update timeline_unsealed set queued_at = now() - interval '61 seconds' where organisation_id = $1";
    await addNotes(organisationId, 1, new Date(now.getTime() + 1));
    await tamper(late, [organisationId]);
    expect(await verify(organisationId)).toMatchObject({ ok: true, unsealed: 1 });
    await tamper('delete from timeline_unsealed where organisation_id = $1', [organisationId]);
    await addNotes(organisationId, 1, new Date(now.getTime() + 2));
    await sealOrganisation(workerDb, organisationId, clock);
    await tamper(
      `insert into timeline_unsealed select organisation_id, id, recorded_at, now() - interval '61 seconds'
         from timeline_entries e where organisation_id = $1
          and not exists (select from timeline_seals s where s.entry_id = e.id)`,
      [organisationId],
    );
    expect((await verify(organisationId)).first?.problem).toContain('while later ones are sealed');
  });

  it.each([
    ['of another organisation', (content: Content) => ({ ...content, organisationId: uuidv7() })],
    ["on the drill's clock", (content: Content) => ({ ...content, recordedAtDrill: content.recordedAt })],
    ['no entry', () => ({})],
  ])('notices content that is %s, also under a hash of its own', async (problem, change) => {
    const organisationId = await withNotes(0);
    await addNotes(organisationId, 1);
    await rewriteUnsealed(organisationId, change);
    expect((await verify(organisationId)).first?.problem).toContain(problem);
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
