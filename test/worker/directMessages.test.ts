import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { keyHash } from '../../channels/identity.ts';
import { createSmtpChannel } from '../../channels/smtp.ts';
import { createWebhookChannel } from '../../channels/webhook.ts';
import { createDatabase, type Database, inOrganisation } from '../../db/database.ts';
import { DataKeys } from '../../db/dataKeys.ts';
import {
  directKey,
  type DirectMessageRow,
  findDirectMessage,
  insertDirectMessage,
  type NewDirectMessage,
} from '../../db/directMessages.ts';
import { MasterKey } from '../../db/sealing.ts';
import { DirectMessageLoop } from '../../worker/directMessages.ts';
import { createHttpReceiver, type HttpReceiver } from '../support/httpReceiver.ts';
import { sampleOrganisation } from '../support/samples.ts';
import { seedOrganisation } from '../support/seed.ts';
import { createTestDatabase, type TestDatabase } from '../support/servers.ts';
import { createSmtpReceiver, type SmtpReceiver } from '../support/smtpReceiver.ts';
import { until } from '../support/until.ts';

const keys = new DataKeys(new MasterKey(randomBytes(32)));
const logger = pino({ level: 'silent' });
const start = new Date('2026-02-03T12:00:00Z');
const MINUTE = 60_000;

let database: TestDatabase;
let apiDb: Database;
let workerDb: Database;
let smtp: SmtpReceiver;
let hook: HttpReceiver;
let organisationId: string;
let now: Date;
let running: { stop(): Promise<void> }[];
const clock = { now: () => now };

beforeAll(async () => {
  database = await createTestDatabase();
  apiDb = createDatabase(database.apiUrl);
  workerDb = createDatabase(database.workerUrl);
});
afterAll(async () => {
  await Promise.all([apiDb?.destroy(), workerDb?.destroy()]);
  await database?.drop();
});
beforeEach(async () => {
  now = start;
  running = [];
  [smtp, hook] = await Promise.all([createSmtpReceiver(), createHttpReceiver()]);
  organisationId = await newOrganisation();
});
afterEach(async () => {
  // Also lets go of senders whose receiver hangs.
  await Promise.all([smtp.close(), hook.close()]);
  await Promise.all(running.map((loop) => loop.stop()));
});

async function newOrganisation(): Promise<string> {
  const organisation = sampleOrganisation({
    people: [
      { id: 'ada', name: 'Ada Owner', email: 'ada@school.test', webhook: { url: hook.url } },
      { id: 'ben', name: 'Ben Friend', email: 'ben@friend.test' },
    ],
  });
  const slug = `school-${randomBytes(4).toString('hex')}`;
  return (await seedOrganisation(apiDb, keys, { ...organisation, slug }, now)).organisationId;
}

function startLoop() {
  const channels = {
    smtp: createSmtpChannel({ url: smtp.url, from: { name: 'Tocsin', address: 'tocsin@school.test' } }),
    webhook: createWebhookChannel({ now: clock.now }),
  };
  const url = database.workerUrl;
  const loop = new DirectMessageLoop({
    ...{ db: workerDb, url, keys, clock, channels, logger, chance: () => 1 },
  });
  loop.start();
  running.push(loop);
}

const content = {
  subject: 'Your code',
  text: 'The code is 123456.',
  html: '<p>The code is 123456.</p>',
  short: '123456',
  data: { type: 'verification', code: '123456' },
};
const message = (values: Partial<NewDirectMessage> = {}): NewDirectMessage => ({
  id: uuidv7(),
  personId: 'ada',
  methodId: 'smtp',
  channel: 'smtp',
  kind: 'verification',
  content,
  now,
  ...values,
});

async function insert(values: Partial<NewDirectMessage> = {}, into = organisationId): Promise<string> {
  const one = message(values);
  await inOrganisation(apiDb, into, (scope) => insertDirectMessage(scope, keys, one));
  return one.id;
}

