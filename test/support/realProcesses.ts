import type { Organisation } from '../../domain/organisation.ts';
import { startProcesses } from '../faults/processes.ts';
import { createTestDatabase, startDevServer } from './servers.ts';
import { createSmtpReceiver } from './smtpReceiver.ts';

export type RealProcesses = Awaited<ReturnType<typeof startAll>>;

/** The API and the worker as processes of their own, on a real PostgreSQL, Temporal and mail server; all of them run. */
export async function startAll(organisation: Organisation, more: Record<string, string> = {}) {
  const [database, temporal, smtp] = await Promise.all([
    createTestDatabase(),
    startDevServer(),
    createSmtpReceiver(),
  ]);
  const stopServers = async () => {
    await Promise.all([temporal.stop(), smtp.close()]);
    await database.drop();
  };
  const processes = await startProcesses({
    database,
    temporal,
    smtpUrl: smtp.url,
    organisation,
    env: more,
  }).catch(async (error: unknown) => {
    await stopServers();
    throw error;
  });
  const stop = async () => {
    await processes.stop();
    await stopServers();
  };
  try {
    await Promise.all([processes.api.start(), processes.worker.start()]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { database, temporal, smtp, processes, stop };
}
