import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { v7 as uuidv7 } from 'uuid';
import { createDatabase, type Database, inOrganisation } from '../../db/database.ts';
import { DataKeys } from '../../db/dataKeys.ts';
import { writeBeat } from '../../db/processBeats.ts';
import { MasterKey } from '../../db/sealing.ts';
import { insertFinding, openFindings, updateFinding } from '../../db/watchdogFindings.ts';
import { Heartbeat } from '../../worker/heartbeat.ts';
import { ailment, type Vitals } from '../../worker/vitals.ts';
import { createHttpReceiver, type HttpReceiver } from '../support/httpReceiver.ts';
import { sampleOrganisation } from '../support/samples.ts';
import { seedOrganisation } from '../support/seed.ts';
import { createTestDatabase, type TestDatabase } from '../support/servers.ts';
import { until } from '../support/until.ts';

const now = new Date('2026-02-03T12:00:00Z');
const before = (seconds: number): Date => new Date(now.getTime() - seconds * 1_000);
const clock = { now: () => now };

let database: TestDatabase;
let db: Database;
let organisationId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase(database.workerUrl);
  const api = createDatabase(database.apiUrl);
  const keys = new DataKeys(new MasterKey(randomBytes(32)));
  ({ organisationId } = await seedOrganisation(api, keys, sampleOrganisation(), now));
  await api.destroy();
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const watchdogLooked = (seconds: number, unseen = 0) =>
  writeBeat(db, {
    ...{ id: uuidv7(), process: 'watchdog', build: 'test', startedAt: before(900), beatAt: now },
    parts: { look: before(seconds), unseen },
  });
const vitals = (values: Partial<Vitals> = {}): Vitals => ({
  db,
  clock,
  relay: () => before(1),
  sequencer: () => before(1),
  beat: () => before(5),
  workflowsRun: () => true,
  askTemporal: () => Promise.resolve(),
  ...values,
});

describe('an engine', () => {
  it('without a watchdog that looks is not well', async () => {
    expect(await ailment(vitals())).toBe('watchdog');
    await watchdogLooked(80);
    expect(await ailment(vitals())).toBe('watchdog');
    await watchdogLooked(15, 1);
    expect(await ailment(vitals())).toBe('watchdog');
    await watchdogLooked(15);
    expect(await ailment(vitals())).toBeUndefined();
  });

  it.each<[string, Partial<Vitals>]>([
    ['relay', { relay: () => before(31) }],
    ['relay', { relay: () => undefined }],
    ['sequencer', { sequencer: () => before(31) }],
    ['database', { beat: () => before(31) }],
    ['workflows', { workflowsRun: () => false }],
    ['temporal', { askTemporal: () => Promise.reject(new Error('away')) }],
  ])('whose %s does not move is not well', async (expected, values) => {
    expect(await ailment(vitals(values))).toBe(expected);
  });

  it('for which the watchdog has found something overdue is not well until that has ended', async () => {
    const candidate = { key: 'outbox', kind: 'outbox' as const, incidentId: null, dueAt: before(300) };
    await inOrganisation(db, organisationId, (scope) =>
      insertFinding(scope, candidate, { now, nextAlarmAt: now }),
    );
    expect(await ailment(vitals())).toBe('overdue');
    await inOrganisation(db, organisationId, async (scope) => {
      const [finding] = await openFindings(scope);
      await updateFinding(scope, finding!.id, { endedAt: now });
    });
    expect(await ailment(vitals())).toBeUndefined();
  });
});

describe('a heartbeat', () => {
  let monitor: HttpReceiver;
  let heartbeat: Heartbeat;
  let metrics: Registry;
  let well: 'overdue' | undefined;
  beforeEach(async () => {
    monitor = await createHttpReceiver();
    well = undefined;
    metrics = new Registry();
  });
  afterEach(async () => {
    await monitor.close();
    await heartbeat.stop();
  });

  function start(method: 'GET' | 'POST' = 'GET'): void {
    const logger = pino({ level: 'silent' });
    const asked = () => Promise.resolve(well);
    const url = `${monitor.url}/secret`;
    heartbeat = new Heartbeat({ url, method, everyMs: 50, clock, logger, metrics, ailment: asked });
    heartbeat.start();
  }

  it('reaches the monitor again and again while all is well', async () => {
    start('POST');
    await until('three of them', () => monitor.requests.length >= 3);
    expect(monitor.requests[0]).toMatchObject({ method: 'POST', path: '/hook/secret' });
    await until('the answer', () => heartbeat.state.lastAt !== undefined);
    expect(heartbeat.state).toEqual({ lastAt: now, failing: undefined });
    expect(await metrics.metrics()).toContain(
      `tocsin_heartbeat_last_success_timestamp_seconds ${now.getTime() / 1_000}`,
    );
  });

  it('is silent while something is wrong, says what in the metrics, and comes back', async () => {
    well = 'overdue';
    start();
    await until('the silence', () => heartbeat.state.failing === 'overdue');
    expect(await metrics.metrics()).toContain('tocsin_heartbeat_failing{because="overdue"} 1');
    expect(monitor.requests).toEqual([]);
    well = undefined;
    await until('the next one', () => heartbeat.state.failing === undefined);
    expect(monitor.requests.length).toBeGreaterThan(0);
  });

  it('that is lost once is tried again; a monitor that takes none is shown', async () => {
    let left = 1;
    monitor.behave(() => (left-- > 0 ? 'drop' : { status: 200 }));
    start();
    await until('the second try', () => heartbeat.state.lastAt !== undefined);
    monitor.behave({ status: 500 });
    await until('the failure', () => heartbeat.state.failing === 'monitor');
    expect(await metrics.metrics()).toContain('tocsin_heartbeat_failing{because="monitor"} 1');
  });
});