const rowOf = async (id: string, of = organisationId): Promise<DirectMessageRow> =>
  (await inOrganisation(workerDb, of, (scope) => findDirectMessage(scope, id)))!;

const settled = async (id: string, of = organisationId): Promise<DirectMessageRow> => {
  await until('the message to be settled', async () => (await rowOf(id, of)).status !== 'intended');
  return rowOf(id, of);
};

const tried = (id: string, attempts: number) =>
  until(`attempt ${attempts}`, async () => {
    const row = await rowOf(id);
    return row.attempts === attempts && row.lastCode !== null;
  });

/** Another message went out: the loop has looked at what is due now. */
async function lookedAgain(): Promise<void> {
  smtp.behave((to) => (to === 'ben@friend.test' ? 'accept' : 'defer'));
  await settled(await insert({ personId: 'ben' }));
}

const keyOf = ({ mail }: { mail: { headers: Map<string, unknown> } }) => mail.headers.get('x-tocsin-key');

describe('a direct message', () => {
  it('goes to the way that the policy has, is kept sealed, and forgets what it said once it is sent', async () => {
    const id = await insert();
    const { contentSealed } = await rowOf(id);
    expect(contentSealed!.toString('latin1')).not.toMatch(/123456|ada@school/);
    startLoop();
    const received = await smtp.waitForMessage();
    expect([received.to, received.mail.subject, received.mail.text?.trim()]).toEqual([
      ['ada@school.test'],
      'Your code',
      'The code is 123456.',
    ]);
    expect(await settled(id)).toMatchObject({
      status: 'sent',
      attempts: 1,
      lastCode: 'smtp-250',
      contentSealed: null,
    });
  });

  it('wakes a loop that rests, at the commit', async () => {
    startLoop();
    const id = await insert({ methodId: 'webhook', channel: 'webhook' });
    expect((await hook.waitForRequest()).json).toEqual(content.data);
    expect((await settled(id)).status).toBe('sent');
  });

  it('goes to the address that is given, where one is: an operator is nobody of the organisation', async () => {
    const to = { name: 'Operator', address: 'operator@host.test' };
    const id = await insert({ personId: null, to, kind: 'alarm' });
    startLoop();
    expect((await smtp.waitForMessage()).to).toEqual(['operator@host.test']);
    expect(await settled(id)).toMatchObject({ status: 'sent', personId: null });
  });

  it('is refused where the policy has no such way', async () => {
    await expect(insert({ personId: 'zoe' })).rejects.toThrow(
      expect.objectContaining({ name: 'UnknownContactMethod' }),
    );
    await expect(insert({ personId: 'ben', methodId: 'webhook', channel: 'webhook' })).rejects.toThrow();
  });

  it('is one message however often it is inserted under its id', async () => {
    const one = message();
    for (let n = 0; n < 2; n += 1)
      await inOrganisation(apiDb, organisationId, (scope) => insertDirectMessage(scope, keys, one));
    startLoop();
    await settled(one.id);
    expect(smtp.messages).toHaveLength(1);
  });
});

