import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createSmtpChannel } from '../../channels/smtp.ts';
import { createDatabase, type Database, inOrganisation } from '../../db/database.ts';
import { testToken } from '../../domain/testLinks.ts';
import { DirectMessageLoop } from '../../worker/directMessages.ts';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { sampleOrganisation } from '../support/samples.ts';
import { createSmtpReceiver, type SmtpReceiver } from '../support/smtpReceiver.ts';
import { until } from '../support/until.ts';

const start = new Date('2026-02-03T12:00:00Z');

let server: ApiServer;
let smtp: SmtpReceiver;
let db: Database;
let sender: DirectMessageLoop;
beforeEach(async () => {
  const people = [
    { id: 'ada', name: 'Ada Owner', email: 'ada@school.test' },
    { id: 'ben', name: 'Ben Friend', email: 'ben@friend.test' },
    { id: 'zoe', name: 'Zoe Elsewhere', email: 'zoe@school.test' },
  ];
  [server, smtp] = await Promise.all([
    startApi({ organisation: sampleOrganisation({ people }), now: start }),
    createSmtpReceiver(),
  ]);
  const { keys, database, time } = server;
  db = createDatabase(database.workerUrl);
  sender = new DirectMessageLoop({
    ...{
      db,
      url: database.workerUrl,
      keys,
      clock: { now: () => time.now },
      logger: pino({ level: 'silent' }),
    },
    channels: { smtp: createSmtpChannel({ url: smtp.url, from: { name: 'T', address: 't@school.test' } }) },
  });
  sender.start();
});
afterEach(async () => {
  await sender.stop();
  await Promise.all([db.destroy(), smtp.close()]);
  await server.stop();
});

const linkTo = async (address: string): Promise<string> => {
  const { mail } = await smtp.waitForMessage(({ to }) => to.includes(address));
  return /\/acknowledge\/test\/[\w.-]+/.exec(mail.text ?? '')?.[0] ?? 'no link';
};
const open = (method: string, path: string) => server.api.as(undefined).request(method, path);
const items = async (ids: string[]) => (await server.api.get(`/v1/test-pages?ids=${ids.join()}`)).body.items;

describe('test pages', () => {
  it('go to each way of everybody whom a page could ask, and to nobody else', async () => {
    const { status, body } = await server.api.post('/v1/test-pages');
    expect(status).toBe(202);
    expect(body.items.map(({ person, method }: Record<string, string>) => `${person}/${method}`)).toEqual([
      'ada/smtp',
      'ben/smtp',
    ]);
    const { mail } = await smtp.waitForMessage(({ to }) => to.includes('ada@school.test'));
    expect(mail.subject).toBe('TEST: please press the button (Tocsin, Riverside Music School)');
    const ids = body.items.map(({ id }: { id: string }) => id);
    await until('both to be sent', async () =>
      (await items(ids)).every(({ status: one }: { status: string }) => one === 'sent'),
    );
    expect(smtp.messages).toHaveLength(2);
  });

  it('are answered by the button, once; fetching the link changes nothing', async () => {
    const { body } = await server.api.post('/v1/test-pages', { people: ['ada'] });
    const ids = body.items.map(({ id }: { id: string }) => id);
    const link = await linkTo('ada@school.test');
    const shown = await open('GET', link);
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(shown.body).toContain('<form method="post">');
    expect((await items(ids))[0].answeredAt).toBeNull();
    server.time.now = new Date('2026-02-03T12:01:00Z');
    expect((await open('POST', link)).body).toContain('Thank you. It reached you.');
    expect((await items(ids))[0].answeredAt).toBe('2026-02-03T12:01:00.000Z');
    server.time.now = new Date('2026-02-03T12:02:00Z');
    expect((await open('POST', link)).body).toContain('answered already');
    expect((await items(ids))[0].answeredAt).toBe('2026-02-03T12:01:00.000Z');
  });

  it('are in the timeline: who was sent one, and who answered', async () => {
    await server.api.post('/v1/test-pages', { people: ['ada'] });
    await open('POST', await linkTo('ada@school.test'));
    const rows = await inOrganisation(db, server.organisationId, (scope) =>
      scope
        .selectFrom('timelineEntries')
        .select(['kind', 'content'])
        .where('kind', 'like', 'testPage.%')
        .execute(),
    );
    expect(rows.map(({ kind }) => kind).toSorted()).toEqual(['testPage.answered', 'testPage.sent']);
    expect(rows.map(({ content }) => content.toString()).join()).not.toMatch(/ada/i);
  });

  it('take no answer after their time, and none by a link that we did not sign', async () => {
    await server.api.post('/v1/test-pages', { people: ['ada'], waitMinutes: 2 });
    const link = await linkTo('ada@school.test');
    server.time.now = new Date('2026-02-03T12:02:00Z');
    expect((await open('POST', link)).status).toBe(410);
    expect((await open('POST', `${link}x`)).status).toBe(404);
    expect((await open('GET', '/acknowledge/test/nonsense')).status).toBe(404);
  });

  it('are the only messages that their links can answer', async () => {
    const claims = { organisationId: server.organisationId, messageId: server.organisationId };
    const token = testToken(server.linkKey, { ...claims, expiresAt: new Date('2026-02-04T12:00:00Z') });
    expect((await open('GET', `/acknowledge/test/${token}`)).status).toBe(404);
    expect((await open('POST', `/acknowledge/test/${token}`)).status).toBe(404);
  });

  it('need the right to write, and belong to their organisation', async () => {
    const reader = server.api.as(await server.key(['organisation:read']));
    expect((await reader.post('/v1/test-pages')).status).toBe(403);
    const { body } = await server.api.post('/v1/test-pages', { people: ['ada'] });
    const stranger = server.api.as(await server.otherOrganisation());
    expect((await stranger.get(`/v1/test-pages?ids=${body.items[0].id}`)).body.items).toEqual([]);
    expect((await server.api.get('/v1/test-pages?ids=nonsense')).status).toBe(400);
  });
});
