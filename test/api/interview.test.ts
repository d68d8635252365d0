import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { QUESTIONS } from '../../domain/interview/index.ts';
import { HIGH_RISK, sampleOrganisation } from '../support/samples.ts';

const NOW = new Date('2026-02-03T12:00:00Z');
let server: ApiServer;
beforeAll(async () => {
  server = await startApi({ organisation: sampleOrganisation(), now: NOW });
});
afterAll(() => server.stop());

const ADULTS = { ...HIGH_RISK, individuals: { approx: 120, vulnerable: false } };

async function declared(values: Record<string, unknown> = {}) {
  const { body } = await server.api.post('/v1/incidents', {
    title: 'Bookings table read by a stranger',
    discoveredAt: '2026-02-03T11:00:00Z',
    tracks: [
      { id: 'bookings', label: 'Our customers', facts: ADULTS },
      { id: 'staff', facts: { role: 'controller' } },
    ],
    ...values,
  });
  const incident = `/v1/incidents/${body.id}`;
  return { incident, path: `${incident}/tracks/bookings/interview`, reference: body.reference };
}

describe('the interview without an incident', () => {
  it('puts the first question in words, and stores nothing', async () => {
    const { status, body } = await server.api.post('/v1/interview', { role: 'controller' });
    expect(status).toBe(200);
    expect(body.next).toMatchObject({
      id: 'contained',
      fact: null,
      kind: 'yesNo',
      text: expect.stringMatching(/\?$/),
    });
    expect(body).toMatchObject({
      contained: null,
      facts: { role: 'controller' },
      outcome: { result: 'tellIco', likelihood: 'neither' },
    });
  });

  it('lists its questions in order, with who is asked, and its ends', async () => {
    const { status, body } = await server.api.get('/v1/interview');
    expect(status).toBe(200);
    expect(body.questions.map(({ id }: { id: string }) => id)).toEqual(QUESTIONS.map(({ id }) => id));
    expect(body.questions[1]).toMatchObject({
      id: 'personalData', fact: 'personalData', article: 'Art. 4(1)', roles: ['controller', 'processor'],
    }); // prettier-ignore
    const askedOfProcessors = body.questions.filter(({ roles }: { roles: string[] }) =>
      roles.includes('processor'),
    );
    expect(askedOfProcessors).toHaveLength(4);
    expect(body.results).toContainEqual(expect.objectContaining({ result: 'tellIcoAndPeople' }));
    expect((await server.api.as(undefined).get('/v1/interview')).status).toBe(401);
  });

  it('ends where no personal data are affected; "not yet known" goes on', async () => {
    const ended = await server.api.post('/v1/interview', {
      role: 'controller',
      answers: { contained: false, personalData: false },
    });
    expect(ended.body).toMatchObject({
      next: null,
      contained: false,
      outcome: { result: 'recordOnly', likelihood: null, assessment: { missing: [] } },
    });
    const open = await server.api.post('/v1/interview', {
      role: 'controller',
      answers: { contained: true, personalData: null },
    });
    expect(open.body).toMatchObject({ next: { id: 'livingPeople' }, facts: { personalData: null } });
  });

  it('names the question of an answer that does not fit', async () => {
    for (const answers of [{ confidentiality: 'perhaps' }, { invented: true }]) {
      const { status, body } = await server.api.post('/v1/interview', { role: 'controller', answers });
      expect(status).toBe(400);
      expect(body).toMatchObject({
        type: '/problems/invalidRequest',
        errors: [{ field: `/answers/${Object.keys(answers)[0]}`, message: expect.any(String) }],
      });
    }
  });
});

