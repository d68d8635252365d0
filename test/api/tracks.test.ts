import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { HIGH_RISK, sampleOrganisation } from '../support/samples.ts';

const NOW = new Date('2026-02-03T12:00:00Z');
let server: ApiServer;
beforeAll(async () => {
  server = await startApi({
    organisation: sampleOrganisation({ roles: ['controller', 'processor'] }),
    now: NOW,
  });
});
afterAll(() => server.stop());

const theirs = { id: 'theirs', facts: { role: 'processor' }, controllers: [{ id: 'north' }] };

async function declared() {
  const { body } = await server.api.post('/v1/incidents', {
    title: 'Bookings table read by a stranger',
    discoveredAt: '2026-02-03T11:00:00Z',
    tracks: [{ id: 'bookings', facts: HIGH_RISK }, theirs],
  });
  return (content: object) => server.api.patch(`/v1/incidents/${body.id}`, { revision: 1, ...content });
}

describe('a change of tracks', () => {
  it('leaves those that it does not name, with their duties', async () => {
    const patch = await declared();
    const { body } = await patch({ tracks: [{ id: 'bookings', facts: { individuals: { approx: 7 } } }] });
    expect(body.tracks).toEqual([
      { id: 'bookings', facts: { ...HIGH_RISK, individuals: { ...HIGH_RISK.individuals, approx: 7 } } },
      theirs,
    ]);
    expect(body.obligations.some(({ proposal }: { proposal: unknown }) => proposal)).toBe(false);
  });

  it('may state a moment alone, on the clock of the organisation', async () => {
    const patch = await declared();
    const { status, body } = await patch({
      tracks: [{ id: 'theirs', moments: { classified: '2026-02-03T11:30' } }],
    });
    expect(status).toBe(200);
    expect(body.tracks[1]).toEqual({ ...theirs, moments: { classified: '2026-02-03T11:30:00.000Z' } });
    const refused = await declared().then((again) =>
      again({ tracks: [{ id: 'theirs', moments: { classified: '2026-02-03T13:00Z' } }] }),
    );
    expect(refused.body.errors).toMatchObject([{ field: '/tracks/0/moments/classified' }]);
  });

  it('takes one out only when it is named', async () => {
    const patch = await declared();
    const { body } = await patch({ removeTracks: ['theirs'] });
    expect(body.tracks).toMatchObject([{ id: 'bookings' }]);
  });

  it.each([
    [{ removeTracks: ['nobody'] }, '/removeTracks'],
    [{ removeTracks: ['theirs', 'bookings'] }, '/removeTracks'],
    [{ tracks: [{ id: 'theirs', label: 'x' }], removeTracks: ['theirs'] }, '/removeTracks'],
    [{ tracks: [{ id: 'guests', label: 'Guests' }] }, '/tracks/0/facts'],
    [{ tracks: [{ id: 'guests', facts: { malicious: true } }] }, '/tracks/0/facts/role'],
  ])('is refused with the field: %j', async (content, field) => {
    const patch = await declared();
    const { status, body } = await patch(content);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ field }]);
  });
});

describe('a change of nothing', () => {
  it('is refused without a field, and leaves the revision where it is when all stands there already', async () => {
    const patch = await declared();
    expect((await patch({})).body.errors).toMatchObject([{ field: '/' }]);
    expect((await patch({ by: 'Ada' })).status).toBe(400);
    const same = {
      title: 'Bookings table read by a stranger',
      tracks: [{ id: 'bookings', facts: HIGH_RISK }],
    };
    expect((await patch(same)).body).toMatchObject({ revision: 1, factsRevision: 1 });
  });

  it('takes only states of the EU and the EEA for those that are affected', async () => {
    const patch = await declared();
    const across = { mainEstablishment: null, establishedInUnion: true };
    const tracks = (state: string) => [
      { id: 'bookings', crossBorder: { ...across, affectedStates: [state] } },
    ];
    expect((await patch({ tracks: tracks('XX') })).body.errors[0].field).toBe(
      '/tracks/0/crossBorder/affectedStates/0',
    );
    expect((await patch({ tracks: tracks('FR') })).status).toBe(200);
  });
});
