import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { duty } from '../support/duties.ts';
import { HIGH_RISK, sampleOrganisation } from '../support/samples.ts';

const NOW = new Date('2026-02-03T12:00:00Z');
let server: ApiServer;
beforeAll(async () => {
  server = await startApi({ organisation: sampleOrganisation({ publicSummary: 'never' }), now: NOW });
});
afterAll(() => server.stop());

const LOW_RISK = { ...HIGH_RISK, individuals: { approx: 1, children: false, vulnerable: false } };
const answer = { reason: 'the ICO said so', evidence: 'mail of the ICO', by: 'Ada', secondBy: 'Ben' };

async function declared(facts: object = HIGH_RISK) {
  server.time.now = NOW;
  const { body } = await server.api.post('/v1/incidents', {
    title: 'Bookings table read by a stranger',
    discoveredAt: '2026-02-03T11:00:00Z',
    tracks: [{ id: 'bookings', facts }],
  });
  const path = `/v1/incidents/${body.id}`;
  return {
    path,
    body,
    ask: (content: object) =>
      server.api.post(`${path}/demands`, { from: 'ICO', subject: 'Which?', ...content }),
    alter: (id: string, content: object) =>
      server.api.patch(`${path}/demands/${id}`, { reason: 'they agreed', by: 'Ada', ...content }),
    confirm: (content: object) => server.api.post(`${path}/clock-confirmation`, { ...answer, ...content }),
    listed: async () => (await server.api.get(`${path}/demands`)).body.items[0],
    entries: async (kind: string) => (await server.api.get(`${path}/timeline?kind=${kind}`)).body.items,
    questions: async () =>
      (await server.api.get(`${path}/pages`)).body.items.filter(
        ({ reason }: { reason: string }) => reason === 'confirmClock',
      ),
  };
}

const QUESTION = { kind: 'authorityQuestion', dueAt: '2026-02-10T17:00Z' };
const POLICE = {
  kind: 'police',
  officer: 'DS Example',
  force: 'Thames Valley',
  reference: 'TVP-1',
  holds: ['individuals'],
  dueAt: '2026-02-04T12:00Z',
};

describe('a later time for a demand', () => {
  it('is only proposed by one person, with a page, and holds once two have confirmed it', async () => {
    const { ask, alter, confirm, listed, entries, questions } = await declared();
    await ask(QUESTION);
    const { body } = await alter('authorityQuestion-1', { dueAt: '2026-02-20T17:00Z' });
    expect(duty(body, 'authorityQuestion:1')).toMatchObject({
      dueAt: '2026-02-10T17:00:00.000Z',
      proposal: { dueAt: '2026-02-20T17:00:00.000Z' },
    });
    expect(await questions()).toMatchObject([{ state: 'open' }]);
    expect(await listed()).toMatchObject({
      dueAt: '2026-02-10T17:00:00.000Z',
      clockDueAt: '2026-02-10T17:00:00.000Z',
      proposed: { dueAt: '2026-02-20T17:00:00.000Z' },
    });
    expect((await entries('demand.changed'))[0].text).toContain('until it is confirmed it stays due');
    const { body: done } = await confirm({ decision: 'confirmed' });
    expect(duty(done, 'authorityQuestion:1')).toMatchObject({
      dueAt: '2026-02-20T17:00:00.000Z',
      earlierDueAt: '2026-02-10T17:00:00.000Z',
      proposal: null,
    });
    expect(await listed()).toMatchObject({ dueAt: '2026-02-20T17:00:00.000Z', proposed: null });
  });

  it('is gone after a "no"', async () => {
    const { path, ask, alter, confirm, listed, questions } = await declared();
    await ask(QUESTION);
    await alter('authorityQuestion-1', { dueAt: '2026-02-20T17:00Z' });
    await confirm({ decision: 'rejected' });
    const { body } = await server.api.patch(path, { revision: 4, title: 'Another title' });
    expect(duty(body, 'authorityQuestion:1')).toMatchObject({
      dueAt: '2026-02-10T17:00:00.000Z',
      applicability: 'required',
      proposal: null,
    });
    expect(await listed()).toMatchObject({ proposed: null });
    expect((await questions()).every(({ state }: { state: string }) => state === 'ended')).toBe(true);
  });

  it('holds at once with evidence and a second person, and never with a second who is the first', async () => {
    const { ask, alter } = await declared();
    await ask(QUESTION);
    const later = { dueAt: '2026-02-20T17:00Z', evidence: 'mail of the ICO' };
    const refused = await alter('authorityQuestion-1', { ...later, secondBy: 'Ada Owner' });
    expect(refused.body.type).toBe('/problems/secondPersonNeeded');
    const { body } = await alter('authorityQuestion-1', { ...later, secondBy: 'Ben' });
    expect(duty(body, 'authorityQuestion:1')).toMatchObject({ dueAt: '2026-02-20T17:00:00.000Z' });
  });

  it('is not needed for an earlier one, which holds at once', async () => {
    const { ask, alter, listed } = await declared();
    await ask(QUESTION);
    const { body } = await alter('authorityQuestion-1', { dueAt: '2026-02-05T17:00Z' });
    expect(duty(body, 'authorityQuestion:1')).toMatchObject({
      dueAt: '2026-02-05T17:00:00.000Z',
      proposal: null,
    });
    expect(await listed()).toMatchObject({ dueAt: '2026-02-05T17:00:00.000Z' });
  });

  it('of a police request lengthens its hold only when it is confirmed', async () => {
    const { ask, alter, confirm } = await declared();
    await ask(POLICE);
    const { body } = await alter('police-1', { dueAt: '2026-02-06T12:00Z' });
    expect(duty(body, 'individuals')).toMatchObject({ heldUntil: '2026-02-04T12:00:00.000Z' });
    const { body: done } = await confirm({ decision: 'confirmed' });
    expect(duty(done, 'individuals')).toMatchObject({ heldUntil: '2026-02-06T12:00:00.000Z' });
    expect(duty(done, 'policeReview:1')).toMatchObject({ dueAt: '2026-02-06T12:00:00.000Z' });
  });
});