describe('the interview of a track', () => {
  it('shows what is answered already and asks the rest', async () => {
    const { path } = await declared();
    const { status, body } = await server.api.get(path);
    expect(status).toBe(200);
    expect(body).toMatchObject({ revision: 1, next: { id: 'cause' }, contained: null, facts: ADULTS });
    expect(body.answers[0]).toMatchObject({
      id: 'personalData',
      answer: true,
      display: 'Yes',
      answeredBy: null,
      answeredAt: null,
    });
  });

  it('fills the facts of that track alone, with an entry and a new assessment of the duties', async () => {
    const { incident, path } = await declared();
    const answers = { malicious: false, children: true, data: ['name', 'health'], specialCategory: true };
    const { status, body } = await server.api.post(path, { revision: 1, answers, by: 'Ada' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ revision: 2, outcome: { result: 'tellIcoAndPeople' } });
    const { body: after } = await server.api.get(incident);
    expect(after.revision).toBe(2);
    expect(after.tracks[0]).toMatchObject({
      label: 'Our customers',
      facts: {
        malicious: false,
        dataCategories: ['name', 'health'],
        individuals: { approx: 120, children: true },
      },
    });
    expect(after.tracks[1]).toEqual({ id: 'staff', facts: { role: 'controller' } });
    expect(after.obligations).toContainEqual(
      expect.objectContaining({ id: 'individuals', applicability: 'required' }),
    );
    const { body: timeline } = await server.api.get(`${incident}/timeline?kind=incident.factsChanged`);
    expect(timeline.items[0]).toMatchObject({
      data: { fields: ['tracks'], track: 'bookings', questions: Object.keys(answers) },
      personal: { by: 'Ada' },
    });
  });

  it('knows who answered what and when, until the fact is changed in another way', async () => {
    const { incident, path } = await declared();
    server.time.now = new Date('2026-02-03T12:30:00Z');
    await server.api.post(path, { revision: 1, answers: { malicious: false, number: 80 }, by: 'Ada' });
    server.time.now = new Date('2026-02-03T13:00:00Z');
    const { body } = await server.api.post(path, { revision: 2, answers: { number: 90 }, by: 'Ben' });
    const who = (view: typeof body, id: string) => {
      const { answeredBy, answeredAt } = view.answers.find((one: { id: string }) => one.id === id);
      return [answeredBy, answeredAt];
    };
    expect(who(body, 'malicious')).toEqual(['Ada', '2026-02-03T12:30:00.000Z']);
    expect(who(body, 'number')).toEqual(['Ben', '2026-02-03T13:00:00.000Z']);
    expect(who(body, 'credentials')).toEqual([null, null]);
    expect((await server.api.get(`${path}.md`)).body).toContain(
      '| 90 | Art. 33(3)(a) | Ben, Tue 3 Feb 2026, 13:00 GMT |',
    );
    const { body: now } = await server.api.get(incident);
    const tracks = now.tracks.map((track: { id: string; facts: object }) =>
      track.id === 'bookings' ? { ...track, facts: { ...track.facts, malicious: true } } : track,
    );
    await server.api.patch(incident, { revision: 3, tracks });
    expect(who((await server.api.get(path)).body, 'malicious')).toEqual([null, null]);
    server.time.now = NOW;
  });

  it('leaves containment to its own record, and shows it', async () => {
    const { incident, path } = await declared();
    const refused = await server.api.post(path, { revision: 1, answers: { contained: true } });
    expect(refused.body.errors).toMatchObject([{ field: '/answers/contained' }]);
    await server.api.post(`${incident}/containment`, {
      contained: false,
      because: 'still looking',
      by: 'Ada',
    });
    expect((await server.api.get(path)).body).toMatchObject({ contained: false });
    await server.api.post(`${incident}/containment`, { contained: true, how: 'page taken down', by: 'Ada' });
    expect((await server.api.get(path)).body).toMatchObject({ revision: 3, contained: true });
    expect((await server.api.get(`${path}.md`)).body).toContain('| Is the breach contained? | Yes |');
  });

  it('is closed to a key that may only read and to strangers', async () => {
    const { path } = await declared();
    const reader = server.api.as(await server.key(['incidents:read']));
    expect((await reader.get(path)).status).toBe(200);
    expect((await reader.post(path, { revision: 1, answers: { malicious: true } })).status).toBe(403);
    const stranger = server.api.as(await server.otherOrganisation());
    expect((await stranger.get(`${path}.md`)).status).toBe(404);
    expect((await stranger.post(path, { revision: 1, answers: { malicious: true } })).status).toBe(404);
  });

  it('refuses a stale revision with the incident as it is, and keeps nothing', async () => {
    const { incident, path } = await declared();
    await server.api.post(path, { revision: 1, answers: { malicious: null } });
    const { status, body } = await server.api.post(path, { revision: 1, answers: { malicious: true } });
    expect(status).toBe(409);
    expect(body).toMatchObject({ type: '/problems/revisionConflict', current: { revision: 2 } });
    expect((await server.api.get(incident)).body.tracks[0].facts.malicious).toBeNull();
  });

  it('never ends a duty by an answer: that waits for a confirmation', async () => {
    const { incident, path } = await declared();
    await server.api.post(path, { revision: 1, answers: { personalData: false } });
    const { body } = await server.api.get(incident);
    const authority = body.obligations.find((one: { id: string }) => one.id === 'authority');
    expect(authority).toMatchObject({ state: 'open' });
  });

  it('refuses a track that there is not and an answer that does not fit', async () => {
    const { incident, path } = await declared();
    expect((await server.api.get(`${incident}/tracks/nobody/interview`)).status).toBe(404);
    const wrong = await server.api.post(path, { revision: 1, answers: { number: 'many' } });
    expect(wrong.body.errors).toMatchObject([{ field: '/answers/number' }]);
    expect((await server.api.get(incident)).body.revision).toBe(1);
  });
});

describe('the result for the file', () => {
  it('is printed as Markdown and PDF: answers, end, reasons, what is missing, revision of the facts', async () => {
    const { path, reference } = await declared();
    const { body: text, headers } = await server.api.get(`${path}.md`);
    expect(headers.get('content-type')).toContain('text/markdown');
    expect(headers.get('content-disposition')).toContain(`${reference}-bookings-self-assessment.md`);
    expect(text).toContain('Riverside Music School');
    expect(text).toContain('Our customers');
    expect(text).toContain('**Revision of the facts:** 1');
    expect(text).toContain('| Are personal data affected? | Yes | Art. 4(1) | in the facts already |');
    expect(text).toContain('- Which data?');
    expect(text).not.toContain('DRILL');
    const { body: pdf } = await server.api.get(`${path}.pdf`);
    expect(pdf.slice(0, 5)).toBe('%PDF-');
  });

  it('carries the mark of a drill', async () => {
    const { path } = await declared({ drill: { scale: 60 } });
    expect((await server.api.get(`${path}.md`)).body).toContain('**DRILL. This is an exercise.**');
  });
});
