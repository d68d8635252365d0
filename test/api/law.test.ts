import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { type Duty, duty } from '../support/duties.ts';
import { HIGH_RISK, sampleOrganisation } from '../support/samples.ts';

const NOW = new Date('2026-02-03T12:00:00Z');
const HOUR = 3_600_000;
let server: ApiServer;
beforeAll(async () => {
  server = await startApi({
    organisation: sampleOrganisation({
      roles: ['controller', 'processor'],
      regimes: ['uk-gdpr', 'eu-nis2-23'],
      controllers: [{ id: 'north-trust', name: 'North Trust', contact: 'night desk', noticeHours: 12 }],
    }),
    now: NOW,
  });
});
afterAll(() => server.stop());

async function declared(values: Record<string, unknown> = {}) {
  server.time.now = NOW;
  const { status, body } = await server.api.post('/v1/incidents', {
    title: 'Bookings table read by a stranger',
    discoveredAt: '2026-02-03T11:00:00Z',
    tracks: [{ id: 'bookings', facts: HIGH_RISK }],
    ...values,
  });
  expect(status).toBe(201);
  const path = `/v1/incidents/${body.id}`;
  return {
    path,
    body,
    post: (what: string, content: object) => server.api.post(`${path}/${what}`, content),
    patch: (content: object) => server.api.patch(path, content),
    entries: async (kind: string) => (await server.api.get(`${path}/timeline?kind=${kind}`)).body.items,
    pages: async () => (await server.api.get(`${path}/pages`)).body.items,
  };
}

const later = { revision: 1, awareAt: '2026-02-03T11:45Z', awareReason: 'the logs were checked first' };
const answer = { reason: 'the logs show it', evidence: 'log of 11:45', by: 'Ada', secondBy: 'Ben' };

describe('an edit that would make a deadline later', () => {
  it('changes nothing until two people confirm it, and then keeps both deadlines', async () => {
    const incident = await declared();
    const { body: asked } = await incident.patch(later);
    expect(duty(asked, 'authority')).toMatchObject({
      dueAt: '2026-02-06T11:00:00.000Z',
      proposal: { dueAt: '2026-02-06T11:45:00.000Z' },
    });
    const { body: confirmed } = await incident.post('clock-confirmation', {
      decision: 'confirmed',
      ...answer,
    });
    expect(duty(confirmed, 'authority')).toMatchObject({
      dueAt: '2026-02-06T11:45:00.000Z',
      earlierDueAt: '2026-02-06T11:00:00.000Z',
      clockVersion: 2,
      proposal: null,
      confirmation: { decision: 'confirmed', by: 'Ada', secondBy: 'Ben', evidence: 'log of 11:45' },
    });
    expect((await incident.entries('clock.confirmed'))[0]).toMatchObject({
      personal: { by: 'Ada', secondBy: 'Ben' },
    });
    server.time.now = new Date('2026-02-06T11:30:00Z');
    const { body: done } = await incident.post('submissions', { route: 'onlineForm', by: 'Ada' });
    expect(duty(done, 'authority')).toMatchObject({ late: false, lateAgainstEarlier: true });
  });

  it('needs a second person where there is one, and somebody else', async () => {
    const incident = await declared();
    await incident.patch(later);
    const { secondBy: _, ...alone } = answer;
    for (const values of [alone, { ...answer, secondBy: 'ada ' }]) {
      const refused = await incident.post('clock-confirmation', { decision: 'confirmed', ...values });
      expect(refused.status).toBe(422);
      expect(refused.body.type).toBe('/problems/secondPersonNeeded');
    }
  });

  it('stays as it was after a "no", and is not asked again', async () => {
    const incident = await declared();
    await incident.patch(later);
    const { body } = await incident.post('clock-confirmation', { decision: 'rejected', ...answer });
    expect(duty(body, 'authority')).toMatchObject({
      dueAt: '2026-02-06T11:00:00.000Z',
      proposal: { rejected: true },
    });
    const again = await incident.post('clock-confirmation', { decision: 'confirmed', ...answer });
    expect(again.body.type).toBe('/problems/nothingToConfirm');
    expect((await incident.entries('obligation.proposed')).length).toBeGreaterThan(0);
    const { body: noted } = await incident.patch({ revision: 3, title: 'Another title' });
    expect(duty(noted, 'authority')).toMatchObject({ proposal: { rejected: true } });
  });

  it('ends a duty only when it is confirmed that it does not apply', async () => {
    const incident = await declared();
    const { body: asked } = await incident.patch({
      revision: 1,
      tracks: [{ id: 'bookings', facts: { ...HIGH_RISK, personalData: false } }],
    });
    expect(duty(asked, 'individuals')).toMatchObject({ applicability: 'decide', state: 'open' });
    const { body } = await incident.post('clock-confirmation', {
      decision: 'confirmed',
      obligations: ['individuals'],
      ...answer,
    });
    expect(duty(body, 'individuals')).toMatchObject({ state: 'notRequired', decidedBy: 'Ada' });
    const { body: back } = await incident.patch({
      revision: 3,
      tracks: [{ id: 'bookings', facts: HIGH_RISK }],
    });
    expect(duty(back, 'individuals')).toMatchObject({
      state: 'open',
      applicability: 'required',
      decidedBy: null,
    });
  });
});