describe('a direct message that is not taken', () => {
  it('is tried again with growing pauses under one key', async () => {
    smtp.behave('defer');
    const id = await insert();
    startLoop();
    await tried(id, 1);
    now = new Date(now.getTime() + 1_999);
    await lookedAgain();
    expect(await rowOf(id)).toMatchObject({ attempts: 1, status: 'intended', lastCode: 'deferred' });
    now = new Date(now.getTime() + 1);
    await tried(id, 2);
    smtp.behave('accept');
    now = new Date(now.getTime() + 4_000);
    expect(await settled(id)).toMatchObject({ status: 'sent', attempts: 3 });
    expect(keyOf(smtp.messages.at(-1)!)).toBe(keyHash(directKey(id)));
  });

  it('keeps its key where the answer was lost after the message was taken', async () => {
    smtp.behave('dropAfterData');
    const id = await insert();
    startLoop();
    await tried(id, 1);
    smtp.behave('accept');
    now = new Date(now.getTime() + 2_000);
    await settled(id);
    const hash = keyHash(directKey(id));
    expect(smtp.messages.map(keyOf)).toEqual([hash, hash]);
  });

  it('waits as long as the other side asks', async () => {
    hook.behave({ status: 429, headers: { 'retry-after': '120' } });
    const id = await insert({ methodId: 'webhook', channel: 'webhook' });
    startLoop();
    await tried(id, 1);
    hook.behave({ status: 204 });
    now = new Date(now.getTime() + 119_000);
    await lookedAgain();
    expect(hook.requests).toHaveLength(1);
    now = new Date(now.getTime() + 1_000);
    expect((await settled(id)).status).toBe('sent');
    expect(new Set(hook.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it('is settled at once where the refusal is final', async () => {
    smtp.behave('refuse');
    const id = await insert();
    startLoop();
    expect(await settled(id)).toMatchObject({ status: 'failed', lastCode: 'refused', attempts: 1 });
  });

  it('is given up after its time, with a record', async () => {
    smtp.behave('defer');
    const id = await insert({ giveUpAfterMs: 5 * MINUTE });
    startLoop();
    await tried(id, 1);
    now = new Date(now.getTime() + 5 * MINUTE);
    expect(await settled(id)).toMatchObject({ status: 'failed', lastCode: 'deferred', finishedAt: now });
    expect(smtp.messages).toHaveLength(0);
  });
});

describe('a sender that is never heard of again', () => {
  const hanging = async (): Promise<string> => {
    smtp.behave('hang');
    const id = await insert();
    startLoop();
    await until('the attempt', () => smtp.attempts() === 1);
    smtp.behave('accept');
    return id;
  };

  it('leaves its message to another one at the end of the lease', async () => {
    const id = await hanging();
    startLoop();
    now = new Date(now.getTime() + 59_999);
    await lookedAgain();
    expect(await rowOf(id)).toMatchObject({ status: 'intended', attempts: 1 });
    smtp.behave('accept');
    now = new Date(now.getTime() + 1);
    expect(await settled(id)).toMatchObject({ status: 'sent', attempts: 2 });
  });

  it('and is found only after its time leaves an outcome that is unknown, not a failure', async () => {
    const id = await hanging();
    now = new Date(now.getTime() + 16 * MINUTE);
    startLoop();
    expect(await settled(id)).toMatchObject({ status: 'unknown', attempts: 1, lastCode: null });
  });
});

describe('many messages', () => {
  it('are each sent once by three senders', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => insert()));
    for (let n = 0; n < 3; n += 1) startLoop();
    for (const id of ids) await settled(id);
    expect(smtp.messages).toHaveLength(20);
    expect(new Set(smtp.messages.map(keyOf))).toEqual(new Set(ids.map((id) => keyHash(directKey(id)))));
  });

  it('to a receiver that hangs do not hold up those of another organisation', async () => {
    hook.behave('hang');
    for (let n = 0; n < 10; n += 1) await insert({ methodId: 'webhook', channel: 'webhook' });
    startLoop();
    await until('the hanging ones', () => hook.requests.length === 6);
    const other = await newOrganisation();
    const id = await insert({}, other);
    expect((await settled(id, other)).status).toBe('sent');
  });

  it('go on where one of them cannot be opened', async () => {
    const broken = await insert();
    await inOrganisation(workerDb, organisationId, (scope) =>
      scope
        .updateTable('directMessages')
        .set({ contentSealed: randomBytes(60) })
        .where('id', '=', broken)
        .execute(),
    );
    const whole = await insert();
    startLoop();
    expect((await settled(whole)).status).toBe('sent');
    await tried(broken, 1);
    expect(await rowOf(broken)).toMatchObject({ status: 'intended', lastCode: 'SealError' });
  });
});
