import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { HIGH_RISK, sampleOrganisation } from '../support/samples.ts';

const HOUR = 3_600_000;
const START = new Date('2026-02-03T12:00:00Z');
let server: ApiServer;
const after = (hours: number) => (server.time.now = new Date(START.getTime() + hours * HOUR));
const figures = async (query = '') => (await server.api.get(`/v1/statistics${query}`)).body;

beforeAll(async () => {
  server = await startApi({ organisation: sampleOrganisation(), now: START });
  await theBreach();
  after(24 * 30);
  await declare({ tracks: [{ id: 'a', facts: { role: 'controller', personalData: false } }] });
  await declare({ drill: { scale: 1440 } });
});
afterAll(() => server.stop());

async function declare(values: object = {}): Promise<string> {
  const { status, body } = await server.api.post('/v1/incidents', {
    title: 'Bookings table read',
    discoveredAt: server.time.now.toISOString(),
    tracks: [{ id: 'bookings', facts: { ...HIGH_RISK, cause: 'phishing' } }],
    ...values,
  });
  expect(status).toBe(201);
  return `/v1/incidents/${body.id}`;
}

/** Acknowledged after half an hour, contained after two, reported after 72.5: late against the earlier deadline only. */
async function theBreach(): Promise<void> {
  const path = await declare();
  after(0.5);
  const [page] = (await server.api.get(`${path}/pages`)).body.items;
  await server.api.post(`${path}/pages/${page.id}/acknowledgement`, { by: 'Ada' });
  after(1);
  const awareAt = server.time.now.toISOString();
  await server.api.patch(path, { revision: 1, awareAt, awareReason: 'the logs were checked first' });
  const sure = { reason: 'the logs show it', evidence: 'log', by: 'Ada', secondBy: 'Ben' };
  await server.api.post(`${path}/clock-confirmation`, { decision: 'confirmed', ...sure });
  after(2);
  await server.api.post(`${path}/containment`, { contained: true, how: 'unplugged' });
  after(72.5);
  await server.api.post(`${path}/submissions`, { route: 'onlineForm', by: 'Ada' });
}

describe('the statistics', () => {
  it('tell how many, how fast and how late, each with its count, and leave drills out', async () => {
    expect(await figures('?to=2026-02-28')).toMatchObject({
      period: { from: null, to: '2026-03-01T00:00:00.000Z' },
      incidents: { total: 1, open: 1, closed: 0, byCause: { phishing: 1 }, byKind: { personalDataBreach: 1 } },
      authority: { incidentsReported: 1, reports: 1 },
      timeToContain: { count: 1, medianSeconds: 2 * 3600 },
      timeToNotify: {
        fromAwareness: { count: 1, medianSeconds: 71.5 * 3600 },
        fromDiscovery: { count: 1, medianSeconds: 72.5 * 3600 },
      },
      timeToAcknowledge: { count: 1, medianSeconds: 1800, paged: 1 },
      late: {
        authority: {
          againstDeadline: { count: 0, of: 1, share: 0 },
          againstEarlier: { count: 1, of: 1, share: 1 },
        },
      },
    });
  }); // prettier-ignore

  it('count what is open and overdue now', async () => {
    const { duties } = await figures('?to=2026-02-28');
    expect(duties.openByKind).toMatchObject({ individuals: 1, scope: 1 });
    expect(duties.open).toBeGreaterThanOrEqual(duties.overdue);
    expect(duties.overdue).toBeGreaterThan(0);
  });

  it('of a period without incidents hold no share and no time', async () => {
    const empty = await figures('?from=2026-02-10&to=2026-02-20');
    expect(empty.incidents.total).toBe(0);
    expect(empty.late.all.againstDeadline).toEqual({ count: 0, of: 0, share: null });
    expect(empty.timeToContain).toEqual({
      count: 0,
      medianSeconds: null,
      p90Seconds: null,
      maxSeconds: null,
      leftOut: 0,
    });
  });

  it('are about all incidents where no period is named; a day is in the period to its end', async () => {
    expect((await figures()).incidents).toMatchObject({
      total: 2,
      byKind: { personalDataBreach: 1, notAPersonalDataBreach: 1, undetermined: 0 },
      byCause: { phishing: 1, notYetKnown: 1 },
    });
    expect((await figures('?from=2026-02-03&to=2026-02-03')).incidents.total).toBe(1);
    expect((await figures('?from=2026-02-03T12:00:01Z')).incidents.total).toBe(1);
    expect((await figures('?to=2026-02-03T12:00:00Z')).incidents.total).toBe(0);
  });

  it('refuse a period that cannot be read', async () => {
    const reversed = await server.api.get('/v1/statistics?from=2026-03-01&to=2026-02-01');
    expect(reversed.body.errors).toMatchObject([{ field: 'querystring/to' }]);
    const { status, body } = await server.api.get('/v1/statistics?from=2026-02-31');
    expect(status).toBe(400);
    expect(body.errors[0].field).toBe('querystring/from');
  });
});