describe('the end of a demand', () => {
  it('is only proposed for an order to tell people, which stays a duty until two have confirmed it', async () => {
    const { ask, alter, confirm, listed, entries } = await declared(LOW_RISK);
    await ask({ kind: 'authorityOrder' });
    const { body } = await alter('authorityOrder-1', { ended: true });
    expect(duty(body, 'authorityOrder:1')).toMatchObject({
      state: 'open',
      proposal: { applicability: 'notRequired' },
    });
    expect(duty(body, 'individuals')).toMatchObject({ applicability: 'required' });
    expect(await listed()).toMatchObject({ endedAt: null, proposed: { ended: true } });
    expect((await entries('demand.ended'))[0].text).toContain('its end is proposed');
    const { body: done } = await confirm({ decision: 'confirmed' });
    expect(duty(done, 'authorityOrder:1')).toMatchObject({ state: 'notRequired', decidedBy: 'Ada' });
    expect(await listed()).toMatchObject({ endedAt: NOW.toISOString(), proposed: null });
  });

  it('takes evidence and a second person where the order was answered already', async () => {
    const { path, ask, alter } = await declared(LOW_RISK);
    await ask({ kind: 'authorityOrder' });
    const met = `${path}/obligations/authorityOrder:1/satisfaction`;
    await server.api.post(met, { how: 'letter to the ICO', by: 'Ada' });
    expect((await alter('authorityOrder-1', { ended: true })).status).toBe(422);
    const { body } = await alter('authorityOrder-1', { ended: true, secondBy: 'Ben' });
    expect(body.errors).toMatchObject([{ field: '/evidence' }]);
    const done = await alter('authorityOrder-1', { ended: true, secondBy: 'Ben', evidence: 'mail' });
    expect(done.status).toBe(200);
  });

  it('holds at once for a police request: nothing is held back any more', async () => {
    const { ask, alter } = await declared();
    await ask(POLICE);
    const { body } = await alter('police-1', { ended: true });
    expect(duty(body, 'individuals')).toMatchObject({ heldUntil: null });
    expect(duty(body, 'policeReview:1')).toMatchObject({ state: 'satisfied' });
  });
});

describe('the review of a police request', () => {
  it.each(['2026-03-06T12:00Z', '2126-02-04T12:00Z'])('is not as late as %s', async (dueAt) => {
    const { ask, alter } = await declared();
    expect((await ask({ ...POLICE, dueAt })).body.errors).toMatchObject([{ field: '/dueAt' }]);
    await ask(POLICE);
    expect((await alter('police-1', { dueAt })).body.detail).toContain('within 30 days');
  });

  it('lies in the future, whenever it was received', async () => {
    const { ask } = await declared();
    server.time.now = new Date('2026-02-05T12:00:00Z');
    const refused = await ask({ ...POLICE, receivedAt: '2026-02-03T12:00Z' });
    expect(refused.body.detail).toContain('lies in the past');
  });
});
