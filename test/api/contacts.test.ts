import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { methodDigest, verifiedMethods } from '../../db/contactVerifications.ts';
import { inOrganisation } from '../../db/database.ts';
import { openDirectMessage } from '../../db/directMessages.ts';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { sampleOrganisation } from '../support/samples.ts';

/* eslint-disable @typescript-eslint/no-explicit-any -- answers are asserted on, not typed */

const NOW = new Date('2026-02-03T12:00:00Z');
const MINUTE = 60_000;
const people = [
  {
    id: 'ada',
    name: 'Ada Owner',
    email: 'ada@school.test',
    contacts: [
      { channel: 'sms', number: '+441632960101' },
      { channel: 'voice', number: '+441632960101' },
      { channel: 'smtp', id: 'private', address: 'ada@home.test' },
      { channel: 'teams', url: 'https://teams.example.org/workflows/1?sig=secret' },
    ],
  },
  { id: 'ben', name: 'Ben Friend', email: 'ben@friend.test' },
];

let server: ApiServer;
beforeAll(async () => {
  server = await startApi({
    organisation: sampleOrganisation({ people, escalation: [{ people: ['ada'] }], standIn: 'ben' }),
    now: NOW,
  });
});
/** Hours apart, so that one test does not use up the sends of another. */
let hour = 0;
beforeEach(() => {
  hour += 2;
  server.time.now = new Date(NOW.getTime() + hour * 60 * MINUTE);
});
afterAll(() => server.stop());

const later = (ms: number) => {
  server.time.now = new Date(server.time.now.getTime() + ms);
};
const send = (way: string) => server.api.post(`/v1/contacts/${way}/verification`);
const enter = (way: string, code: string) =>
  server.api.post(`/v1/contacts/${way}/verification/code`, { code });
const wayOf = async (person: string, method: string) => {
  const { items } = (await server.api.get('/v1/contacts')).body;
  return items.find((one: any) => one.person === person).ways.find((way: any) => way.method === method);
};

/** What was put into the outbox of direct messages last. */
const newest = () =>
  inOrganisation(server.db, server.organisationId, async (scope) => {
    const row = await scope
      .selectFrom('directMessages')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    return { row, ...openDirectMessage(row, await server.keys.of(scope, server.organisationId)) };
  });
const codeOf = async () => (await newest()).content.data.code as string;
const wrong = (code: string) => (code === '000000' ? '000001' : '000000');

