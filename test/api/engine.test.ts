import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { createDatabase, type Database, inOrganisation } from '../../db/database.ts';
import { EXAMINE_CHANNEL } from '../../db/engineState.ts';
import { writeBeat } from '../../db/processBeats.ts';
import { insertFinding } from '../../db/watchdogFindings.ts';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { sampleOrganisation } from '../support/samples.ts';

const now = new Date('2026-02-03T12:00:00Z');

let server: ApiServer;
let db: Database;
beforeAll(async () => {
  const env = { TOCSIN_PUBLIC_URL: 'https://tocsin.school.test' };
  server = await startApi({ organisation: sampleOrganisation(), now, env });
  db = createDatabase(server.database.workerUrl);
});
afterAll(async () => {
  await db.destroy();
  await server.stop();
});

describe('GET /v1/engine', () => {
  it('says that the schema is the one of this version, and which clock the database has', async () => {
    const { status, body } = await server.api.get('/v1/engine');
    expect(status).toBe(200);
    expect(body.migrations.applied).toBe(body.migrations.expected);
    expect(body).toMatchObject({ publicUrl: 'https://tocsin.school.test', processes: [], overdue: [] });
    expect(Math.abs(Date.parse(body.databaseTime) - Date.now())).toBeLessThan(60_000);
  });

  it('shows each process and what it says of its parts', async () => {
    const common = { build: 'test', startedAt: now, beatAt: now };
    const id = uuidv7();
    await writeBeat(db, { ...common, id, process: 'worker', parts: { temporal: now } });
    const later = new Date(now.getTime() + 5_000);
    await writeBeat(db, { ...common, id, process: 'worker', beatAt: later, parts: { temporal: later } });
    const { body } = await server.api.get('/v1/engine');
    expect(body.processes).toEqual([
      {
        ...{ process: 'worker', build: 'test', startedAt: now.toISOString(), beatAt: later.toISOString() },
        parts: { temporal: later.toISOString() },
      },
    ]);
  });

  it('shows what is overdue to the organisation itself and to no other', async () => {
    const finding = { key: 'outbox', kind: 'outbox' as const, incidentId: null, dueAt: now };
    await inOrganisation(db, server.organisationId, (scope) =>
      insertFinding(scope, finding, { now, nextAlarmAt: now }),
    );
    const stranger = server.api.as(await server.otherOrganisation());
    expect((await server.api.get('/v1/engine')).body.overdue).toEqual(['outbox']);
    expect((await stranger.get('/v1/engine')).body.overdue).toEqual([]);
    expect((await server.api.as(undefined).get('/v1/engine')).status).toBe(401);
  });
});

describe('POST /v1/engine/examination', () => {
  it('wakes the workers', async () => {
    const worker = new pg.Client({ connectionString: server.database.workerUrl });
    await worker.connect();
    const woken = new Promise((resolve) => worker.once('notification', resolve));
    await worker.query(`listen ${EXAMINE_CHANNEL}`);
    const { status, body } = await server.api.post('/v1/engine/examination');
    expect([status, body.askedAt]).toEqual([202, now.toISOString()]);
    await woken;
    await worker.end();
  });
});
