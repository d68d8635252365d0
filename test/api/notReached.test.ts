import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { duty } from '../support/duties.ts';
import { sampleOrganisation } from '../support/samples.ts';

const NOW = new Date('2026-02-03T12:00:00Z');
let server: ApiServer;
beforeAll(async () => {
  server = await startApi({
    organisation: sampleOrganisation({
      roles: ['processor'],
      controllers: [{ id: 'north-trust', name: 'North Trust', noticeHours: 12 }],
    }),
    now: NOW,
  });
});
afterAll(() => server.stop());

async function declared() {
  server.time.now = NOW;
  const tracks = [
    {
      id: 'theirs',
      facts: { role: 'processor' },
      controllers: [{ id: 'north-trust' }, { id: 'south-trust' }],
    },
  ];
  const { body } = await server.api.post('/v1/incidents', {
    title: 'Customer files read',
    discoveredAt: '2026-02-03T11:00:00Z',
    tracks,
  });
  const path = `/v1/incidents/${body.id}`;
  return {
    body,
    told: (id: string, content: object) =>
      server.api.post(`${path}/obligations/${id}/satisfaction`, {
        by: 'Ada',
        how: 'mail to dpo@',
        ...content,
      }),
    pages: async () => (await server.api.get(`${path}/pages`)).body.items,
    entries: async (kind: string) => (await server.api.get(`${path}/timeline?kind=${kind}`)).body.items,
  };
}

describe('a recipient that was not reached after all', () => {
  it('has the duty and its contract twin open again on their old clocks, with a page and a true record', async () => {
    const incident = await declared();
    const before = duty(incident.body, 'controllers:north-trust');
    await incident.told('controllers:south-trust', {});
    const met = await incident.told('controllers:north-trust', {});
    expect(duty(met.body, 'contract:north-trust')).toMatchObject({ state: 'satisfied' });
    server.time.now = new Date('2026-02-03T13:00:00Z');
    const { body } = await incident.told('controllers:north-trust', { reached: false, how: 'it bounced' });
    for (const id of ['controllers:north-trust', 'contract:north-trust'])
      expect(duty(body, id)).toMatchObject({ state: 'open', satisfiedAt: null });
    expect(duty(body, 'controllers:north-trust')).toMatchObject({
      dueAt: before?.dueAt,
      clockVersion: before?.clockVersion,
    });
    expect(duty(body, 'controllers:south-trust')).toMatchObject({ state: 'satisfied' });
    expect(await incident.pages()).toContainEqual(
      expect.objectContaining({
        obligation: 'controllers:north-trust',
        reason: 'notReached',
        state: 'open',
      }),
    );
    const [said] = await incident.entries('recipient.notReached');
    expect(said).toMatchObject({ data: { outcome: 'reopened' } });
    expect(said.text).toContain('the duty is open again');
    expect(await incident.entries('obligation.reopened')).toHaveLength(2);
  });

  it('stays overdue when its deadline has passed meanwhile', async () => {
    const incident = await declared();
    await incident.told('controllers:north-trust', {});
    server.time.now = new Date('2026-02-06T12:00:00Z');
    const { body } = await incident.told('controllers:north-trust', { reached: false, how: 'it bounced' });
    expect(duty(body, 'controllers:north-trust')).toMatchObject({ overdue: true });
  });

  it('says that no duty hangs on it where none does', async () => {
    const incident = await declared();
    const decision = { decision: 'notRequired', reason: 'the controllers tell the public', by: 'Ada' };
    await server.api.post(`/v1/incidents/${incident.body.id}/obligations/publicSummary/decision`, decision);
    await incident.told('publicSummary', { reached: false, how: 'the site was down' });
    const [said] = await incident.entries('recipient.notReached');
    expect(said.text).not.toContain('stays open');
  });
});
