import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createDatabase, type Database } from '../../db/database.ts';
import { sweep, SweepLoop } from '../../worker/sweep.ts';
import { incidentWorkflowId, pageWorkflowId } from '../../workflows/messages.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { sampleOrganisation } from '../support/samples.ts';
import { until } from '../support/until.ts';

const logger = pino({ level: 'silent' });
const never = new AbortController().signal;

let engine: Engine;
let sweepDb: Database;
beforeAll(async () => {
  engine = await startEngine({ organisation: sampleOrganisation() });
  sweepDb = createDatabase(engine.database.workerUrl, { poolSize: 1 });
});
afterAll(async () => {
  await sweepDb?.destroy();
  await engine?.stop();
});

async function declare(title: string): Promise<{ id: string; pages: string[] }> {
  const { body, status } = await engine.api.post('/v1/incidents', {
    title,
    discoveredAt: engine.clock.now().toISOString(),
    questions: { channelsCompromised: 'no' },
  });
  expect(status).toBe(201);
  await engine.settle();
  const { body: found } = await engine.api.get(`/v1/incidents/${body.id}/pages`);
  return { id: body.id, pages: found.items.map((page: { id: string }) => page.id) };
}

const statusOf = async (workflowId: string): Promise<string> =>
  (await engine.environment.client.workflow.getHandle(workflowId).describe()).status.name;

const queueOf = async (workflowId: string): Promise<string> =>
  (await engine.environment.client.workflow.getHandle(workflowId).describe()).taskQueue;

const terminate = (workflowId: string) =>
  engine.environment.client.workflow.getHandle(workflowId).terminate('by a test');

describe('a sweep', () => {
  it('starts again what was terminated, the incident and its page, and sends nothing twice', async () => {
    const { id, pages } = await declare('Lost laptop');
    const runs = [incidentWorkflowId(id), ...pages.map(pageWorkflowId)];
    expect(runs).toHaveLength(2);
    await until('both mails', () => engine.smtp.messages.length === 2);
    for (const run of runs) await terminate(run);
    for (const run of runs) expect(await statusOf(run)).toBe('TERMINATED');
    // A hanging mail server fills the activity slots of pages only.
    expect(await Promise.all(runs.map(queueOf))).toEqual(['tocsin', 'tocsin-pages']);

    const loop = new SweepLoop({ db: sweepDb, logger });
    loop.start();
    for (const run of runs)
      await until(`${run} to run again`, async () => (await statusOf(run)) === 'RUNNING');
    await loop.stop();
    await engine.settle();
    expect(engine.smtp.messages).toHaveLength(2);
  });

  it('goes through everything in small batches and is one at a time', async () => {
    await declare('Bookings table read by a stranger');
    await declare('A letter to the wrong family');
    const other = createDatabase(engine.database.workerUrl, { poolSize: 1 });
    const options = { batch: 2, pauseMs: 300 };
    const first = sweep({ db: sweepDb, logger, ...options }, never);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(await sweep({ db: other, logger, ...options }, never)).toBeUndefined();
    expect(await first).toBe(6);
    expect(await sweep({ db: other, logger, ...options }, never)).toBe(6);
    await other.destroy();
  });

  it('stops between two batches when it is told to', async () => {
    const stop = new AbortController();
    const swept = sweep({ db: sweepDb, logger, batch: 1, pauseMs: 60_000 }, stop.signal);
    await new Promise((resolve) => setTimeout(resolve, 200));
    stop.abort();
    expect(await swept).toBe(1);
  });
});
