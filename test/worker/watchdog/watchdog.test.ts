import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { pino } from 'pino';
import { createSmtpChannel } from '../../../channels/smtp.ts';
import { DEFAULT_SCOPES } from '../../../db/apiKeys.ts';
import { createDatabase, type Database, inOrganisation } from '../../../db/database.ts';
import { openFindings } from '../../../db/watchdogFindings.ts';
import type { Organisation } from '../../../domain/organisation.ts';
import { DirectMessageLoop } from '../../../worker/directMessages.ts';
import { SealingLoop } from '../../../worker/sealing.ts';
import { Watchdog } from '../../../worker/watchdog/watchdog.ts';
import { type ApiServer, startApi } from '../../support/apiServer.ts';
import { sampleOrganisation } from '../../support/samples.ts';
import { createSmtpReceiver, type SmtpReceiver } from '../../support/smtpReceiver.ts';
import { until } from '../../support/until.ts';

const logger = pino({ level: 'silent' });
const start = new Date('2026-02-03T12:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const GRACE = 2 * MINUTE;

let server: ApiServer;
let smtp: SmtpReceiver;
let db: Database;
let relayDb: Database;
let sender: DirectMessageLoop;
let watchdog: Watchdog;

afterEach(async () => {
  await sender.stop();
  await Promise.all([db.destroy(), relayDb.destroy(), smtp.close()]);
  await server.stop();
});

async function begin(organisation: Organisation = sampleOrganisation()): Promise<void> {
  [server, smtp] = await Promise.all([startApi({ organisation, now: start }), createSmtpReceiver()]);
  db = createDatabase(server.database.workerUrl);
  relayDb = createDatabase(server.database.relayUrl, { poolSize: 1 });
  const channels = {
    smtp: createSmtpChannel({ url: smtp.url, from: { name: 'Tocsin', address: 'tocsin@school.test' } }),
  };
  const { keys } = server;
  const url = server.database.workerUrl;
  sender = new DirectMessageLoop({ db, url, keys, clock, channels, logger });
  sender.start();
  watchdog = newWatchdog();
}

const clock = { now: () => server.time.now };
const newWatchdog = () =>
  new Watchdog({
    ...{ db, relayDb, keys: server.keys, clock, logger, graceMs: GRACE, channels: ['smtp'] },
    operator: 'ops@host.test',
  });

/** Lets time pass, looking every half minute. */
async function pass(ms: number, dogs = [watchdog]): Promise<void> {
  const end = server.time.now.getTime() + ms;
  while (server.time.now.getTime() < end) {
    server.time.now = new Date(Math.min(end, server.time.now.getTime() + 30_000));
    await Promise.all(dogs.map((dog) => dog.look()));
  }
}

const declare = (values: Record<string, unknown> = {}) => declareAs(server.api, values);

/** Of which nobody else may know. */
const declareForBen = async () =>
  declareAs(server.api.as(await server.key(DEFAULT_SCOPES, 'ben')), { restrictedTo: ['ben'] });

async function declareAs(
  api: ApiServer['api'],
  values: Record<string, unknown>,
): Promise<{ id: string; reference: string }> {
  const { status, body } = await api.post('/v1/incidents', {
    title: 'Bookings table read by a stranger',
    discoveredAt: server.time.now.toISOString(),
    questions: { channelsCompromised: 'no' },
    ...values,
  });
  expect(status).toBe(201);
  return body;
}

/** As if it had waited since long before: the database has a clock of its own. */
async function age(...tables: ('outbox' | 'timeline_unsealed')[]): Promise<void> {
  const admin = new pg.Client({ connectionString: server.database.adminUrl });
  await admin.connect();
  for (const table of tables)
    await admin.query(`update ${table} set queued_at = queued_at - interval '10 min'`);
  await admin.end();
}

/** What the engine would have done: nothing is in the outbox, every entry is sealed, the first step is sent. */
async function engineHasWorked(): Promise<void> {
  await relayDb.deleteFrom('outbox').execute();
  const sealing = new SealingLoop({ db, clock, logger });
  await sealing.stop();
  await endPages();
}

/** Of one incident, or of all. */
async function endPages(incidentId?: string): Promise<void> {
  const ended = { state: 'ended', endedBecause: 'superseded', closedAt: clock.now() };
  await inOrganisation(db, server.organisationId, async (scope) => {
    const all = scope.updateTable('pages').set(ended);
    await (incidentId ? all.where('incidentId', '=', incidentId) : all).execute();
  });
}

const findings = async (): Promise<string[]> =>
  (await inOrganisation(db, server.organisationId, openFindings)).map(({ kind }) => kind).toSorted();

const delivered = () =>
  until('every message to be sent', async () => {
    const row = await db.selectFrom('directMessageQueue').select('messageId').limit(1).executeTakeFirst();
    return row === undefined;
  });

const mails = async (): Promise<{ to: string; subject: string; text: string }[]> => {
  await delivered();
  return smtp.messages.map(({ to, mail }) => ({
    to: to[0] ?? '',
    subject: mail.subject ?? '',
    text: mail.text ?? '',
  }));
};

const entries = async (id: string): Promise<string[]> =>
  (
    await server.api.get(`/v1/incidents/${id}/timeline?kind=watchdog.alarmed,watchdog.allClear`)
  ).body.items.map(({ kind }: { kind: string }) => kind);

describe('while nothing carries out what is due', () => {
  beforeEach(() => begin());

  it('a declaration alarms everybody whom the policy would page, and the operator, once its grace has passed', async () => {
    const { id, reference } = await declare();
    await age('outbox', 'timeline_unsealed');
    await pass(GRACE);
    expect(await mails()).toEqual([]);
    await pass(30_000);
    expect(await findings()).toEqual(['outbox', 'page', 'sealing']);
    const sent = await mails();
    expect(sent.map(({ to }) => to).toSorted()).toEqual([
      'ada@school.test',
      'ben@friend.test',
      'ops@host.test',
    ]);
    expect(sent[0]?.subject).toBe('ALARM: Tocsin is stuck');
    expect(sent[0]?.text).toContain(`the next step of a page that nobody has answered (${reference})`);
    expect(sent[0]?.text).toContain('handing changes over to Temporal, due Tue 3 Feb 2026, 11:52 GMT');
    expect(sent[0]?.text).not.toContain('Bookings');
    expect(await entries(id)).toEqual(['watchdog.alarmed']);
  });

  it('a reminder that is due alarms once, is said again ever more seldom, and gets its all-clear', async () => {
    const { id, reference } = await declare();
    await engineHasWorked();
    await pass(30_000);
    server.time.now = new Date(start.getTime() + 12 * HOUR - MINUTE);
    await pass(3 * MINUTE + 30_000);
    expect(await findings()).toEqual(['milestone', 'milestone']);
    const times: number[] = [];
    for (let quarter = 0; quarter < 8; quarter += 1) {
      times.push((await mails()).length / 3);
      await pass(15 * MINUTE);
    }
    expect(times).toEqual([1, 2, 2, 3, 3, 3, 3, 4]);
    smtp.messages.splice(0);
    await server.api.post(`/v1/incidents/${id}/containment`, { contained: true, how: 'key revoked' });
    await server.api.post(`/v1/incidents/${id}/scope`, { findings: 'the bookings table' });
    await engineHasWorked();
    await pass(30_000);
    expect(await findings()).toEqual([]);
    expect((await mails()).map(({ subject }) => subject)).toEqual(
      Array(3).fill(`All clear: Tocsin works again (${reference})`),
    );
    expect((await entries(id)).slice(0, 2)).toEqual(['watchdog.alarmed', 'watchdog.alarmed']);
    expect((await entries(id)).at(-1)).toBe('watchdog.allClear');
  });

  it('an outage that ended, or a machine that slept, gives the engine its grace before anything is said', async () => {
    await declare();
    server.time.now = new Date(start.getTime() + 30 * HOUR);
    await watchdog.look();
    await pass(GRACE - 30_000);
    expect(await findings()).toEqual([]);
    await engineHasWorked();
    server.time.now = new Date(start.getTime() + 60 * HOUR);
    await pass(GRACE - 30_000);
    expect([await findings(), await mails()]).toEqual([[], []]);
  });

  it('two watchdogs alarm once', async () => {
    await declare();
    await pass(GRACE + MINUTE, [watchdog, newWatchdog()]);
    expect(await mails()).toHaveLength(3);
  });

  it('a watchdog that starts later goes on where the one before it was', async () => {
    await declare();
    await pass(GRACE + 30_000);
    watchdog = newWatchdog();
    await pass(10 * MINUTE);
    expect(await mails()).toHaveLength(3);
    await engineHasWorked();
    await pass(30_000);
    expect((await mails()).filter(({ subject }) => subject.startsWith('All clear'))).toHaveLength(3);
  });

  it('an incident that is held by somebody keeps nobody from being told', async () => {
    const { id } = await declare();
    const holder = new pg.Client({ connectionString: server.database.adminUrl });
    await holder.connect();
    await holder.query('begin');
    await holder.query('select id from incidents where id = $1 for update', [id]);
    await pass(GRACE + 30_000);
    expect(await mails()).toHaveLength(3);
    await holder.query('rollback');
    await holder.end();
    expect(await entries(id)).toEqual([]);
  });

  it('an incident that cannot be read is said, and hides no other one', async () => {
    const spoiled = await declare();
    const { reference } = await declare();
    const set = { contentSealed: Buffer.alloc(60) };
    await inOrganisation(db, server.organisationId, (scope) =>
      scope.updateTable('incidents').set(set).where('id', '=', spoiled.id).execute(),
    );
    await pass(GRACE + 30_000);
    expect(await findings()).toEqual(['page', 'unreadable']);
    const [mail] = await mails();
    expect(mail?.text).toContain(`an incident that cannot be read (${spoiled.reference})`);
    expect(mail?.text).toContain(`(${reference})`);
  });

  it('a page that should have come back, because nothing followed its answer, alarms', async () => {
    const { id } = await declare();
    await engineHasWorked();
    const answered = { state: 'acknowledged', endedBecause: null, closedAt: clock.now() };
    await inOrganisation(db, server.organisationId, (scope) =>
      scope.updateTable('pages').set(answered).where('incidentId', '=', id).execute(),
    );
    server.time.now = new Date(start.getTime() + 4 * HOUR - MINUTE);
    await pass(MINUTE + GRACE - 30_000);
    expect(await findings()).toEqual([]);
    await pass(MINUTE);
    expect(await findings()).toEqual(['answer']);
  });

  it('a suspected incident is watched as a declared one is', async () => {
    const { status } = await server.api.post('/v1/suspected-incidents', { title: 'A strange login' });
    expect(status).toBe(201);
    await pass(GRACE + 30_000);
    expect(await findings()).toEqual(['page']);
    expect((await mails())[0]?.text).toMatch(/nobody has answered \(S-2026-001\)/);
  });

  it('nothing is said of an incident that is closed', async () => {
    const { id } = await declare();
    await engineHasWorked();
    const closed = { status: 'closed', closedAt: clock.now() };
    await inOrganisation(db, server.organisationId, (scope) =>
      scope.updateTable('incidents').set(closed).where('id', '=', id).execute(),
    );
    server.time.now = new Date(start.getTime() + 100 * HOUR);
    await pass(GRACE + MINUTE);
    expect(await findings()).toEqual([]);
  });
});

describe('of a restricted incident', () => {
  beforeEach(() => begin());

  it('only those hear who are named in it, of an alarm and of its end, and nobody else learns that there was one', async () => {
    await declareForBen();
    await pass(GRACE + 30_000);
    expect((await mails()).map(({ to }) => to)).toEqual(['ben@friend.test']);
    expect((await server.api.get('/v1/engine')).body.overdue).toEqual([]);
    await engineHasWorked();
    await pass(30_000);
    expect((await mails()).map(({ to }) => to)).toEqual(['ben@friend.test', 'ben@friend.test']);
  });

  it('what lasts of it is no part of what others are told', async () => {
    await declare();
    await pass(GRACE + 30_000);
    await declareForBen();
    await pass(GRACE + 30_000);
    const seen = (await mails()).length;
    const open = await inOrganisation(db, server.organisationId, (scope) =>
      scope.selectFrom('incidents').select('id').where('restrictedTo', 'is', null).executeTakeFirstOrThrow(),
    );
    await endPages(open.id);
    await pass(30_000);
    const over = (await mails()).slice(seen);
    expect(over.map(({ to }) => to).toSorted()).toEqual([
      'ada@school.test',
      'ben@friend.test',
      'ops@host.test',
    ]);
    for (const { to, text } of over)
      expect(text.includes('Something else is still overdue')).toBe(to === 'ben@friend.test');
  });
});

describe('of a drill', () => {
  beforeEach(() =>
    begin(
      sampleOrganisation({
        people: [
          { id: 'ada', name: 'Ada Owner', email: 'ada@school.test', agreesToDrills: true },
          { id: 'ben', name: 'Ben Friend', email: 'ben@friend.test' },
        ],
      }),
    ),
  );

  it('only people who agreed hear, and it says DRILL; its clock is its own', async () => {
    const { reference } = await declare({ drill: { scale: 1_440 } });
    await engineHasWorked();
    // 24 hours of the drill are a minute: the reminder at half of them is due after half a minute.
    await pass(GRACE);
    expect(await findings()).toEqual([]);
    await pass(30_000);
    expect(await findings()).toContain('milestone');
    const sent = await mails();
    expect(sent.map(({ to }) => to).toSorted()).toEqual(['ada@school.test', 'ops@host.test']);
    expect(sent[0]?.subject).toBe(`DRILL: ALARM: Tocsin is stuck (${reference})`);
  });

  it('that stays local only the operator hears', async () => {
    await declare({ drill: { scale: 1_440, localOnly: true } });
    await engineHasWorked();
    await pass(GRACE + MINUTE);
    expect((await mails()).map(({ to }) => to)).toEqual(['ops@host.test']);
  });
});
