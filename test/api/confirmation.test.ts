import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { HIGH_RISK, sampleOrganisation } from '../support/samples.ts';

const NOW = new Date('2026-02-03T12:00:00Z');
let server: ApiServer;
beforeAll(async () => {
  server = await startApi({ organisation: sampleOrganisation(), now: NOW });
});
afterAll(() => server.stop());

const answer = { decision: 'confirmed', reason: 'the logs show it', evidence: 'log of 11:45', by: 'Ada' };
const two = { ...answer, secondBy: 'Ben' };
interface Page {
  reason: string;
  state: string;
  endedBecause: string | null;
}

async function proposed() {
  const { body } = await server.api.post('/v1/incidents', {
    title: 'Bookings table read by a stranger',
    discoveredAt: '2026-02-03T10:00:00Z',
    tracks: [{ id: 'bookings', facts: HIGH_RISK }],
  });
  const path = `/v1/incidents/${body.id}`;
  const aware = (revision: number, time: string) =>
    server.api.patch(path, {
      revision,
      awareAt: `2026-02-03T${time}Z`,
      awareReason: 'the logs were checked first',
    });
  await aware(1, '11:45');
  return {
    path,
    aware,
    confirm: (content: object) => server.api.post(`${path}/clock-confirmation`, content),
    decide: (id: string, content: object) => server.api.post(`${path}/obligations/${id}/decision`, content),
    questions: async (): Promise<Page[]> =>
      (await server.api.get(`${path}/pages`)).body.items.filter(
        ({ reason }: Page) => reason === 'confirmClock',
      ),
  };
}

describe('the page that asks for a confirmation', () => {
  it.each(['confirmed', 'rejected'])('ends when it is %s', async (decision) => {
    const { confirm, questions } = await proposed();
    expect(await questions()).toMatchObject([{ state: 'open' }]);
    await confirm({ ...two, decision });
    expect(await questions()).toMatchObject([{ state: 'ended', endedBecause: 'answered' }]);
  });

  it('goes on while another duty waits', async () => {
    const { confirm, questions } = await proposed();
    await confirm({ ...two, obligations: ['authority'] });
    expect(await questions()).toMatchObject([{ state: 'open' }]);
  });

  it('ends when the edit is taken back, and gives way to a newer one', async () => {
    const { aware, questions } = await proposed();
    await aware(2, '11:50');
    expect((await questions()).map(({ endedBecause }) => endedBecause).sort()).toEqual([null, 'superseded']);
    await aware(3, '10:00');
    expect((await questions()).every(({ state }) => state === 'ended')).toBe(true);
  });
});

describe('the revision that a person saw', () => {
  it('refuses a confirmation and a decision on facts that have moved on, with the state as it is', async () => {
    const { confirm, decide } = await proposed();
    for (const refused of [
      await confirm({ ...two, revision: 1 }),
      await decide('publicSummary', { decision: 'required', reason: 'promised', by: 'Ada', revision: 1 }),
    ]) {
      expect(refused.status).toBe(409);
      expect(refused.body).toMatchObject({ type: '/problems/revisionConflict', current: { revision: 2 } });
    }
    expect((await confirm({ ...two, revision: 2 })).status).toBe(200);
  });

  it('stands in the record as the revision of the facts', async () => {
    const { path, confirm } = await proposed();
    const { factsRevision } = (await server.api.get(path)).body;
    await confirm({ ...two, revision: 2 });
    const { items } = (await server.api.get(`${path}/timeline?kind=clock.confirmed`)).body;
    expect(items[0].data).toMatchObject({ factsRevision });
  });
});

describe('the second person', () => {
  it.each(['ada', 'Ada Owner', ' ADA', 'A. Owner', 'ada@school.test'])(
    'is not the first one under another name: %p',
    async (secondBy) => {
      const { confirm } = await proposed();
      const refused = await confirm({ ...answer, by: 'Ada Owner', secondBy });
      expect(refused.body.type).toBe('/problems/secondPersonNeeded');
    },
  );

  it.each(['ben', 'Ben Friend', 'Cleo Outside'])('may be %p', async (secondBy) => {
    const { confirm } = await proposed();
    expect((await confirm({ ...answer, by: 'Ada Owner', secondBy })).status).toBe(200);
  });
});

describe('the deadline before a later one', () => {
  it('is forgotten when the deadline becomes earlier than it', async () => {
    const { aware, confirm } = await proposed();
    await confirm(two);
    const { body } = await aware(3, '10:00');
    const duty = body.obligations.find(({ id }: { id: string }) => id === 'authority');
    expect(duty).toMatchObject({ dueAt: '2026-02-06T10:00:00.000Z', earlierDueAt: null });
  });
});
