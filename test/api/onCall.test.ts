import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inOrganisation } from '../../db/database.ts';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { only, parse, textOf } from '../support/icalendar.ts';
import { sampleOrganisation } from '../support/samples.ts';

/* eslint-disable @typescript-eslint/no-explicit-any -- answers are asserted on, not typed */

/** Tuesday; the week of ada began on Monday 2 February at 09:00. */
const NOW = new Date('2026-02-03T12:00:00Z');
const contacts = [{ channel: 'sms', number: '+441632960101' }];
const policy = {
  people: [
    { id: 'ada', name: 'Ada Owner', email: 'ada@school.test', contacts },
    { id: 'ben', name: 'Ben Friend', email: 'ben@friend.test' },
    { id: 'cat', name: 'Cat Caller', email: 'cat@friend.test', agreesToDrills: true },
  ],
  schedules: [
    { id: 'week', name: 'Duty', layers: [{ people: ['ada', 'ben'], startsOn: '2026-02-02' }] },
    {
      id: 'office',
      layers: [{ people: ['cat'], startsOn: '2026-02-02', hours: [{ from: '09:00', until: '17:00' }] }],
    },
  ],
  services: [{ channel: 'webhook', id: 'room', url: 'https://room.example.org/' }],
  escalation: [
    { schedules: ['week'], channels: ['smtp'], delayMinutes: 5 },
    { schedules: ['office'], delayMinutes: 10 },
    { people: ['cat'], services: ['room'], delayMinutes: 15 },
  ],
  standIn: undefined,
  outOfHours: 'ben',
};

let server: ApiServer;
beforeAll(async () => {
  server = await startApi({ organisation: sampleOrganisation(policy), now: NOW });
});
beforeEach(() => {
  server.time.now = NOW;
});
afterAll(() => server.stop());

const fields = (body: { errors?: { field: string }[] }) => (body.errors ?? []).map(({ field }) => field);
const override = (values: object) =>
  server.api.post('/v1/on-call/overrides', {
    schedule: 'week',
    person: 'cat',
    from: '2026-02-10T09:00Z',
    until: '2026-02-11T09:00Z',
    ...values,
  });
const withdraw = (id: string) => server.api.request('DELETE', `/v1/on-call/overrides/${id}`);
const kinds = () =>
  inOrganisation(server.db, server.organisationId, async (scope) => {
    const rows = await scope.selectFrom('timelineEntries').select('kind').orderBy('id').execute();
    return rows.map(({ kind }) => kind);
  });

