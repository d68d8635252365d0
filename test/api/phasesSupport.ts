import { expect } from '@jest/globals';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { HIGH_RISK, sampleOrganisation } from '../support/samples.ts';

const NOW = new Date('2026-02-03T12:00:00Z');
const HOUR = 3_600_000;
export interface Duty {
  id: string;
  state: string;
  startsAt: string;
  applicability: string;
  proposal: unknown;
}
export interface Notice {
  id: string;
  kind: string;
  state: string;
  version: number;
  links: Record<string, string>;
}

/** Everything that Art. 33(3) asks for but the number of records and the consequences. */
export const TRACKS = [{ id: 'bookings', facts: { ...HIGH_RISK, dataCategories: ['name'], cyber: false } }];
const NARRATIVE = { whatHappened: 'A stranger read the bookings.', measuresTaken: 'Key revoked.' };

/** An incident in which two answers of Art. 33(3) are open, with what the tests do to it. */
export async function declareOn(server: ApiServer, values: Record<string, unknown> = {}) {
  server.time.now = NOW;
  const { status, body } = await server.api.post('/v1/incidents', {
    title: 'Bookings table read by a stranger',
    discoveredAt: '2026-02-03T11:00:00Z',
    tracks: TRACKS,
    narrative: NARRATIVE,
    ...values,
  });
  expect(status).toBe(201);
  const path = `/v1/incidents/${body.id}`;
  const get = async (what = '') => (await server.api.get(path + what)).body;
  return {
    path,
    get,
    /** Hours after the declaration. */
    at: (hours: number) => (server.time.now = new Date(NOW.getTime() + hours * HOUR)),
    know: async (narrative: object, more: object = {}) => {
      const { revision } = await get();
      expect((await server.api.patch(path, { revision, narrative, ...more })).status).toBe(200);
    },
    draft: (kind: string, more: object = {}) => server.api.post(`${path}/notices`, { kind, ...more }),
    approve: (notice: Notice) => server.api.post(`${path}/notices/${notice.id}/approval`, { by: 'Ada' }),
    submit: async (more: object = {}) => {
      const answer = await server.api.post(`${path}/submissions`, {
        route: 'onlineForm',
        by: 'Ada',
        ...more,
      });
      expect([answer.status, answer.body.detail]).toEqual([200, undefined]);
      return answer.body;
    },
    json: async ({ links }: Notice) => (await server.api.get(links.json ?? '')).body,
    text: async ({ links }: Notice) => (await server.api.get(links.md ?? '')).body as string,
    submissions: async () => (await get('/submissions')).items,
    followUps: async () =>
      ((await get()).obligations as Duty[])
        .filter(({ id }) => id.startsWith('followUp'))
        .map(({ id, state }) => `${id} ${state}`)
        .sort(),
    entries: async (kind: string) => (await get(`/timeline?kind=${kind}`)).items,
  };
}
export const questions = (report: { changes: { question: string }[] }) =>
  report.changes.map(({ question }) => question);

export const startPhases = (): Promise<ApiServer> =>
  startApi({ organisation: sampleOrganisation(), now: NOW });
