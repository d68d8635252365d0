import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiServer, startApi } from '../support/apiServer.ts';
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
      id: 'personalData',
      kind: 'yesNo',
      text: expect.stringMatching(/\?$/),
    });
    expect(body).toMatchObject({ facts: { role: 'controller' }, outcome: { result: 'tellIco' } });
  });

  it('ends where no personal data are affected; "not yet known" goes on', async () => {
    const ended = await server.api.post('/v1/interview', {
      role: 'controller',
      answers: { personalData: false },
    });
    expect(ended.body).toMatchObject({ next: null, outcome: { result: 'recordOnly' } });
    const open = await server.api.post('/v1/interview', {
      role: 'controller',
      answers: { personalData: null },
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
    expect(body).toMatchObject({ revision: 1, next: { id: 'malicious' }, facts: ADULTS });
    expect(body.answers[0]).toMatchObject({ id: 'personalData', answer: true, display: 'Yes' });
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
    expect(timeline.items[0]).toMatchObject({ data: { fields: ['tracks'] }, personal: { by: 'Ada' } });
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
    expect(text).toContain('| Are personal data affected? | Yes | Art. 4(1) |');
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
