import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { HIGH_RISK, sampleOrganisation } from '../support/samples.ts';

const NOW = new Date('2026-02-03T12:00:00Z');
let server: ApiServer;
let path: string;
beforeAll(async () => {
  server = await startApi({ organisation: sampleOrganisation(), now: NOW });
  const { body } = await server.api.post('/v1/incidents', {
    title: 'Bookings table read by a stranger',
    discoveredAt: '2026-02-03T11:00:00Z',
    tracks: [{ id: 'bookings', facts: HIGH_RISK }],
    narrative: { whatHappened: 'A stranger read the bookings table.', likelyConsequences: null },
  });
  path = `/v1/incidents/${body.id}`;
});
afterAll(() => server.stop());

const draft = () => server.api.post(`${path}/notices`, { kind: 'ico-initial' });
const bytes = async (url: string): Promise<Buffer> => {
  const response = await fetch(server.url + url, { headers: { authorization: `Bearer ${server.apiKey}` } });
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
};

describe('the ICO report as a notice', () => {
  it('is drafted by one call; the same facts make no second version', async () => {
    const first = await draft();
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ version: 1, state: 'draft', factsRevision: 1 });
    const again = await draft();
    expect(again.status).toBe(200);
    expect(again.body.id).toBe(first.body.id);
  });

  it('can be had as Markdown, JSON, HTML, PDF and DOCX, each marked DRAFT', async () => {
    const { links } = (await draft()).body;
    const markdown = (await bytes(links.md)).toString();
    expect(markdown).toContain('DRAFT');
    expect(markdown).toContain('A stranger read the bookings table.');
    expect(JSON.parse((await bytes(links.json)).toString())).toMatchObject({
      kind: 'ico-initial',
      approved: false,
    });
    expect((await bytes(links.html)).toString()).toContain('DRAFT');
    expect((await bytes(links.pdf)).subarray(0, 5).toString()).toBe('%PDF-');
    expect((await bytes(links.docx)).subarray(0, 2).toString()).toBe('PK');
  });

  it('loses its mark when a person approves it, and only the newest version can be approved', async () => {
    const { id, links } = (await draft()).body;
    const approved = await server.api.post(`${path}/notices/${id}/approval`, { by: 'Ada' });
    expect(approved.body.obligations.find((one: { id: string }) => one.id === 'authority')).toMatchObject({
      state: 'approved',
    });
    expect((await bytes(links.md)).toString()).not.toContain('DRAFT');
    expect((await server.api.post(`${path}/notices/${id}/approval`, { by: 'Ada' })).status).toBe(409);

    const { revision } = (await server.api.get(path)).body;
    await server.api.patch(path, { revision, narrative: { likelyConsequences: 'Phishing.' } });
    const second = (await draft()).body;
    expect(second.version).toBe(2);
    await server.api.patch(path, {
      revision: revision + 1,
      narrative: { likelyConsequences: 'Phishing, calls.' },
    });
    await draft();
    const stale = await server.api.post(`${path}/notices/${second.id}/approval`, { by: 'Ada' });
    expect(stale.status).toBe(409);
    expect(stale.body.newest).toBeDefined();
  });

  it('asks for the reasons for delay once it is late', async () => {
    server.time.now = new Date(NOW.getTime() + 80 * 3_600_000);
    const { links } = (await draft()).body;
    expect(JSON.parse((await bytes(links.json)).toString())).toMatchObject({ reasonsForDelayNeeded: true });
    server.time.now = NOW;
  });

  it('does not exist for an incident in which the organisation is processor only', async () => {
    const { body } = await server.api.post('/v1/incidents', {
      title: 'Export reached another tenant',
      discoveredAt: '2026-02-03T11:00:00Z',
      tracks: [{ id: 'customers', facts: { role: 'processor' } }],
    });
    expect((await server.api.post(`/v1/incidents/${body.id}/notices`, { kind: 'ico-initial' })).status).toBe(
      404,
    );
  });

  it('gives the calendar file and the one-page sheet', async () => {
    expect((await bytes(`${path}/calendar.ics`)).toString()).toMatch(/^BEGIN:VCALENDAR[\s\S]*BEGIN:VALARM/);
    expect((await bytes(`${path}/sheet.pdf`)).subarray(0, 5).toString()).toBe('%PDF-');
  });
});
