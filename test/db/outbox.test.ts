import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { createDatabase, type Database, inOrganisation } from '../../db/database.ts';
import { DataKeys } from '../../db/dataKeys.ts';
import { enqueue, listOrganisations, relayBatch } from '../../db/outbox.ts';
import { MasterKey } from '../../db/sealing.ts';
import { sampleOrganisation } from '../support/samples.ts';
import { seedOrganisation } from '../support/seed.ts';
import { createTestDatabase, type TestDatabase } from '../support/servers.ts';

const now = new Date('2026-02-03T12:00:00Z');
const keys = new DataKeys(new MasterKey(randomBytes(32)));

let database: TestDatabase;
let apiDb: Database;
let workerDb: Database;
let relayDb: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  apiDb = createDatabase(database.apiUrl);
  workerDb = createDatabase(database.workerUrl);
  relayDb = createDatabase(database.relayUrl);
});
afterAll(async () => {
  await Promise.all([apiDb.destroy(), workerDb.destroy(), relayDb.destroy()]);
  await database.drop();
});

const seed = (slug: string) => seedOrganisation(apiDb, keys, { ...sampleOrganisation(), slug }, now);

describe('the outbox', () => {
  it("takes a message at once, whatever the writer's clock shows, and lets only another try wait", async () => {
    const { organisationId } = await seed('clock-ahead');
    const id = uuidv7();
    await inOrganisation(apiDb, organisationId, (scope) =>
      enqueue(scope, { subject: 'incident', subjectId: id, incidentId: id, revision: 1 }),
    );
    const taken: string[] = [];
    const batch = (at: Date, fails: boolean) =>
      relayBatch(relayDb, {
        limit: 10,
        now: () => at,
        onError: () => undefined,
        send: ({ subjectId }) => {
          taken.push(subjectId);
          return fails ? Promise.reject(new Error('away')) : Promise.resolve();
        },
      });
    expect(await batch(now, true)).toBe(1);
    expect(await batch(now, false)).toBe(0);
    expect(await batch(new Date(now.getTime() + 250), false)).toBe(1);
    expect(taken).toEqual([id, id]);
  });
});

describe('the directory', () => {
  it('names every organisation to the worker, page by page, and to nobody else', async () => {
    const made = [await seed('first'), await seed('second'), await seed('third')].map(
      (one) => one.organisationId,
    );
    const [one, two, three] = made.toSorted();
    expect(await listOrganisations(workerDb, 500)).toEqual(expect.arrayContaining(made));
    expect(await listOrganisations(workerDb, 1, one)).toEqual([two]);
    expect(await listOrganisations(workerDb, 500, two)).toEqual([three]);
    for (const url of [database.apiUrl, database.relayUrl]) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await expect(client.query('select 1 from directory')).rejects.toMatchObject({ code: '42501' });
      await client.end();
    }
  });
});
