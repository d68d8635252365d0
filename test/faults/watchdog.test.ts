import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../db/migrate.ts';
import { type Postgres, startPostgres } from '../../embedded/postgres.ts';
import { ensureRoles } from '../../embedded/roles.ts';
import { freePort } from '../support/freePort.ts';
import { createHttpReceiver, type HttpReceiver } from '../support/httpReceiver.ts';
import { sampleOrganisation } from '../support/samples.ts';
import { type DevServer, startDevServer } from '../support/servers.ts';
import { createSmtpReceiver, type SmtpReceiver } from '../support/smtpReceiver.ts';
import { until } from '../support/until.ts';
import { IncidentReader } from './incident.ts';
import { type Arrival, MailLog } from './mailLog.ts';
import { type Processes, startProcesses } from './processes.ts';

const PASSWORD = 'test';
const DATABASE = 'tocsin';
const GRACE_SECONDS = 8;
/** One look comes every half second; a busy machine is late. */
const LATE_MS = 12_000;
/** Containment within six hours: four seconds and a bit, the first reminder after half of them. */
const SCALE = 5_000;
const FIRST_REMINDER_MS = (3 * 3_600_000) / SCALE;
const NEVER_AGAIN = 7 * 24 * 60;
const EVERYBODY = ['ada@school.test', 'ben@friend.test', 'ops@host.test'];

const organisation = sampleOrganisation({
  containmentHours: 6,
  scopeHours: 2_000,
  individualsTargetHours: 2_000,
  publicSummary: 'never',
  reminders: { atFractions: [], overdueEveryMinutes: NEVER_AGAIN },
  remindersFor: { containment: { atFractions: [0.5], overdueEveryMinutes: NEVER_AGAIN } },
});

let folder: string;
let port: number;
let postgres: Postgres;
let temporal: DevServer;
let smtp: SmtpReceiver;
let monitor: HttpReceiver;
let mails: MailLog;
let processes: Processes;

/** A PostgreSQL of this test's own, since it is killed. */
const startDatabase = () =>
  startPostgres({
    dataDir: folder,
    port,
    adminPassword: PASSWORD,
    logFile: join(folder, 'postgres.log'),
    fallbackRoot: join(folder, 'fallback'),
    onSpawn: (child) => process.once('exit', () => child.kill('SIGKILL')),
  });
const urlOf = (role: string) => `postgres://tocsin_${role}:${PASSWORD}@127.0.0.1:${port}/${DATABASE}`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-watchdog-'));
  port = await freePort();
  [postgres, temporal, smtp, monitor] = await Promise.all([
    startDatabase(),
    startDevServer(),
    createSmtpReceiver(),
    createHttpReceiver(),
  ]);
  mails = new MailLog(smtp);
  const passwords = { owner: PASSWORD, api: PASSWORD, worker: PASSWORD, relay: PASSWORD };
  await ensureRoles(postgres.adminUrl, passwords, DATABASE);
  await migrate(urlOf('owner'));
  processes = await startProcesses({
    database: { apiUrl: urlOf('api'), workerUrl: urlOf('worker'), relayUrl: urlOf('relay') },
    temporal,
    smtpUrl: smtp.url,
    organisation,
    env: {
      TOCSIN_OPERATOR_EMAIL: 'ops@host.test',
      TOCSIN_WATCHDOG_GRACE_SECONDS: String(GRACE_SECONDS),
      TOCSIN_HEARTBEAT_URL: monitor.url,
      TOCSIN_HEARTBEAT_SECONDS: '5',
    },
  });
  await Promise.all([processes.api.start(), processes.worker.start(), processes.watchdog.start()]);
});

afterAll(async () => {
  await processes?.stop();
  await Promise.all([postgres?.stop(), temporal?.stop(), smtp?.close(), monitor?.close()]);
  rmSync(folder, { recursive: true, force: true });
});

async function declare(): Promise<{ incident: IncidentReader; reference: string; at: number }> {
  const at = Date.now();
  const { status, body } = await processes.client.post('/v1/incidents', {
    title: 'Bookings table read by a stranger',
    discoveredAt: new Date().toISOString(),
    questions: { channelsCompromised: 'no' },
    drill: { scale: SCALE },
  });
  expect(status).toBe(201);
  return { incident: new IncidentReader(processes.client, body.id), reference: body.reference, at };
}

const isAlarm = ({ subject }: Arrival): boolean => subject.includes('ALARM');
const isAllClear = ({ subject }: Arrival): boolean => subject.includes('All clear');
const saying = (text: string): Arrival[] =>
  mails.arrivals.filter((mail) => isAlarm(mail) && mail.text.includes(text));
