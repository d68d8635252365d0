import { randomBytes } from 'node:crypto';
import { Client } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker, type ActivityInterceptorsFactory } from '@temporalio/worker';
import { pino } from 'pino';
import { createActivities } from '../../activities/index.ts';
import { buildApp } from '../../api/app.ts';
import { createPagerDutyChannel } from '../../channels/pagerduty.ts';
import { createSmtpChannel } from '../../channels/smtp.ts';
import { createWebhookChannel } from '../../channels/webhook.ts';
import { loadConfig } from '../../config/index.ts';
import { createDatabase, inOrganisation } from '../../db/database.ts';
import { DataKeys } from '../../db/dataKeys.ts';
import { MasterKey } from '../../db/sealing.ts';
import { channelTexts } from '../../worker/channels.ts';
import { Relay } from '../../worker/relay.ts';
import { SealingLoop } from '../../worker/sealing.ts';
import { createTracing } from '../../worker/tracing.ts';
import { pageTaskQueue } from '../../workflows/messages.ts';
import type { Organisation } from '../../domain/organisation.ts';
import { ApiClient } from './apiClient.ts';
import { seedOrganisation } from './seed.ts';
import { createTestDatabase, testServerPath, workflowBundlePath } from './servers.ts';
import { createSmtpReceiver } from './smtpReceiver.ts';
import { until } from './until.ts';

Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });

/** Tests share two cores with others: what is slow is not away. */
const PATIENT = { connectTimeoutMs: 30_000 };

/** A clock that shows the time-skipping server's time. */
class ServerClock {
  #now = 0;
  readonly #environment: TestWorkflowEnvironment;

  constructor(environment: TestWorkflowEnvironment) {
    this.#environment = environment;
  }

  now = (): Date => new Date(this.#now);

  async refresh(): Promise<void> {
    this.#now = Math.max(this.#now, await this.#environment.currentTimeMs());
  }
}

export interface EngineOptions {
  organisation: Organisation;
  /** Moves the server's clock here before anything starts; must lie in the future. */
  startAt?: Date;
}

export type Engine = Awaited<ReturnType<typeof startEngine>>;

/**
 * Everything but the process boundaries: a real PostgreSQL, the time-skipping Temporal server, the real worker,
 * relay, sequencer, API over HTTP, and a real SMTP receiver. Days pass in milliseconds, step by step.
 */
export async function startEngine(options: EngineOptions) {
  const database = await createTestDatabase();
  const smtp = await createSmtpReceiver();
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: testServerPath() } },
  });
  const clock = new ServerClock(environment);
  await clock.refresh();
  if (options.startAt)
    await environment.sleep(Math.max(1, options.startAt.getTime() - clock.now().getTime()));
  await clock.refresh();

  const master = new MasterKey(randomBytes(32));
  const keys = new DataKeys(master);
  const logger = pino({ level: 'silent' });
  const apiDb = createDatabase(database.apiUrl, PATIENT);
  const workerDb = createDatabase(database.workerUrl, PATIENT);
  const relayDb = createDatabase(database.relayUrl, PATIENT);
  const seeded = await seedOrganisation(apiDb, keys, options.organisation, clock.now());

  const channels = {
    smtp: createSmtpChannel({ url: smtp.url, from: { name: 'Tocsin', address: 'tocsin@school.test' } }),
    webhook: createWebhookChannel({ now: clock.now }),
    pagerduty: createPagerDutyChannel({ now: clock.now, texts: channelTexts }),
  };
  const linkKey = master.derive('acknowledge-link');
  const baseUrl = 'https://tocsin.school.test';
  const replyKey = master.derive('page-reply');
  const reply = { key: replyKey, address: 'tocsin+{token}@school.test' };
  const deps = { db: workerDb, keys, clock, channels, baseUrl, linksReachable: true, linkKey, reply };
  const tracing = createTracing(undefined);
  const showServerTime: ActivityInterceptorsFactory = () => ({
    inbound: {
      execute: async (input, next) => {
        await clock.refresh();
        return next(input);
      },
    },
  });
  const workers = await Promise.all(
    ['tocsin', pageTaskQueue('tocsin')].map((taskQueue) =>
      Worker.create({
        connection: environment.nativeConnection,
        taskQueue,
        activities: createActivities(deps),
        workflowBundle: { codePath: workflowBundlePath() },
        interceptors: { activity: [...(tracing.worker.activity ?? []), showServerTime] },
        sinks: tracing.sinks,
      }),
    ),
  );
  const running = Promise.all(workers.map((worker) => worker.run()));
  const client = new Client({ connection: environment.nativeConnection });
  const relay = new Relay({
    db: relayDb,
    url: database.relayUrl,
    client,
    taskQueue: 'tocsin',
    clock,
    logger,
  });
  relay.start();
  const sealing = new SealingLoop({ db: workerDb, clock, logger });
  sealing.start();

  const app = await buildApp({
    config: loadConfig({ TOCSIN_SMTP_URL: smtp.url, TOCSIN_PUBLIC_URL: baseUrl }),
    db: apiDb,
    keys,
    clock,
    baseUrl,
    linkKey,
    logger,
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const api = new ApiClient(url, seeded.apiKey, () => clock.refresh());

  /** Waits until nothing is on its way: outbox empty, every intended message tried, every entry written. */
  const settle = () =>
    until('the engine to settle', async () => {
      await clock.refresh();
      const outbox = await relayDb
        .selectFrom('outbox')
        .select('id')
        .where('notBefore', '<=', clock.now())
        .limit(1)
        .executeTakeFirst();
      if (outbox) return false;
      return inOrganisation(workerDb, seeded.organisationId, async (scope) => {
        // First whether a page has been planned, then whether its messages are out: the other way round both may change.
        const unplanned = await scope
          .selectFrom('pages')
          .select('id')
          .where('state', '=', 'open')
          .where('bundledInto', 'is', null)
          .where((eb) =>
            eb.not(eb.exists(eb.selectFrom('deliveries').select('key').whereRef('pageId', '=', 'pages.id'))),
          )
          .limit(1)
          .executeTakeFirst();
        const waiting = await scope
          .selectFrom('deliveries')
          .innerJoin('pages', (join) => join.onRef('pages.id', '=', 'deliveries.pageId'))
          .select('key')
          .where('deliveries.status', '=', 'intended')
          .where('pages.state', '=', 'open')
          .limit(1)
          .executeTakeFirst();
        return !waiting && !unplanned;
      });
    });

  return {
    api,
    clock,
    database,
    environment,
    keys,
    organisationId: seeded.organisationId,
    replyKey,
    smtp,
    url,
    workerDb,
    settle,
    /** Lets time pass up to `instant`, stopping at every `stepMs` so that hops outside Temporal keep up. */
    async advanceTo(instant: Date, stepMs = 5 * 60_000): Promise<void> {
      await settle();
      for (;;) {
        const left = instant.getTime() - (await environment.currentTimeMs());
        if (left <= 0) break;
        await environment.sleep(Math.min(stepMs, left));
        await settle();
      }
    },
    async stop(): Promise<void> {
      await app.close();
      await relay.stop();
      await sealing.stop();
      for (const worker of workers) worker.shutdown();
      await running;
      await environment.teardown();
      await Promise.all([channels.smtp.close(), channels.webhook.close(), smtp.close()]);
      await Promise.all([apiDb.destroy(), workerDb.destroy(), relayDb.destroy()]);
      await database.drop();
    },
  };
}