describe('who is on call', () => {
  it('at an instant, since when, until when, and who is next', async () => {
    const { status, body } = await server.api.get('/v1/on-call?at=2026-02-03T20:00Z');
    expect(status).toBe(200);
    expect(body.schedules).toEqual([
      {
        schedule: 'week',
        name: 'Duty',
        onCall: [{ person: 'ada', name: 'Ada Owner' }],
        since: '2026-02-02T09:00:00.000Z',
        until: '2026-02-09T09:00:00.000Z',
        next: { person: 'ben', name: 'Ben Friend' },
      },
      {
        schedule: 'office',
        name: 'office',
        onCall: [],
        since: '2026-02-03T17:00:00.000Z',
        until: '2026-02-04T09:00:00.000Z',
        next: { person: 'cat', name: 'Cat Caller' },
      },
    ]);
  });

  it('and whom each step would ask then, through which ways', async () => {
    const { body } = await server.api.get('/v1/on-call?at=2026-02-03T20:00Z');
    const [{ id, steps }] = body.escalation;
    expect(id).toBeNull();
    expect(steps[0].people).toEqual([
      {
        person: 'ada',
        name: 'Ada Owner',
        schedules: ['week'],
        ways: [{ method: 'smtp', channel: 'smtp', verified: false }],
      },
    ]);
    expect(steps[1]).toMatchObject({ people: [], emptySchedules: ['office'], delayMinutes: 0 });
    expect(steps[2]).toMatchObject({ services: [{ service: 'room', channel: 'webhook' }], delayMinutes: 15 });
    expect(steps[3].people.map((one: any) => one.person)).toEqual(['ben']);
    // Nothing of step 1 is verified, and step 3 reaches a service that counts.
    expect(steps[0].delayMinutes).toBe(0);
    const codes = body.warnings.map((warning: any) => warning.code);
    expect(codes).toEqual(['stepsEmpty', 'rotaGaps', 'waysUnverified', 'oneWayOnly']);
    expect(body.warnings[1].text).toContain(
      'office: Tue 3 Feb 2026, 20:00 GMT – Wed 4 Feb 2026, 09:00 GMT (×31)',
    );
    expect(body.warnings[3].text).toMatch(/^Ben Friend, Cat Caller can be reached in one way only/);
  });

  it('reads a time without an offset on the clock of the organisation, and one schedule alone', async () => {
    const { body } = await server.api.get('/v1/on-call?at=2026-06-15T09:30&schedule=week');
    expect([body.at, body.schedules.length]).toEqual(['2026-06-15T08:30:00.000Z', 1]);
  });

  it.each([
    ['at=yesterday!', 'querystring/at'],
    ['at=9999-12-31T00:00Z', 'querystring/at'],
    ['schedule=none', 'querystring/schedule'],
  ])('refuses %s', async (query, field) => {
    const { status, body } = await server.api.get(`/v1/on-call?${query}`);
    expect([status, fields(body)]).toEqual([400, [field]]);
  });

  it('lists shifts without a hole, gaps included', async () => {
    const { body } = await server.api.get(
      '/v1/on-call/shifts?from=2026-02-03T00:00Z&until=2026-02-04T00:00Z&schedule=office',
    );
    expect(body.schedules[0].shifts).toEqual([
      { onCall: null, from: '2026-02-03T00:00:00.000Z', until: '2026-02-03T09:00:00.000Z' },
      {
        onCall: { person: 'cat', name: 'Cat Caller' },
        from: '2026-02-03T09:00:00.000Z',
        until: '2026-02-03T17:00:00.000Z',
      },
      { onCall: null, from: '2026-02-03T17:00:00.000Z', until: '2026-02-04T00:00:00.000Z' },
    ]);
    expect((await server.api.get('/v1/on-call/shifts')).body).toMatchObject({
      from: '2026-02-03T12:00:00.000Z',
      until: '2026-03-03T12:00:00.000Z',
    });
  });

  it.each([
    'from=2026-02-03T00:00Z&until=2026-02-03T00:00Z',
    'from=2026-02-03T00:00Z&until=2027-04-01T00:00Z',
  ])('refuses shifts of %s', async (query) => {
    const { status, body } = await server.api.get(`/v1/on-call/shifts?${query}`);
    expect([status, fields(body)]).toEqual([400, ['querystring/until']]);
  });
});

describe('an override', () => {
  it('puts somebody on call, is on record, and is gone when it is withdrawn', async () => {
    const made = await override({ by: 'Ada Owner' });
    expect(made.status).toBe(201);
    const { id } = made.body.override;
    expect(made.body.override).toMatchObject({ schedule: 'week', person: 'cat', name: 'Cat Caller' });
    const at = async () =>
      (await server.api.get('/v1/on-call?at=2026-02-10T20:00Z&schedule=week')).body.schedules[0];
    expect(await at()).toMatchObject({ onCall: [{ person: 'cat' }], until: '2026-02-11T09:00:00.000Z' });
    const listed = (await server.api.get('/v1/on-call/overrides')).body.items;
    expect(listed).toEqual([made.body.override]);
    expect((await withdraw(id)).status).toBe(200);
    expect(await at()).toMatchObject({ onCall: [{ person: 'ben' }] });
    expect((await server.api.get('/v1/on-call/overrides')).body.items).toEqual([]);
    expect((await withdraw(id)).status).toBe(404);
    expect(await kinds()).toEqual(
      expect.arrayContaining(['onCall.overrideMade', 'onCall.overrideWithdrawn']),
    );
  });

  it('that is withdrawn under way keeps what it was until then', async () => {
    const { body } = await override({ from: '2026-12-01T09:00Z', until: '2026-12-02T09:00Z' });
    server.time.now = new Date('2026-12-01T15:00Z');
    expect((await withdraw(body.override.id)).body.override.until).toBe('2026-12-01T15:00:00.000Z');
    const onCall = async (at: string) =>
      (await server.api.get(`/v1/on-call?at=${at}&schedule=week`)).body.schedules[0].onCall[0].person;
    expect([await onCall('2026-12-01T14:59Z'), await onCall('2026-12-01T15:00Z')]).toEqual(['cat', 'ben']);
  });

  it.each([
    ['an unknown person', { person: 'eve' }, '/person'],
    ['an unknown schedule', { schedule: 'none' }, '/schedule'],
    ['an end before its start', { until: '2026-02-10T08:59Z' }, '/until'],
    ['an end at its start', { until: '2026-02-10T09:00:00.400Z' }, '/until'],
    ['an end that is past', { from: '2026-02-01T09:00Z', until: '2026-02-03T12:00Z' }, '/until'],
    ['more than 60 days', { until: '2026-04-11T09:00:01Z' }, '/until'],
    ['a local time that the clocks skip', { from: '2026-03-29T01:30', until: '2026-03-30T09:00' }, '/from'],
  ])('is refused with %s', async (_, values, field) => {
    const before = await kinds();
    const { status, body } = await override(values);
    expect([status, fields(body)]).toEqual([400, [field]]);
    expect(await kinds()).toEqual(before);
  });

  it('may last 60 days, and is in the time of its schedule where it names no offset', async () => {
    const { status, body } = await override({ from: '2026-04-01T10:00', until: '2026-05-31T10:00' });
    expect([status, body.override?.from]).toEqual([201, '2026-04-01T09:00:00.000Z']);
    await withdraw(body.override.id);
  });
});

