import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createSmtpChannel } from '../../channels/smtp.ts';
import { createDatabase, type Database } from '../../db/database.ts';
import { DirectMessageLoop } from '../../worker/directMessages.ts';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { sampleOrganisation } from '../support/samples.ts';
import { createSmtpReceiver, type SmtpReceiver } from '../support/smtpReceiver.ts';
import { until } from '../support/until.ts';

const logger = pino({ level: 'silent' });

let server: ApiServer;
let workerDb: Database;
let smtp: SmtpReceiver;
let loop: DirectMessageLoop;
beforeAll(async () => {
  smtp = await createSmtpReceiver();
  server = await startApi({ organisation: sampleOrganisation(), now: new Date('2026-02-03T12:00:00Z') });
  workerDb = createDatabase(server.database.workerUrl);
  loop = new DirectMessageLoop({
    db: workerDb,
    url: server.database.workerUrl,
    keys: server.keys,
    clock: { now: () => server.time.now },
    channels: {
      smtp: createSmtpChannel({ url: smtp.url, from: { name: 'Tocsin', address: 'tocsin@school.test' } }),
    },
    logger,
  });
  loop.start();
});
afterAll(async () => {
  await smtp.close();
  await loop.stop();
  await workerDb.destroy();
  await server.stop();
});

const codeMessage = async (): Promise<string> => {
  const { items } = (await server.api.get('/v1/contacts')).body;
  return items[0].ways[0].codeMessage as string;
};

it('somebody proves a mail address by the code that really came to it', async () => {
  expect((await server.api.post('/v1/contacts/ada/smtp/verification')).status).toBe(202);
  const { to, mail } = await smtp.waitForMessage();
  expect(to).toEqual(['ada@school.test']);
  await until('the sending to be on record', async () => (await codeMessage()) === 'sent');
  const code = /\b\d{6}\b/.exec(mail.subject ?? '')?.[0] ?? '';
  expect(mail.text).toContain(code);
  const { status } = await server.api.post('/v1/contacts/ada/smtp/verification/code', { code });
  expect(status).toBe(200);
  const { body } = await server.api.get('/v1/on-call');
  expect(body.escalation[0].steps[0].people[0].ways).toEqual([
    { method: 'smtp', channel: 'smtp', verified: true },
  ]);
});

it('says that a code was not sent, where the mailbox refuses it', async () => {
  smtp.behave('refuse');
  expect((await server.api.post('/v1/contacts/ben/smtp/verification')).status).toBe(202);
  await until('the failure to be on record', async () => {
    const { items } = (await server.api.get('/v1/contacts')).body;
    return items[1].ways[0].codeMessage === 'failed';
  });
});
