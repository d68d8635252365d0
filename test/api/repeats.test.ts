import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { sampleOrganisation } from '../support/samples.ts';

const NOW = new Date('2026-02-03T12:00:00Z');
let server: ApiServer;
beforeAll(async () => {
  server = await startApi({ organisation: sampleOrganisation(), now: NOW });
});
afterAll(() => server.stop());

async function declared() {
  const { body } = await server.api.post('/v1/incidents', {
    title: 'Bookings table read by a stranger',
    discoveredAt: '2026-02-03T11:00:00Z',
  });
  const path = `/v1/incidents/${body.id}`;
  const send = (method: string, what: string, key: string, content: object) =>
    fetch(`${server.url}${path}${what}`, {
      method,
      headers: {
        authorization: `Bearer ${server.apiKey}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify(content),
    }).then(async (response) => ({
      status: response.status,
      body: (await response.json()) as { revision: number; type: string },
    }));
  return { path, send };
}
const COMPLAINT = { kind: 'complaint', from: 'A parent', subject: 'What of my data?' };

describe('a change that is repeated with its key', () => {
  it('happens once, and answers with the incident as it is', async () => {
    const { path, send } = await declared();
    const first = await send('POST', '/demands', 'k-1', COMPLAINT);
    const again = await send('POST', '/demands', 'k-1', COMPLAINT);
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.body.revision).toBe(first.body.revision);
    expect((await server.api.get(`${path}/demands`)).body.items).toHaveLength(1);
    expect((await send('POST', '/demands', 'k-2', COMPLAINT)).status).toBe(200);
    expect((await server.api.get(`${path}/demands`)).body.items).toHaveLength(2);
  });

  it('is no conflict with itself', async () => {
    const { send } = await declared();
    const change = { revision: 1, title: 'Another title' };
    expect((await send('PATCH', '', 'k-3', change)).body.revision).toBe(2);
    expect(await send('PATCH', '', 'k-3', change)).toMatchObject({ status: 200, body: { revision: 2 } });
  });

  it('is refused when it is another change, and keeps no key of a change that failed', async () => {
    const { send } = await declared();
    await send('POST', '/demands', 'k-4', COMPLAINT);
    const other = await send('POST', '/demands', 'k-4', { ...COMPLAINT, from: 'Another parent' });
    expect(other.body.type).toBe('/problems/idempotencyKeyReused');
    expect(
      (await send('POST', '/demands', 'k-5', { kind: 'authorityQuestion', from: 'ICO', subject: '?' }))
        .status,
    ).toBe(400);
    expect((await send('POST', '/demands', 'k-5', COMPLAINT)).status).toBe(200);
  });
});