describe('a calendar that a person subscribes to', () => {
  const make = async (person: string) => (await server.api.post('/v1/on-call/feeds', { person })).body;
  const fetched = async (url: string) => {
    const response = await fetch(url.replace('http://localhost', server.url));
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      text: await response.text(),
    };
  };
  const shiftsOf = (text: string) =>
    parse(text).children.map(
      (event) => `${only(event, 'DTSTART')} ${only(event, 'DTEND')} ${textOf(event, 'SUMMARY')}`,
    );

  it('has the own shifts, from a month ago to half a year ahead, by a secret address', async () => {
    const { url } = await make('ada');
    const { status, type, text } = await fetched(url);
    expect([status, type]).toEqual([200, 'text/calendar; charset=utf-8']);
    const found = shiftsOf(text);
    expect(found[0]).toBe('20260202T090000Z 20260209T090000Z On call: Duty');
    expect(found).toHaveLength(14);
    expect(found).toContain('20260330T080000Z 20260406T080000Z On call: Duty');
    expect(textOf(parse(text), 'X-WR-CALNAME')).toBe('Tocsin: Ada Owner on call');
    expect(text).not.toMatch(/incident|breach/i);
  });

  it('has everybody in one schedule by the same secret, and nothing in one that is unknown', async () => {
    const { schedules } = await make('ada');
    const [first] = schedules;
    const found = shiftsOf((await fetched(first.url)).text);
    expect(found.slice(0, 2)).toEqual([
      '20260202T090000Z 20260209T090000Z Ada Owner: Duty',
      '20260209T090000Z 20260216T090000Z Ben Friend: Duty',
    ]);
    expect((await fetched(first.url.replace('week', 'other'))).status).toBe(404);
  });

  it('is the same, byte for byte, until something changes; then the sequence grows and UIDs stay', async () => {
    const { schedules } = await make('ada');
    const [{ url }] = schedules;
    const before = (await fetched(url)).text;
    server.time.now = new Date(NOW.getTime() + 3 * 3_600_000);
    expect((await fetched(url)).text).toBe(before);
    const { body } = await override({});
    const after = (await fetched(url)).text;
    const eventOf = (text: string) =>
      parse(text).children.find((event) => only(event, 'DTSTART') === '20260209T090000Z')!;
    expect(only(eventOf(after), 'UID')).toBe(only(eventOf(before), 'UID'));
    expect(Number(only(eventOf(after), 'SEQUENCE'))).toBe(Number(only(eventOf(before), 'SEQUENCE')) + 1);
    expect(only(eventOf(after), 'DTEND')).toBe('20260210T090000Z');
    expect(shiftsOf(after)).toContain('20260210T090000Z 20260211T090000Z Cat Caller: Duty');
    await withdraw(body.override.id);
  });

  it('ends when it is withdrawn, when a new one is made, and is nobody else’s', async () => {
    const first = await make('ben');
    const second = await make('ben');
    expect((await fetched(first.url)).status).toBe(404);
    expect((await fetched(second.url)).status).toBe(200);
    const stranger = server.api.as(await server.otherOrganisation());
    expect((await stranger.get('/v1/on-call/feeds')).body.items).toEqual([]);
    expect((await stranger.request('DELETE', '/v1/on-call/feeds/ben')).status).toBe(404);
    const listed = await server.api.get('/v1/on-call/feeds');
    expect(listed.body.items.map((one: any) => one.person)).toEqual(['ada', 'ben']);
    expect(JSON.stringify(listed.body)).not.toContain(second.url.slice(-30, -4));
    expect((await server.api.request('DELETE', '/v1/on-call/feeds/ben')).status).toBe(200);
    expect((await fetched(second.url)).status).toBe(404);
    expect((await server.api.request('DELETE', '/v1/on-call/feeds/ben')).status).toBe(404);
    expect(await kinds()).toEqual(expect.arrayContaining(['onCall.feedMade', 'onCall.feedRevoked']));
  });

  it.each([
    'x.ics',
    '.ics',
    `${'a'.repeat(43)}.${'b'.repeat(43)}.ics`,
    `${'A'.repeat(43)}.${'b'.repeat(43)}`,
    '%61.ics',
  ])('is not found by the guess %s', async (guess) => {
    const { status, text } = await fetched(`http://localhost/on-call/feed/${guess}`);
    expect(status).toBe(404);
    expect(text).toContain('problems/notFound');
  });

  it('is closed to somebody who left', async () => {
    const { url } = await make('cat');
    const { organisation, revision } = (await server.api.get('/v1/organisation')).body;
    const left = structuredClone(organisation);
    left.policy.people.pop();
    left.policy.schedules.pop();
    left.policy.escalation = [{ schedules: ['week'] }];
    const put = await server.api.put('/v1/organisation', { revision, organisation: left });
    expect(put.status).toBe(200);
    expect((await fetched(url)).status).toBe(404);
    await server.api.put('/v1/organisation', { revision: revision + 1, organisation });
    expect((await fetched(url)).status).toBe(200);
  });
});

