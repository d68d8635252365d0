import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporalCli } from '../../embedded/binaries.ts';
import { startTemporal } from '../../embedded/temporal.ts';
import { freePort } from './freePort.ts';

export type DevServer = {
  address: string;
  namespace: string;
  /** Kills it as a crash would; `start` brings it back on the same port with the same data. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
};

/** The real Temporal dev server with a file of its own, for tests that kill and restart it. */
export async function startDevServer(namespace = 'tocsin'): Promise<DevServer> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-temporal-'));
  const options = {
    cli: await temporalCli(folder),
    dbFile: join(folder, 'temporal.db'),
    port: await freePort(),
    namespace,
    logFile: join(folder, 'temporal.log'),
  };
  let server = await startTemporal(options);
  const killNow = () => server.process.kill('SIGKILL');
  process.on('exit', killNow); // a jest worker that ends early leaves no server behind
  return {
    address: server.address,
    namespace,
    kill: async () => {
      const gone = new Promise((resolve) => server.process.once('exit', resolve));
      server.process.kill('SIGKILL');
      await gone;
    },
    start: async () => {
      server = await startTemporal(options);
    },
    stop: async () => {
      process.off('exit', killNow);
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