describe('a way to reach somebody', () => {
  it('is verified by the code that went out through it', async () => {
    const sent = await send('ada/private');
    expect(sent).toMatchObject({
      status: 202,
      body: { channel: 'smtp', expiresAt: new Date(server.time.now.getTime() + 15 * MINUTE).toISOString() },
    });
    expect(JSON.stringify(sent.body)).not.toMatch(/\b\d{6}\b/);
    const { row, to, content } = await newest();
    expect([row.kind, row.methodId, to.address, to.name]).toEqual([
      'verification',
      'private',
      'ada@home.test',
      'Ada Owner',
    ]);
    const code = content.data.code as string;
    expect(code).toMatch(/^\d{6}$/);
    for (const text of [content.subject, content.text, content.short]) expect(text).toContain(code);
    expect(await wayOf('ada', 'private')).toMatchObject({ verifiedAt: null, codeMessage: 'intended' });
    expect((await enter('ada/private', `${code.slice(0, 3)} ${code.slice(3)}`)).status).toBe(200);
    expect(await wayOf('ada', 'private')).toMatchObject({
      verifiedAt: server.time.now.toISOString(),
      codeValidUntil: null,
    });
    const verified = await inOrganisation(server.db, server.organisationId, verifiedMethods);
    expect(verified).toEqual(new Set([methodDigest(server.organisationId, 'ada', 'smtp', 'ada@home.test')]));
    const { body } = await server.api.get('/v1/on-call');
    expect(body.escalation[0].steps[0].people[0].ways.map((way: any) => [way.method, way.verified])).toEqual([
      ['smtp', false],
      ['sms', false],
      ['voice', false],
      ['private', true],
      ['teams', false],
    ]);
  });

  it('is verified once: no code serves twice, and no further one is sent', async () => {
    await send('ben/smtp');
    const code = await codeOf();
    expect((await enter('ben/smtp', code)).status).toBe(200);
    expect(await enter('ben/smtp', code)).toMatchObject({
      status: 422,
      body: { type: '/problems/codeNotAccepted' },
    });
    expect(await send('ben/smtp')).toMatchObject({
      status: 409,
      body: { type: '/problems/alreadySatisfied' },
    });
  });

  it('takes five tries a code, counted also when they come at once', async () => {
    await send('ada/sms');
    const code = await codeOf();
    const tries = await Promise.all(Array.from({ length: 5 }, () => enter('ada/sms', wrong(code))));
    expect(tries.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422]);
    expect(new Set(tries.map(({ body }) => body.detail)).size).toBe(5);
    const right = await enter('ada/sms', code);
    expect([right.status, right.body.detail]).toEqual([422, expect.stringContaining('five times')]);
    await send('ada/sms');
    expect((await enter('ada/sms', await codeOf())).status).toBe(200);
  });

  it('takes a code for 15 minutes, and the newest only', async () => {
    await send('ada/smtp');
    const first = await codeOf();
    await send('ada/smtp');
    const second = await codeOf();
    if (first !== second) expect((await enter('ada/smtp', first)).status).toBe(422);
    later(15 * MINUTE);
    expect((await enter('ada/smtp', second)).body.detail).toMatch(/too old/);
    await send('ada/smtp');
    later(15 * MINUTE - 1);
    expect((await enter('ada/smtp', await codeOf())).status).toBe(200);
  });

  it('is sent three codes an hour at most, also when they are asked for at once', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => send('ada/voice')));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 202, 202, 429, 429]);
    const refused = answers.find(({ status }) => status === 429)!;
    expect(refused.body).toMatchObject({
      type: '/problems/tooManyRequests',
      retryAt: new Date(server.time.now.getTime() + 60 * MINUTE).toISOString(),
    });
    expect(refused.headers.get('retry-after')).toBe('3600');
    later(60 * MINUTE);
    expect((await send('ada/voice')).status).toBe(202);
    expect((await newest()).content.short).toMatch(/\d \d \d \d \d \d/);
  });

  it('takes no code that went to another way', async () => {
    await send('ada/teams');
    const code = await codeOf();
    expect((await enter('ada/voice', code)).status).toBe(422);
    expect((await enter('ada/teams', code)).status).toBe(200);
    expect((await wayOf('ada', 'teams')).address).toBe('https://teams.example.org');
  });

  it('keeps neither the code nor the address in the clear', async () => {
    server.time.now = new Date(server.time.now.getTime() + 60 * MINUTE);
    await send('ada/voice');
    const code = await codeOf();
    const rows = await inOrganisation(server.db, server.organisationId, (scope) =>
      scope.selectFrom('contactVerifications').selectAll().execute(),
    );
    expect(JSON.stringify(rows)).not.toContain(code);
    // Digests and ids are hexadecimal by chance, "ada" among their digits; no address is all of them.
    const readable = JSON.stringify(rows).replace(/"[0-9a-f-]{16,}"/g, '""');
    expect(readable).not.toMatch(/ada|441632/);
  });

  it('is no longer verified when its address changes, nor when the old one comes back', async () => {
    const verified = async () => (await wayOf('ben', 'smtp')).verifiedAt !== null;
    expect(await verified()).toBe(true);
    const change = async (email: string) => {
      const { organisation, revision } = (await server.api.get('/v1/organisation')).body;
      organisation.policy.people[1].email = email;
      expect((await server.api.put('/v1/organisation', { revision, organisation })).status).toBe(200);
    };
    await change('Ben@Friend.test');
    expect(await verified()).toBe(true);
    await change('ben@elsewhere.test');
    expect(await verified()).toBe(false);
    await change('ben@friend.test');
    expect(await verified()).toBe(false);
    expect((await wayOf('ada', 'teams')).verifiedAt).not.toBeNull();
  });

  it.each(['eve/smtp', 'ben/sms'])('that does not exist is not found: %s', async (way) => {
    expect((await send(way)).status).toBe(404);
    expect((await enter(way, '123456')).status).toBe(404);
  });

  it('is on record', async () => {
    const rows = await inOrganisation(server.db, server.organisationId, (scope) =>
      scope.selectFrom('timelineEntries').select(['kind', 'content']).execute(),
    );
    const kinds = rows.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['contact.codeSent', 'contact.verified']));
    expect(rows.map(({ content }) => content.toString()).join()).not.toMatch(/Ada Owner|ada@home/);
  });
});

describe('the list of contacts', () => {
  it('says who may be asked, who has independent ways, and what to do', async () => {
    const { items, warnings } = (await server.api.get('/v1/contacts')).body;
    expect(items.map((one: any) => [one.person, one.asked, one.independentWays])).toEqual([
      ['ada', true, 4],
      ['ben', true, 1],
    ]);
    expect(warnings.map(({ code }: any) => code)).toEqual(['waysUnverified', 'oneWayOnly']);
    expect(warnings[0].text).toMatch(/Ada Owner \(.*\), Ben Friend \(smtp\)/);
  });
});