describe('what others ask for', () => {
  it('runs like any other duty: a question of the ICO with its date, met when it is answered', async () => {
    const incident = await declared();
    const question = {
      kind: 'authorityQuestion',
      from: 'ICO',
      subject: 'How many people?',
      reference: 'IC-1',
    };
    const refused = await incident.post('demands', question);
    expect(refused.body.errors).toMatchObject([{ field: '/dueAt' }]);
    const { body } = await incident.post('demands', { ...question, dueAt: '2026-02-10T17:00Z' });
    expect(duty(body, 'authorityQuestion:1')).toMatchObject({
      dueAt: '2026-02-10T17:00:00.000Z',
      applicability: 'required',
    });
    expect((await incident.pages()).map((page: { obligation: string }) => page.obligation)).toContain(
      'authorityQuestion:1',
    );
    const met = await incident.post('obligations/authorityQuestion:1/satisfaction', {
      how: 'answered by mail',
      by: 'Ada',
    });
    expect(duty(met.body, 'authorityQuestion:1')).toMatchObject({ state: 'satisfied' });
  });

  it('lets the police hold notices to people until a review, extends it, and ends it; the ICO clock runs on', async () => {
    const incident = await declared();
    const request = {
      kind: 'police',
      from: 'Thames Valley Police',
      subject: 'Do not alert the suspect',
      officer: 'DS Example',
      force: 'Thames Valley',
      reference: 'TVP-1',
      holds: ['individuals'],
      dueAt: '2026-02-04T12:00Z',
    };
    const { body } = await incident.post('demands', request);
    expect(duty(body, 'individuals')).toMatchObject({ heldUntil: '2026-02-04T12:00:00.000Z' });
    expect(duty(body, 'authority')).toMatchObject({ heldUntil: null });
    expect((await incident.post('demands', { ...request, holds: ['authority'] })).status).toBe(400);
    const change = { reason: 'arrest planned', evidence: 'mail of DS Example', by: 'Ada', secondBy: 'Ben' };
    const { body: longer } = await server.api.patch(`${incident.path}/demands/police-1`, {
      dueAt: '2026-02-05T12:00Z',
      ...change,
    });
    expect(duty(longer, 'policeReview:1')).toMatchObject({
      dueAt: '2026-02-05T12:00:00.000Z',
      proposal: null,
    });
    expect(duty(longer, 'individuals')).toMatchObject({ heldUntil: '2026-02-05T12:00:00.000Z' });
    const { body: ended } = await server.api.patch(`${incident.path}/demands/police-1`, {
      ended: true,
      ...change,
    });
    expect(duty(ended, 'individuals')).toMatchObject({ heldUntil: null });
    expect(duty(ended, 'policeReview:1')).toMatchObject({ state: 'satisfied' });
    const listed = await server.api.get(`${incident.path}/demands`);
    expect(listed.body.items).toMatchObject([
      { id: 'police-1', officer: 'DS Example', holds: ['individuals'] },
    ]);
  });
});

