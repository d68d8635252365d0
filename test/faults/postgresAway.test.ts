import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../../db/migrate.ts';
import { type Postgres, startPostgres } from '../../embedded/postgres.ts';
import { ensureRoles } from '../../embedded/roles.ts';
import type { Answer } from '../support/apiClient.ts';
import { freePort } from '../support/freePort.ts';
import { sampleOrganisation } from '../support/samples.ts';
import { type DevServer, startDevServer } from '../support/servers.ts';
import { createSmtpReceiver, type SmtpReceiver } from '../support/smtpReceiver.ts';
import { until } from '../support/until.ts';
import { type Processes, startProcesses } from './processes.ts';

const PASSWORD = 'test';
const DATABASE = 'tocsin';

let folder: string;
let port: number;
let postgres: Postgres;
let temporal: DevServer;
let smtp: SmtpReceiver;
let processes: Processes;

/** A PostgreSQL of this test's own, since it is killed; with durability, since what was answered must survive. */
const start = () =>
  startPostgres({
    dataDir: folder,
    port,
    adminPassword: PASSWORD,
    logFile: join(folder, 'postgres.log'),
    fallbackRoot: join(folder, 'fallback'),
    onSpawn: (child) => process.once('exit', () => child.kill('SIGKILL')),
  });

async function killPostgres(): Promise<void> {
  const gone = new Promise((resolve) => postgres.process.once('exit', resolve));
  postgres.process.kill('SIGKILL');
  await gone;
}

const urlOf = (user: string, database = DATABASE) =>
  `postgres://${user}:${PASSWORD}@127.0.0.1:${port}/${database}`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-postgres-away-'));
  port = await freePort();
  [postgres, temporal, smtp] = await Promise.all([start(), startDevServer(), createSmtpReceiver()]);
  await ensureRoles(
    postgres.adminUrl,
    { owner: PASSWORD, api: PASSWORD, worker: PASSWORD, relay: PASSWORD },
    DATABASE,
  );
  await migrate(urlOf('tocsin_owner'));
  processes = await startProcesses({
    database: {
      apiUrl: urlOf('tocsin_api'),
      workerUrl: urlOf('tocsin_worker'),
      relayUrl: urlOf('tocsin_relay'),
    },
    temporal,
    smtpUrl: smtp.url,
    organisation: sampleOrganisation(),
  });
  await Promise.all([processes.api.start(), processes.worker.start()]);
});

afterAll(async () => {
  await processes?.stop();
  await Promise.all([postgres?.stop(), temporal?.stop(), smtp?.close()]);
  rmSync(folder, { recursive: true, force: true });
});

const declaration = (title: string) => ({
  title,
  discoveredAt: new Date().toISOString(),
  questions: { channelsCompromised: 'no' },
});

const expectUnavailable = ({ status, headers, body }: Answer) => {
  expect({ status, type: body.type }).toEqual({ status: 503, type: '/problems/unavailable' });
  expect(headers.get('content-type')).toContain('application/problem+json');
};

/** Holds the last table that a declaration writes, so that it waits with everything done but its commit. */
async function holdOutbox(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: urlOf('tocsin_admin') });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('begin');
  await client.query('lock table outbox in access exclusive mode');
  return client;
}

const waitsForLock = async (client: pg.Client): Promise<boolean> => {
  const { rows } = await client.query<{ n: string }>(
    `select count(*) as n from pg_stat_activity where application_name = 'tocsin-api' and wait_event_type = 'Lock'`,
  );
  return Number(rows[0]?.n) > 0;
};

describe('when PostgreSQL dies under a request and stays away', () => {
  const body = declaration('Bookings table read by a stranger');
  const key = { 'idempotency-key': 'the-same-breach' };
  const titles = async () =>
    (await processes.client.get('/v1/incidents')).body.items.map(({ title }: { title: string }) => title);

  it('answers the request under way with 503 "unavailable"', async () => {
    const first = await processes.client.post('/v1/incidents', declaration('Lost laptop'));
    expect(first.status).toBe(201);
    await smtp.waitForMessage(undefined, 20_000);
    const holder = await holdOutbox();
    const underWay = processes.client.post('/v1/incidents', body, key);
    await until('the declaration to wait for its last table', () => waitsForLock(holder));
    await killPostgres();
    await holder.end().catch(() => undefined);
    expectUnavailable(await underWay);
  });

  it('answers every other request with 503 "unavailable", is alive, and not ready', async () => {
    expectUnavailable(await processes.client.post('/v1/incidents', body, key));
    expectUnavailable(await processes.client.get('/v1/incidents'));
    expect((await fetch(`${processes.api.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${processes.api.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${processes.worker.url}/readyz`)).status).toBe(503);
  });

  it('when it is back nothing of the request was kept, and everything answered before was', async () => {
    postgres = await start();
    await until('the API to be ready', async () => (await fetch(`${processes.api.url}/readyz`)).ok);
    expect(await titles()).toEqual(['Lost laptop']);
  });

  it('the repeat under the same key declares once, and pages', async () => {
    const repeated = await processes.client.post('/v1/incidents', body, key);
    expect(repeated.status).toBe(201);
    const again = await processes.client.post('/v1/incidents', body, key);
    expect(again.body.id).toBe(repeated.body.id);
    expect(await titles()).toEqual([body.title, 'Lost laptop']);
    await smtp.waitForMessage((one) => one.mail.subject?.includes(repeated.body.reference) ?? false, 30_000);
    const { body: verified } = await processes.client.get('/v1/timeline/verification');
    expect(verified).toMatchObject({ ok: true, first: null });
    expect([processes.api.exited, processes.worker.exited]).toEqual([false, false]);
  });
});
