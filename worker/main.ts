import type { ClientConnectConfig } from '@temporalio/envconfig';
import { Runtime } from '@temporalio/worker';
import { pino, type Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { sql } from 'kysely';
import { baseUrl, type Config, isLoopbackUrl, loadConfig, masterKey, required } from '../config/index.ts';
import { orOneSentence } from '../config/orOneSentence.ts';
import { createDatabase } from '../db/database.ts';
import { DataKeys } from '../db/dataKeys.ts';
import { MasterKey } from '../db/sealing.ts';
import { startInbound } from '../inbound/index.ts';
import { checkMailServer, closeChannels, createChannels } from './channels.ts';
import { DirectMessageLoop } from './directMessages.ts';
import { inboundSettings, replySettings } from './inboundSettings.ts';
import { listenHealth } from './health.ts';
import { Relay } from './relay.ts';
import { SealingLoop } from './sealing.ts';
import { startSlackAnswers } from './slackAnswers.ts';
import { sdkLogger } from './sdkLogger.ts';
import { SignsOfLife } from './signsOfLife.ts';
import { SweepLoop } from './sweep.ts';
import { connectTemporal, type Temporal } from './temporal.ts';
import { temporalSettings } from './temporalSettings.ts';
import { createTracing, type Tracing } from './tracing.ts';
import { createWorkers } from './worker.ts';

/** About a minute: an operator who looks at the end of the log still sees why nothing happens. */
const WAITS_PER_LOG = 60;
const clock = { now: () => new Date() };
const stopping = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopping.abort());
// Started by a supervisor that died: nobody would stop this process any more.
process.on('disconnect', () => stopping.abort());

await orOneSentence(() => run(loadConfig(process.env)));

async function run(config: Config): Promise<void> {
  const logger = pino({ level: config.TOCSIN_LOG_LEVEL, base: { process: 'worker' } });
  // The SDK handles signals itself unless told not to; the order of stopping is ours.
  Runtime.install({ shutdownSignals: [], logger: sdkLogger(logger) });
  // Everything that may be wrong in the environment, before anything is opened.
  const master = new MasterKey(masterKey(config));
  const databaseUrl = required(config, 'TOCSIN_DATABASE_URL_WORKER');
  const relayUrl = required(config, 'TOCSIN_DATABASE_URL_RELAY');
  const settings = temporalSettings(process.env);
  const linkKey = master.derive('acknowledge-link');
  const channels = createChannels(config, clock, linkKey);

  const db = createDatabase(databaseUrl, { poolSize: config.TOCSIN_DATABASE_POOL, name: 'tocsin-worker' });
  const relayDb = createDatabase(relayUrl, { poolSize: 5, name: 'tocsin-relay' });
  // Of its own, because a sweep keeps its connection to the end.
  const sweepDb = createDatabase(databaseUrl, { poolSize: 1, name: 'tocsin-sweep' });
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
  void checkMailServer(channels, logger);
  const keys = new DataKeys(master);
  const slackAnswers = startSlackAnswers({ config, db, keys, clock, linkKey, logger, slack: channels.slack });
  const sealing = new SealingLoop({ db, clock, logger });
  sealing.start();
  const { channels: ways } = channels;
  const direct = new DirectMessageLoop({ db, url: databaseUrl, keys, clock, channels: ways, logger });
  direct.start();
  const signs = new SignsOfLife({
    ...{ db, url: databaseUrl, clock, logger, metrics, config, sealing, smtp: ways.smtp },
  });
  signs.start();
  const replyKey = master.derive('page-reply');
  const inbound = startInbound(inboundSettings(config), { db, keys, clock, logger, replyKey });
  const tracing = createTracing(config.OTEL_EXPORTER_OTLP_ENDPOINT);
  const temporal = await untilConnected(settings, tracing, logger);
  if (temporal) {
    const deps = {
      db,
      keys,
      clock,
      ...channels,
      baseUrl: baseUrl(config),
      linksReachable: config.TOCSIN_PUBLIC_URL !== undefined && !isLoopbackUrl(config.TOCSIN_PUBLIC_URL),
      linkKey,
      reply: replySettings(config, replyKey),
    };
    const workers = await createWorkers({ ...temporal, deps, tracing, config });
    const relay = new Relay({
      db: relayDb,
      url: relayUrl,
      client: temporal.client,
      taskQueue: config.TOCSIN_TASK_QUEUE,
      clock,
      logger,
    });
    const sweep = new SweepLoop({ db: sweepDb, logger });
    const running = Promise.all(workers.map((worker) => worker.run()));
    relay.start();
    sweep.start();
    ready.temporal = true;
    signs.engine = { relay, workers, client: temporal.client };
    logger.info({ namespace: temporal.namespace, taskQueue: config.TOCSIN_TASK_QUEUE }, 'worker runs');
    await Promise.race([running, aborted()]);
    ready.temporal = false;
    signs.engine = undefined;
    await sweep.stop();
    await relay.stop();
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    await drained(running, logger);
    await temporal.connection.close().catch(() => undefined);
  }
  await signs.stop();
  await inbound.stop();
  await direct.stop();
  await slackAnswers?.stop();
  await sealing.stop();
  await closeChannels(channels);
  await tracing.shutdown();
  health.close();
  await Promise.all([db.destroy(), relayDb.destroy(), sweepDb.destroy()]);
  if (process.connected) process.disconnect();
}

/** An activity that outlives the limit is cut off and tried again elsewhere; the rest still ends in order. */
async function drained(running: Promise<unknown>, logger: Logger): Promise<void> {
  try {
    await running;
  } catch (error) {
    logger.error({ code: error instanceof Error ? error.name : 'unknown' }, 'not everything could finish');
    process.exitCode = 1;
  }
}

function aborted(): Promise<void> {
  if (stopping.signal.aborted) return Promise.resolve();
  return new Promise((resolve) => stopping.signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** Temporal may come up after us; the timeline is sealed meanwhile. */
async function untilConnected(
  settings: ClientConnectConfig,
  tracing: Tracing,
  logger: Logger,
): Promise<Temporal | undefined> {
  for (let attempt = 0; !stopping.signal.aborted; attempt += 1) {
    try {
      return await connectTemporal(settings, tracing);
    } catch (error) {
      if (attempt % WAITS_PER_LOG === 0)
        logger.warn({ code: error instanceof Error ? error.name : 'unknown' }, 'waiting for Temporal');
      await Promise.race([aborted(), new Promise((resolve) => setTimeout(resolve, 1_000))]);
    }
  }
  return undefined;
}