describe('a processor', () => {
  const tracks = [
    {
      id: 'theirs',
      facts: { role: 'processor' },
      controllers: [{ id: 'north-trust' }, { id: 'south-trust' }],
    },
  ];

  it('has a clock for each controller, and bounced mail is not "informed"', async () => {
    const incident = await declared({ tracks });
    expect(incident.body.obligations.map(({ id }: Duty) => id)).toEqual(
      expect.arrayContaining(['controllers:north-trust', 'controllers:south-trust', 'contract:north-trust']),
    );
    expect(duty(incident.body, 'authority')).toBeUndefined();
    const path = 'obligations/controllers:north-trust/satisfaction';
    const bounced = await incident.post(path, { reached: false, how: 'mail to dpo@ bounced', by: 'Ada' });
    expect(duty(bounced.body, 'controllers:north-trust')).toMatchObject({
      state: 'open',
      recipientName: 'North Trust',
      recipientContact: 'night desk',
      label: 'Tell the controllers (North Trust)',
    });
    expect((await incident.pages()).map((page: { reason: string }) => page.reason)).toContain('notReached');
    const told = await incident.post(path, { how: 'telephone', by: 'Ada' });
    expect(duty(told.body, 'controllers:north-trust')).toMatchObject({ state: 'satisfied' });
    expect(duty(told.body, 'contract:north-trust')).toMatchObject({ state: 'satisfied' });
    expect(duty(told.body, 'controllers:south-trust')).toMatchObject({ state: 'open' });
  });
});

describe('stages of a regime', () => {
  it('start from what really happened', async () => {
    const incident = await declared();
    expect(duty(incident.body, 'eu-nis2-23:early-warning')).toMatchObject({
      dueAt: '2026-02-04T11:00:00.000Z',
    });
    expect(duty(incident.body, 'eu-nis2-23:final-report')).toBeUndefined();
    server.time.now = new Date(NOW.getTime() + 10 * HOUR);
    const { body } = await incident.post('submissions', {
      obligation: 'eu-nis2-23:incident-notification',
      route: 'onlineForm',
      by: 'Ada',
    });
    expect(duty(body, 'eu-nis2-23:final-report')).toMatchObject({
      startsAt: '2026-02-03T22:00:00.000Z',
      dueAt: '2026-03-04T00:00:00.000Z',
    });
  });

  it('a report that lacked something is followed up', async () => {
    const incident = await declared();
    const { body } = await incident.post('submissions', { route: 'telephone', by: 'Ada' });
    expect(duty(body, 'followUp')).toMatchObject({ applicability: 'required', basis: 'UK GDPR Art. 33(4)' });
  });
});

describe('the assessment of an incident', () => {
  it('is explained track by track: rules with source and standing, decisions, and what is missing', async () => {
    const incident = await declared({
      tracks: [
        { id: 'bookings', facts: HIGH_RISK },
        { id: 'theirs', facts: { role: 'processor' } },
      ],
    });
    const { status, body } = await server.api.get(`${incident.path}/assessment`);
    expect(status).toBe(200);
    const [bookings, theirs] = body.tracks;
    expect(bookings).toMatchObject({
      track: 'bookings',
      risk: 'high',
      communicateToDataSubjects: 'required',
    });
    for (const reason of bookings.reasons)
      expect(reason).toMatchObject({
        source: expect.stringMatching(/\S/),
        standing: expect.any(String),
        text: expect.stringMatching(/\.$/),
      });
    expect(theirs).toMatchObject({ notifyAuthority: 'notRequired', notifyControllers: 'required' });
    expect(theirs.missing).toContain('personalData');
  });
});
