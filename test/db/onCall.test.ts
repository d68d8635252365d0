import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { methodDigest, verifiedMethods } from '../../db/contactVerifications.ts';
import { createDatabase, type Database, inOrganisation } from '../../db/database.ts';
import { DataKeys } from '../../db/dataKeys.ts';
import { insertOverride, overridesAt, overridesBetween, withdrawOverride } from '../../db/onCallOverrides.ts';
import { MasterKey } from '../../db/sealing.ts';
import { sampleOrganisation } from '../support/samples.ts';
import { seedOrganisation } from '../support/seed.ts';
import { createTestDatabase, type TestDatabase } from '../support/servers.ts';

const now = new Date('2026-02-03T12:00:00Z');
const keys = new DataKeys(new MasterKey(randomBytes(32)));

let database: TestDatabase;
let api: Database;
let worker: Database;
let first: string;
let second: string;
beforeAll(async () => {
  database = await createTestDatabase();
  api = createDatabase(database.apiUrl);
  worker = createDatabase(database.workerUrl);
  first = await organisation('first');
  second = await organisation('second');
});
afterAll(async () => {
  await api.destroy();
  await worker.destroy();
  await database.drop();
});

const organisation = async (slug: string): Promise<string> =>
  (await seedOrganisation(api, keys, { ...sampleOrganisation(), slug }, now)).organisationId;

describe('an override', () => {
  const from = new Date('2026-03-01T09:00Z');
  const until = new Date('2026-03-02T09:00Z');
  const insert = (personId: string) =>
    inOrganisation(api, first, (scope) =>
      insertOverride(scope, { scheduleId: 'rota', personId, from, until }, now),
    );
  const at = (db: Database, organisationId: string, instant: string) =>
    inOrganisation(db, organisationId, (scope) => overridesAt(scope, new Date(instant)));

  it('is in force from its start up to its end, the newest last, for its organisation alone', async () => {
    const older = await insert('ann');
    const newer = await insert('ben');
    expect(await at(worker, first, '2026-03-01T09:00Z')).toEqual([older, newer]);
    expect(await at(worker, first, '2026-03-02T08:59:59.999Z')).toEqual([older, newer]);
    expect(await at(worker, first, '2026-03-01T08:59:59.999Z')).toEqual([]);
    expect(await at(worker, first, '2026-03-02T09:00Z')).toEqual([]);
    expect(await at(worker, second, '2026-03-01T09:00Z')).toEqual([]);
    const touching = (a: string, b: string) =>
      inOrganisation(api, first, (scope) => overridesBetween(scope, new Date(a), new Date(b)));
    expect(await touching('2026-03-02T08:59Z', '2026-03-09T00:00Z')).toHaveLength(2);
    expect(await touching('2026-03-02T09:00Z', '2026-03-09T00:00Z')).toHaveLength(0);
    expect(await touching('2026-02-01T00:00Z', '2026-03-01T09:00Z')).toHaveLength(0);
  });

  it('that is withdrawn counts for nothing, and is withdrawn once', async () => {
    const { id } = await insert('cat');
    const withdraw = (organisationId: string) =>
      inOrganisation(api, organisationId, (scope) => withdrawOverride(scope, id, now));
    expect(await withdraw(second)).toBeUndefined();
    expect(await withdraw(first)).toMatchObject({ id, personId: 'cat' });
    expect(await withdraw(first)).toBeUndefined();
    expect((await at(api, first, '2026-03-01T12:00Z')).map((one) => one.id)).not.toContain(id);
  });

  it('is for the API to write and for the worker to read', async () => {
    const write = inOrganisation(worker, first, (scope) =>
      insertOverride(scope, { scheduleId: 'rota', personId: 'ann', from, until }, now),
    );
    await expect(write).rejects.toMatchObject({ code: '42501' });
  });
});

describe('a way to reach somebody', () => {
  it('is named by its organisation, person, channel and address, and by nothing less', () => {
    const one = methodDigest(first, 'ann', 'smtp', 'ann@example.org');
    expect(one).toBe(methodDigest(first, 'ann', 'smtp', 'Ann@Example.org'));
    expect(methodDigest(first, 'ann', 'slack', 'U0ABCDEF')).not.toBe(
      methodDigest(first, 'ann', 'slack', 'U0ABCDEf'),
    );
    const others = [
      methodDigest(second, 'ann', 'smtp', 'ann@example.org'),
      methodDigest(first, 'ben', 'smtp', 'ann@example.org'),
      methodDigest(first, 'ann', 'webhook', 'ann@example.org'),
      methodDigest(first, 'ann', 'smtp', 'ann@example.com'),
    ];
    expect(new Set([one, ...others]).size).toBe(5);
  });

  it('is verified when somebody proved it, in its organisation alone', async () => {
    const row = (digest: string, verifiedAt: Date | null) => ({ organisationId: first, digest, verifiedAt });
    await inOrganisation(api, first, (scope) =>
      scope
        .insertInto('contactVerifications')
        .values([row('proved', now), row('asked', null)])
        .execute(),
    );
    expect(await inOrganisation(worker, first, verifiedMethods)).toEqual(new Set(['proved']));
    expect(await inOrganisation(worker, second, verifiedMethods)).toEqual(new Set());
  });
});