/** Alarms that a reminder of this incident is overdue. */
const about = (reference: string): Arrival[] => saying(`a reminder of a deadline (${reference})`);

/** The watchdog has looked a few times more. */
async function looksOf(processUrl: string, count: number): Promise<void> {
  let seen = '';
  for (let n = 0; n <= count; n += 1) {
    await until('another look', async () => {
      const text = await (await fetch(`${processUrl}/metrics`)).text();
      const now = /^tocsin_watchdog_last_look_timestamp_seconds (\S+)$/m.exec(text)?.[1] ?? '';
      if (now === seen) return false;
      seen = now;
      return true;
    });
  }
}

describe('with Temporal up', () => {
  // That there is no alarm then is shown where time is the test's own (test/worker/watchdog/allIsWell.test.ts): on a
  // busy machine an engine is really late for a grace this short.
  it('the outside monitor hears of it', async () => {
    await monitor.waitForRequest(undefined, 60_000);
  });
});

describe('with Temporal down', () => {
  let declared: Awaited<ReturnType<typeof declare>>;

  it('a reminder that is due alarms everybody by mail within its grace, once, and the outside monitor hears nothing', async () => {
    await temporal.kill();
    declared = await declare();
    await until('the alarm about the reminder', () => about(declared.reference).length === 3, 30_000);
    const dueAt = declared.at + FIRST_REMINDER_MS;
    for (const { at } of about(declared.reference)) {
      expect(at - dueAt).toBeGreaterThanOrEqual(GRACE_SECONDS * 1_000);
      expect(at - dueAt).toBeLessThan(GRACE_SECONDS * 1_000 + LATE_MS);
    }
    await until('the silence', async () => {
      const text = await (await fetch(`${processes.worker.url}/metrics`)).text();
      return /^tocsin_heartbeat_failing\{because="(temporal|overdue)"\} 1$/m.test(text);
    });
    const heard = monitor.requests.length;
    await looksOf(processes.watchdog.url, 12);
    expect(
      about(declared.reference)
        .map(({ to }) => to)
        .toSorted(),
    ).toEqual(EVERYBODY);
    expect(monitor.requests).toHaveLength(heard);
    const entries = await declared.incident.timeline('watchdog.alarmed');
    expect(entries.map(({ data }) => data['finding'])).toContain('watchdog-milestone');
  });

  it('a watchdog that is killed while it sends repeats the message under its key when it is back', async () => {
    // The worker must not help out: it sends direct messages too.
    await processes.worker.end('SIGKILL');
    let caught: Arrival | undefined;
    mails.once(
      'messageTaken',
      (_, arrival) => arrival !== undefined && isAlarm(arrival),
      () => {
        caught = mails.arrivals.at(-1);
        processes.watchdog.killNow();
      },
    );
    const { reference } = await declare();
    await until('the kill', () => caught !== undefined, 30_000);
    await until('the end', () => processes.watchdog.exited);
    await processes.watchdog.start();
    await until('the repeat', () => mails.of(caught!.hash).length === 2, 60_000);
    const [first, second] = mails.of(caught!.hash);
    expect([second?.messageId, second?.to, second?.text]).toEqual([first?.messageId, first?.to, first?.text]);
    await until(
      'everybody to be told',
      () => new Set(saying(reference).map(({ to }) => to)).size === 3,
      60_000,
    );
  });

  it('a PostgreSQL that died and is back finds the watchdog watching', async () => {
    const gone = new Promise((resolve) => postgres.process.once('exit', resolve));
    postgres.process.kill('SIGKILL');
    await gone;
    postgres = await startDatabase();
    await until('the API', async () => (await fetch(`${processes.api.url}/readyz`)).ok);
    const { reference } = await declare();
    await until('its alarm', () => new Set(saying(reference).map(({ to }) => to)).size === 3, 60_000);
    expect(processes.watchdog.exited).toBe(false);
  });

  it('when Temporal is back everything is done, and everybody gets the all-clear', async () => {
    await temporal.start();
    await processes.worker.start();
    const finished = (arrival: Arrival) => isAllClear(arrival) && arrival.text.includes('You can rely');
    await until('the all-clear', () => mails.arrivals.filter(finished).length >= 3, 150_000);
    expect(new Set(mails.arrivals.filter(finished).map(({ to }) => to))).toEqual(new Set(EVERYBODY));
    await until('its entry', async () => (await declared.incident.timeline('watchdog.allClear')).length > 0);
    const heard = monitor.requests.length;
    await until('the heartbeat', () => monitor.requests.length > heard, 60_000);
    const { body } = await processes.client.get('/v1/timeline/verification');
    expect(body).toMatchObject({ ok: true, first: null });
  });
});
