import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { pino } from 'pino';
import { createDatabase, type Database } from '../../db/database.ts';
import { DataKeys } from '../../db/dataKeys.ts';
import { MasterKey } from '../../db/sealing.ts';
import { organisationsToSeal, sealOrganisation } from '../../db/sequencer.ts';
import { SealingLoop } from '../../worker/sealing.ts';
import { sampleOrganisation } from '../support/samples.ts';
import { seedOrganisation } from '../support/seed.ts';
import { createTestDatabase, type TestDatabase } from '../support/servers.ts';
import { until } from '../support/until.ts';

const clock = { now: () => new Date() };
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

async function seed(slug: string): Promise<string> {
  const organisation = { ...sampleOrganisation(), slug };
  return (await seedOrganisation(apiDb, keys, organisation, clock.now())).organisationId;
}

it('the organisation that waits longest is sealed first, and one that cannot be sealed stops nobody', async () => {
  const broken = await seed('broken');
  await sealOrganisation(workerDb, broken, clock);
  // What is sealed already cannot be sealed again: the unique constraint refuses it each time.
  await admin.query(
    `insert into timeline_unsealed select organisation_id, entry_id, now(), now() - interval '1 hour'
       from timeline_seals where organisation_id = $1`,
    [broken],
  );
  const [first, second] = [await seed('first'), await seed('second')];
  expect(await organisationsToSeal(workerDb)).toEqual([broken, first, second]);

  const lines: string[] = [];
  const logger = pino({ base: null }, { write: (line: string) => lines.push(line) });
  const loop = new SealingLoop({ db: workerDb, clock, logger });
  loop.start();
  await until('the others to be sealed', async () => (await organisationsToSeal(workerDb)).length === 1);
  await new Promise((resolve) => setTimeout(resolve, 700));
  await loop.stop();
  // Said once, not at each of the looks that followed.
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ organisationId: broken, code: '23505' }]);
});
