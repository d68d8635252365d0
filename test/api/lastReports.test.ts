import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiServer } from '../support/apiServer.ts';
import { declareOn, type Duty, startPhases, TRACKS } from './phasesSupport.ts';

let server: ApiServer;
beforeAll(async () => {
  server = await startPhases();
});
afterAll(() => server.stop());
const declared = (values?: Record<string, unknown>) => declareOn(server, values);

describe('the final report', () => {
  it('says what is open and why, and which questions of the ICO nobody has answered', async () => {
    const incident = await declared();
    await incident.submit();
    const question = {
      kind: 'authorityQuestion',
      from: 'ICO',
      subject: 'How many?',
      dueAt: '2026-02-10T17:00Z',
    };
    await server.api.post(`${incident.path}/demands`, question);
    const { body: open } = await incident.draft('ico-final');
    expect(await incident.text(open)).toContain('**Say why.**');
    const { body } = await incident.draft('ico-final', { reason: 'Nobody kept logs.' });
    const { final } = await incident.json(body);
    expect(final).toMatchObject({
      why: 'Nobody kept logs.',
      whyNeeded: false,
      openDemands: [{ id: 'authorityQuestion:1', label: 'Answer the authority (1)' }],
    });
    expect(final.gaps).toContainEqual(expect.objectContaining({ question: 'recurrenceMeasures' }));
    await incident.know({ recurrenceMeasures: [{ what: 'An outside test', due: '2026-03-01' }] });
    const { body: dated } = await incident.draft('ico-final', { reason: 'Nobody kept logs.' });
    expect(await incident.text(dated)).toContain('An outside test (by Sun 1 Mar 2026)');
  });

  it('meets every follow-up, also where something will stay unknown', async () => {
    const incident = await declared();
    await incident.submit();
    await incident.submit({ phase: 'final', reason: 'Nobody kept logs.' });
    expect(await incident.followUps()).toEqual(['followUp satisfied']);
    expect((await incident.submissions())[1]).toMatchObject({ phase: 'final', reason: 'Nobody kept logs.' });
  });
});

describe('a withdrawal', () => {
  const why = { reason: 'The table held test data.', by: 'Ada' };
  const testData = { tracks: [{ id: 'bookings', facts: { ...TRACKS[0]?.facts, personalData: false } }] };

  it('says why, who decided, and on which facts; without a reason it is refused', async () => {
    const incident = await declared();
    await incident.submit();
    const refused = await incident.draft('ico-withdrawal', { by: 'Ada' });
    expect([refused.status, refused.body.type]).toEqual([422, '/problems/reasonNeeded']);
    const { body: early } = await incident.draft('ico-withdrawal', why);
    expect(await incident.text(early)).toContain('The facts on record say the opposite');
    await incident.know({}, testData);
    const { body } = await incident.draft('ico-withdrawal', why);
    const text = await incident.text(body);
    expect(text).toContain('> The table held test data.');
    expect(text).toContain(
      'do not relate to people who could be identified. (UK GDPR Art. 4(1); on record: personalData)',
    );
    expect(text).toMatch(/Decided by Ada, on revision 3 of the facts\./);
    expect(text).toContain('stays in our own record');
    expect((await incident.approve(body)).status).toBe(200);
  });

  it('meets the follow-ups and ends no clock by itself', async () => {
    const incident = await declared();
    await incident.submit();
    const refused = await server.api.post(`${incident.path}/submissions`, {
      route: 'email', by: 'Ada', phase: 'withdrawal',
    }); // prettier-ignore
    expect([refused.status, refused.body.type]).toEqual([422, '/problems/reasonNeeded']);
    const body = await incident.submit({ phase: 'withdrawal', ...why });
    // The facts still say that it was a breach: withdrawn on these facts, it has to be reported again.
    expect(await incident.followUps()).toEqual(['followUp satisfied', 'followUp:withdrawn open']);
    const duty = (of: { obligations: Duty[] }) => of.obligations.find(({ id }) => id === 'individuals');
    expect(duty(body)).toMatchObject({ state: 'open', applicability: 'required', proposal: null });
    const [, entry] = await incident.entries('submission.recorded');
    expect(entry).toMatchObject({ data: { phase: 'withdrawal' }, personal: { reason: why.reason } });
    expect(entry.text).toContain('withdrawn, as no personal data breach after all, by Ada');

    await incident.know({}, testData);
    expect(duty(await incident.get())).toMatchObject({
      state: 'open',
      applicability: 'decide',
      proposal: { applicability: 'notRequired' },
    });
  });
});

describe('the documents of a later notice', () => {
  const bytes = async (url = ''): Promise<Buffer> => {
    const headers = { authorization: `Bearer ${server.apiKey}` };
    const response = await fetch(server.url + url, { headers });
    expect(response.status).toBe(200);
    return Buffer.from(await response.arrayBuffer());
  };

  it.each([
    ['ico-follow-up', {}, 'Follow-up report of a personal data breach'],
    ['ico-final', { reason: 'Nobody kept logs.' }, 'Final report of a personal data breach'],
    ['ico-withdrawal', { reason: 'It was test data.', by: 'Ada' }, 'Withdrawal of a report to the ICO'],
  ])('%s comes in all formats, marked DRILL and DRAFT until approved', async (kind, more, title) => {
    const incident = await declared({ drill: { scale: 1 } });
    const { body: initial } = await incident.draft('ico-initial');
    await incident.submit({ notice: initial.id });
    await incident.know({ recordsApprox: 300 });
    const { body } = await incident.draft(kind, more);
    expect((await bytes(body.links.md)).toString()).toMatch(/DRILL[\s\S]*DRAFT/);
    const html = (await bytes(body.links.html)).toString();
    for (const mark of [title, 'DRILL', 'DRAFT']) expect(html).toContain(mark);
    expect((await bytes(body.links.pdf)).subarray(0, 5).toString()).toBe('%PDF-');
    expect((await bytes(body.links.docx)).subarray(0, 2).toString()).toBe('PK');
    expect((await incident.approve(body)).status).toBe(200);
    const approved = (await bytes(body.links.html)).toString();
    expect(approved).not.toContain('DRAFT');
    expect(approved).toContain('DRILL');
  });
});

describe('a drill that turns out to be real', () => {
  it('has reported nothing: its follow-up stands down, and the real report opens one of its own', async () => {
    const incident = await declared({ drill: { scale: 1 } });
    await incident.submit({ reference: 'PRACTISED' });
    incident.at(1);
    await server.api.post(`${incident.path}/real`, { reason: 'it is real', by: 'Ada' });
    expect((await incident.draft('ico-follow-up')).body.type).toBe('/problems/noInitialReport');
    const duties: Duty[] = (await incident.get()).obligations;
    expect(duties.find(({ id }) => id === 'followUp')).toMatchObject({
      applicability: 'notRequired',
      proposal: null,
    });
    incident.at(2);
    await incident.submit();
    const real: Duty[] = (await incident.get()).obligations;
    expect(real.find(({ id }) => id === 'followUp:2')).toMatchObject({
      applicability: 'required',
      startsAt: '2026-02-03T14:00:00.000Z',
    });
    const [practised, made] = await incident.submissions();
    expect(practised).toMatchObject({ practised: true, reference: 'PRACTISED' });
    expect(made).toMatchObject({ practised: false, reference: null, addsTo: null });
  });
});