describe('scopes', () => {
  const READS = [
    '/v1/on-call',
    '/v1/on-call/shifts',
    '/v1/on-call/overrides',
    '/v1/on-call/feeds',
    '/v1/contacts',
  ];
  const WRITES: [string, string, object?][] = [
    [
      'POST',
      '/v1/on-call/overrides',
      { schedule: 'week', person: 'cat', from: '2026-02-10', until: '2026-02-11' },
    ],
    ['DELETE', '/v1/on-call/overrides/018f0000-0000-7000-8000-000000000001'],
    ['POST', '/v1/on-call/feeds', { person: 'ada' }],
    ['DELETE', '/v1/on-call/feeds/ada'],
    ['POST', '/v1/contacts/ada/smtp/verification'],
    ['POST', '/v1/contacts/ada/smtp/verification/code', { code: '123456' }],
  ];

  it('organisation:read reads, and neither incidents:read nor nobody does', async () => {
    const reader = server.api.as(await server.key(['organisation:read']));
    const other = server.api.as(await server.key(['incidents:read', 'incidents:write']));
    for (const path of READS) {
      expect((await reader.get(path)).status).toBe(200);
      expect((await other.get(path)).status).toBe(403);
      expect((await server.api.as(undefined).get(path)).status).toBe(401);
    }
  });

  it('organisation:write is needed to change anything', async () => {
    const reader = server.api.as(await server.key(['organisation:read', 'incidents:write']));
    for (const [method, path, body] of WRITES) {
      expect((await reader.request(method, path, body)).status).toBe(403);
      expect((await server.api.as(undefined).request(method, path, body)).status).toBe(401);
    }
  });

  it('another organisation sees and changes nothing', async () => {
    const { body } = await override({});
    const stranger = server.api.as(await server.otherOrganisation());
    expect((await stranger.get('/v1/on-call/overrides')).body.items).toEqual([]);
    const answer = await stranger.request('DELETE', `/v1/on-call/overrides/${body.override.id}`);
    expect(answer.status).toBe(404);
    await withdraw(body.override.id);
  });
});
