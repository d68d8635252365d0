import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createDatabase, type Database, inOrganisation } from '../../../db/database.ts';
import { Watchdog } from '../../../worker/watchdog/watchdog.ts';
import { type Engine, startEngine } from '../../support/engine.ts';
import { sampleOrganisation } from '../../support/samples.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const logger = pino({ level: 'silent' });

let engine: Engine;
let relayDb: Database;
let watchdog: Watchdog;
beforeAll(async () => {
  engine = await startEngine({
    organisation: sampleOrganisation({
      containmentHours: 1,
      reminders: { atFractions: [0.5, 0.75, 0.9], overdueEveryMinutes: 30 },
    }),
  });
  relayDb = createDatabase(engine.database.relayUrl, { poolSize: 1 });
  const { workerDb: db, keys, clock } = engine;
  watchdog = new Watchdog({ db, relayDb, keys, clock, logger, graceMs: 2 * MINUTE, channels: ['smtp'] });
});
afterAll(async () => {
  await relayDb?.destroy();
  await engine?.stop();
});

/** Lets time pass, looking every half minute. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 30_000) {
    await engine.advanceTo(new Date(engine.clock.now().getTime() + 30_000), 30_000);
    await watchdog.look();
  }
}

const later = (ms: number): string => new Date(engine.clock.now().getTime() + ms).toISOString();

const alarms = (): Promise<unknown[]> =>
  inOrganisation(engine.workerDb, engine.organisationId, (scope) =>
    scope.selectFrom('watchdogFindings').select('kind').execute(),
  );

const declare = async (values: Record<string, unknown>) => {
  const { body, status } = await engine.api.post('/v1/incidents', {
    title: 'Bookings table read by a stranger',
    discoveredAt: engine.clock.now().toISOString(),
    questions: { channelsCompromised: 'no' },
    ...values,
  });
  expect(status).toBe(201);
  return body;
};

describe('while the engine does its work', () => {
  it('an incident that escalates, reminds, and goes past its deadline raises no alarm', async () => {
    const { id } = await declare({});
    await pass(2 * HOUR);
    const { body } = await engine.api.get(`/v1/incidents/${id}/timeline?limit=500&kind=milestone.fired`);
    expect(body.items.length).toBeGreaterThanOrEqual(5);
    expect(await alarms()).toEqual([]);
  });

  it('nor does a page that somebody put off', async () => {
    const { id } = await declare({});
    await pass(MINUTE);
    const { body } = await engine.api.get(`/v1/incidents/${id}/pages`);
    const path = `/v1/incidents/${id}/pages/${body.items[0].id}/snooze`;
    expect((await engine.api.post(path, { until: later(20 * MINUTE), by: 'Ada' })).status).toBe(200);
    await pass(25 * MINUTE);
    expect(await alarms()).toEqual([]);
  });

  it('nor does a drill on its own fast clock', async () => {
    const { id } = await declare({ drill: { scale: 60 } });
    await pass(5 * MINUTE);
    const { body } = await engine.api.get(`/v1/incidents/${id}/timeline?limit=500&kind=milestone.fired`);
    expect(body.items.length).toBeGreaterThan(0);
    expect(await alarms()).toEqual([]);
  });
});
