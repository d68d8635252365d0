import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { sampleOrganisation } from '../support/samples.ts';
import { createTestDatabase, type DevServer, startDevServer, type TestDatabase } from '../support/servers.ts';
import { until } from '../support/until.ts';
import { type Processes, startProcesses } from '../faults/processes.ts';

let database: TestDatabase;
let temporal: DevServer;
let processes: Processes;
beforeAll(async () => {
  [database, temporal] = await Promise.all([createTestDatabase(), startDevServer()]);
  const organisation = sampleOrganisation();
  processes = await startProcesses({ database, temporal, smtpUrl: 'smtp://127.0.0.1:1', organisation });
});
afterAll(async () => {
  await processes?.stop();
  await temporal?.stop();
  await database?.drop();
});

it('a worker whose mail server is away says so and starts, sweeps, and ends in order', async () => {
  await processes.worker.start();
  await until('the sweep', () => processes.worker.log().includes('told of everything that is open again'));
  expect(processes.worker.log()).toContain('THE MAIL SERVER DOES NOT TAKE OUR MAIL');
  expect(await processes.worker.end('SIGTERM')).toBe(0);
});
