import { pino } from 'pino';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { type Config, loadConfig, masterKey, required } from '../../config/index.ts';
import { orOneSentence } from '../../config/orOneSentence.ts';
import { createDatabase } from '../../db/database.ts';
import { DataKeys } from '../../db/dataKeys.ts';
import { MasterKey } from '../../db/sealing.ts';
import type { ChannelName } from '../../domain/organisation.ts';
import { BeatLoop } from '../beats.ts';
import { closeChannels, createChannels } from '../channels.ts';
import { DirectMessageLoop } from '../directMessages.ts';
import { listenHealth } from '../health.ts';
import { WatchdogLoop } from './loop.ts';
import { Watchdog } from './watchdog.ts';

/** Looks that may fail before this process counts as not ready. */
const LOOKS = 4;
/** A look at many organisations takes its time. */
const SLOW_MS = 30_000;
const clock = { now: () => new Date() };
const stopping = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopping.abort());
// Started by a supervisor that died: nobody would stop this process any more.
process.on('disconnect', () => stopping.abort());

await orOneSentence(() => run(loadConfig(process.env)));

/** A process of its own, so that a worker that hangs does not silence it. It needs PostgreSQL and the ways out. */
async function run(config: Config): Promise<void> {
  const logger = pino({ level: config.TOCSIN_LOG_LEVEL, base: { process: 'watchdog' } });
  const master = new MasterKey(masterKey(config));
  const keys = new DataKeys(master);
  const url = required(config, 'TOCSIN_DATABASE_URL_WORKER');
  const relayUrl = required(config, 'TOCSIN_DATABASE_URL_RELAY');
  const ways = createChannels(config, clock, master.derive('acknowledge-link'));
  const db = createDatabase(url, { poolSize: 10, name: 'tocsin-watchdog' });
  const relayDb = createDatabase(relayUrl, { poolSize: 1, name: 'tocsin-watchdog-outbox' });
  const graceMs = config.TOCSIN_WATCHDOG_GRACE_SECONDS * 1_000;
  const channels = Object.keys(ways.channels) as ChannelName[];
  const operator = config.TOCSIN_OPERATOR_EMAIL;
  const watchdog = new Watchdog({ db, relayDb, keys, clock, logger, graceMs, channels, operator });
  const loop = new WatchdogLoop({ watchdog, clock, logger, graceMs });
  const direct = new DirectMessageLoop({ db, url, keys, clock, channels: ways.channels, logger });
  const beats = new BeatLoop({
    ...{ db, clock, logger, process: 'watchdog', build: config.TOCSIN_BUILD_ID },
    parts: () => ({ look: loop.lastAt, unseen: loop.unseen, operator: operator !== undefined }),
  });
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  lookMetric(metrics, loop);
  const health = await listenHealth(config.TOCSIN_HOST, config.TOCSIN_WATCHDOG_PORT, {
    metrics,
    ready: () =>
      hasLooked(loop) ? Promise.resolve() : Promise.reject(new Error('the watchdog sees nothing')),
  });
  for (const part of [loop, direct, beats]) part.start();
  logger.info({ graceMs, operator: operator !== undefined }, 'watchdog runs');
  await aborted();
  for (const part of [loop, direct, beats]) await part.stop();
  await closeChannels(ways);
  health.close();
  await Promise.all([db.destroy(), relayDb.destroy()]);
  if (process.connected) process.disconnect();
}

function hasLooked({ lastAt, everyMs }: WatchdogLoop): boolean {
  return lastAt !== undefined && clock.now().getTime() - lastAt.getTime() <= LOOKS * everyMs + SLOW_MS;
}

function lookMetric(registry: Registry, loop: WatchdogLoop): void {
  new Gauge({
    name: 'tocsin_watchdog_last_look_timestamp_seconds',
    help: 'When the watchdog last looked at every organisation; 0 before the first look',
    registers: [registry],
    collect() {
      this.set((loop.lastAt?.getTime() ?? 0) / 1_000);
    },
  });
}

function aborted(): Promise<void> {
  if (stopping.signal.aborted) return Promise.resolve();
  return new Promise((resolve) => stopping.signal.addEventListener('abort', () => resolve(), { once: true }));
}
