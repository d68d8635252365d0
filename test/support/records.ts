import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { createDatabase } from '../../db/database.ts';
import { DataKeys } from '../../db/dataKeys.ts';
import { MasterKey } from '../../db/sealing.ts';
import { sampleOrganisation } from './samples.ts';
import { seedOrganisation } from './seed.ts';
import { createTestDatabase } from './servers.ts';

export type Records = Awaited<ReturnType<typeof openRecords>>;

/** A database with what writes the record (the API's role), what seals it (the worker's), and a superuser. */
export async function openRecords() {
  const database = await createTestDatabase();
  const apiDb = createDatabase(database.apiUrl);
  const workerDb = createDatabase(database.workerUrl);
  const keys = new DataKeys(new MasterKey(randomBytes(32)));
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  return {
    database,
    apiDb,
    workerDb,
    keys,
    admin,
    /** A new organisation with the two entries of its making, not sealed yet. */
    async seed(now: Date, slug = `org-${randomBytes(4).toString('hex')}`): Promise<string> {
      return (await seedOrganisation(apiDb, keys, { ...sampleOrganisation(), slug }, now)).organisationId;
    },
    async close(): Promise<void> {
      await admin.end();
      await Promise.all([apiDb.destroy(), workerDb.destroy()]);
      await database.drop();
    },
  };
}
