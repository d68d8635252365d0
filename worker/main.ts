import { DefaultLogger, Runtime } from '@temporalio/worker';
import { pino, type Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { sql } from 'kysely';
import { baseUrl, loadConfig, masterKey, required } from '../config/index.ts';
import { createDatabase } from '../db/database.ts';
import { DataKeys } from '../db/dataKeys.ts';
import { MasterKey } from '../db/sealing.ts';
import { closeChannels, createChannels } from './channels.ts';
import { listenHealth } from './health.ts';
import { Relay } from './relay.ts';
import { SealingLoop } from './sealing.ts';
import { connectTemporal, type Temporal } from './temporal.ts';
import { createTracing, type Tracing } from './tracing.ts';
import { createWorker } from './worker.ts';

const config = loadConfig(process.env);
const logger = pino({ level: config.TOCSIN_LOG_LEVEL, base: { process: 'worker' } });
const clock = { now: () => new Date() };
const stopping = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopping.abort());
// Started by a supervisor that died: nobody would stop this process any more.
process.on('disconnect', () => stopping.abort());

// The SDK handles signals itself unless told not to; the order of stopping is ours.
Runtime.install({
  shutdownSignals: [],
  logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
    logger[level === 'ERROR' ? 'error' : 'warn']({ workflow: meta?.['workflowId'] as unknown }, message);
  }),
});

await run();

async function run(): Promise<void> {
  const master = new MasterKey(masterKey(config));
  const databaseUrl = required(config, 'TOCSIN_DATABASE_URL_WORKER');
  const relayUrl = required(config, 'TOCSIN_DATABASE_URL_RELAY');
  const db = createDatabase(databaseUrl, { poolSize: config.TOCSIN_DATABASE_POOL, name: 'tocsin-worker' });
  const relayDb = createDatabase(relayUrl, { poolSize: 5, name: 'tocsin-relay' });
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  const ready = { temporal: false };
  const health = await listenHealth(config.TOCSIN_HOST, config.TOCSIN_WORKER_PORT, {
    metrics,
    ready: async () => {
      await sql`select 1`.execute(db);
      if (!ready.temporal) throw new Error('not connected to Temporal');
    },
  });
  const channels = createChannels(config, clock);
  const sealing = new SealingLoop({ db, clock, logger });
  sealing.start();
  const tracing = createTracing(config.OTEL_EXPORTER_OTLP_ENDPOINT);
  const temporal = await untilConnected(tracing, logger);
  if (temporal) {
    const deps = {
      db,
      keys: new DataKeys(master),
      clock,
      ...channels,
      baseUrl: baseUrl(config),
      linksReachable: config.TOCSIN_PUBLIC_URL !== undefined,
      linkKey: master.derive('acknowledge-link'),
    };
    const worker = await createWorker({ ...temporal, deps, tracing, config });
    const relay = new Relay({
      db: relayDb,
      url: relayUrl,
      client: temporal.client,
      taskQueue: config.TOCSIN_TASK_QUEUE,
      clock,
      logger,
    });
    const running = worker.run();
    relay.start();
    ready.temporal = true;
    logger.info({ namespace: temporal.namespace, taskQueue: config.TOCSIN_TASK_QUEUE }, 'worker runs');
    await Promise.race([running, aborted()]);
    ready.temporal = false;
    await relay.stop();
    if (worker.getState() === 'RUNNING') worker.shutdown();
    await running;
    await temporal.connection.close();
  }
  await sealing.stop();
  await closeChannels(channels);
  await tracing.shutdown();
  health.close();
  await Promise.all([db.destroy(), relayDb.destroy()]);
  if (process.connected) process.disconnect();
}

function aborted(): Promise<void> {
  if (stopping.signal.aborted) return Promise.resolve();
  return new Promise((resolve) => stopping.signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** Temporal may come up after us; the timeline is sealed meanwhile. */
async function untilConnected(tracing: Tracing, log: Logger): Promise<Temporal | undefined> {
  for (let attempt = 0; !stopping.signal.aborted; attempt += 1) {
    try {
      return await connectTemporal(tracing);
    } catch (error) {
      if (attempt === 0)
        log.warn({ code: error instanceof Error ? error.name : 'unknown' }, 'waiting for Temporal');
      await Promise.race([aborted(), new Promise((resolve) => setTimeout(resolve, 1_000))]);
    }
  }
  return undefined;
}
