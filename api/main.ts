import { pino } from 'pino';
import { baseUrl, loadConfig, masterKey, required } from '../config/index.ts';
import { orOneSentence } from '../config/orOneSentence.ts';
import { createDatabase } from '../db/database.ts';
import { DataKeys } from '../db/dataKeys.ts';
import { MasterKey } from '../db/sealing.ts';
import { buildApp } from './app.ts';

await orOneSentence(async () => {
  const config = loadConfig(process.env);
  const logger = pino({ level: config.TOCSIN_LOG_LEVEL, base: { process: 'api' } });
  const master = new MasterKey(masterKey(config));
  const db = createDatabase(required(config, 'TOCSIN_DATABASE_URL_API'), {
    poolSize: config.TOCSIN_DATABASE_POOL,
    name: 'tocsin-api',
  });
  const app = await buildApp({
    config,
    db,
    keys: new DataKeys(master),
    clock: { now: () => new Date() },
    baseUrl: baseUrl(config),
    linkKey: master.derive('acknowledge-link'),
    logger,
  });

  let stopping: Promise<void> | undefined;
  /** Requests under way finish; new ones are refused. */
  const stop = (): Promise<void> =>
    (stopping ??= app
      .close()
      .then(() => db.destroy())
      .then(() => {
        if (process.connected) process.disconnect();
      }));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());
  // Started by a supervisor that died: nobody would stop this process any more.
  process.on('disconnect', () => void stop());

  await app.listen({ host: config.TOCSIN_HOST, port: config.TOCSIN_PORT });
  logger.info({ host: config.TOCSIN_HOST, port: config.TOCSIN_PORT }, 'API listens');
});
