import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiServer } from '../support/apiServer.ts';
import { declareOn, type Duty, type Notice, questions, startPhases, TRACKS } from './phasesSupport.ts';

let server: ApiServer;
beforeAll(async () => {
  server = await startPhases();
});
afterAll(() => server.stop());
const declared = (values?: Record<string, unknown>) => declareOn(server, values);

describe('before any report', () => {
  it.each([
    ['ico-follow-up', {}],
    ['ico-final', {}],
    ['ico-withdrawal', { reason: 'It was test data.', by: 'Ada' }],
  ])('%s has nothing to follow', async (kind, more) => {
    const incident = await declared();
    const refused = await incident.draft(kind, more);
    expect([refused.status, refused.body.type]).toEqual([409, '/problems/noInitialReport']);
  });

  it('a later report is not recorded before the first', async () => {
    const { path } = await declared();
    const told = { route: 'email', by: 'Ada', phase: 'followUp' };
    const refused = await server.api.post(`${path}/submissions`, told);
    expect([refused.status, refused.body.type]).toEqual([409, '/problems/noInitialReport']);
  });
});

describe('a report by telephone, without a draft', () => {
  it('is followed up by everything, because what was said is not known here', async () => {
    const incident = await declared();
    await incident.submit({ route: 'telephone' });
    const { status, body } = await incident.draft('ico-follow-up');
    expect(status).toBe(201);
    const report = await incident.json(body);
    expect(report).toMatchObject({
      kind: 'ico-follow-up',
      reportTypeText: 'Follow-up report',
      icoReferenceText: 'Reference awaited',
      initialMadeLocal: 'Tue 3 Feb 2026, 12:00 GMT',
      sent: null,
    });
    expect(questions(report)).toEqual(
      expect.arrayContaining(['whatHappened', 'recordsApprox', 'contactName']),
    );
    const text = await incident.text(body);
    expect(text).toContain('What was sent is not known here');
    expect(text).not.toContain('**Before:**');
    expect((await incident.draft('ico-follow-up')).body.id).toBe(body.id);
  });

  it('and by the differences, once somebody adds which draft it was', async () => {
    const incident = await declared();
    const { body: initial } = await incident.draft('ico-initial');
    await incident.submit({ route: 'telephone' });
    await incident.submit({ notice: initial.id });
    await incident.know({ recordsApprox: 300 });
    const { body } = await incident.draft('ico-follow-up');
    expect(questions(await incident.json(body))).toEqual(['recordsApprox']);
    expect(await incident.submissions()).toHaveLength(2);
  });
});

describe('a report from an approved draft', () => {
  it('is followed up by exactly the differences, until the final report', async () => {
    const incident = await declared();
    const { body: initial } = await incident.draft('ico-initial');
    await incident.approve(initial);
    await incident.submit({ notice: initial.id, reference: 'IC-1' });
    expect(await incident.followUps()).toEqual(['followUp open']);

    incident.at(5);
    await incident.know({ recordsApprox: null, measuresTaken: 'Key revoked, table locked.' });
    const { body: first } = await incident.draft('ico-follow-up');
    const report = await incident.json(first);
    expect(questions(report)).toEqual(['recordsApprox', 'measuresTaken']);
    expect(report.changes[1]).toMatchObject({
      before: { display: 'Key revoked.' },
      now: { display: 'Key revoked, table locked.' },
    });
    expect(report).toMatchObject({ icoReferenceText: 'IC-1', approved: false });
    expect(
      report.missing.map(({ question, state }: { question: string; state: string }) => [question, state]),
    ).toEqual([
      ['recordsApprox', 'notYetKnown'],
      ['likelyConsequences', 'unanswered'],
    ]);
    const approved = await incident.approve(first);
    expect(await incident.followUps()).toEqual(['followUp approved']);
    expect(approved.status).toBe(200);

    await incident.submit({ notice: first.id, obligation: 'followUp' });
    expect(await incident.followUps()).toEqual(['followUp satisfied', 'followUp:2 open']);
    const duties: Duty[] = (await incident.get()).obligations;
    expect(duties.find(({ id }) => id === 'followUp:2')).toMatchObject({
      startsAt: '2026-02-03T17:00:00.000Z',
    });

    incident.at(9);
    const { body: nothing } = await incident.draft('ico-follow-up');
    expect((await incident.json(nothing)).changes).toEqual([]);
    expect(await incident.text(nothing)).toMatch(/there is nothing to follow up\. .*draft final/);

    await incident.know({ recordsApprox: 300, likelyConsequences: 'Phishing.' });
    const { body: final } = await incident.draft('ico-final', { reason: 'No logs before Monday.' });
    expect(questions(await incident.json(final))).toEqual(['recordsApprox', 'likelyConsequences']);
    await incident.approve(final);
    await incident.submit({ notice: final.id });
    expect(await incident.followUps()).toEqual(['followUp satisfied', 'followUp:2 satisfied']);
    expect(await incident.submissions()).toMatchObject([
      {
        phase: 'initial',
        obligation: 'authority',
        missing: ['33(3)(a)', '33(3)(c)'],
        reference: 'IC-1',
        approved: true,
      },
      { phase: 'followUp', obligation: 'followUp', missing: ['33(3)(a)', '33(3)(c)'], reference: 'IC-1' },
      {
        phase: 'final',
        obligation: 'followUp:2',
        missing: [],
        reference: 'IC-1',
        late: false,
        notice: final.id,
      },
    ]);
  });

  it('needs no second follow-up when the first one completes it, and stays in time however late that comes', async () => {
    const incident = await declared();
    const { body: initial } = await incident.draft('ico-initial');
    await incident.submit({ notice: initial.id });
    incident.at(200);
    await incident.know({ recordsApprox: 300, likelyConsequences: 'Phishing.' });
    const { body } = await incident.draft('ico-follow-up');
    await incident.submit({ notice: body.id });
    expect(await incident.followUps()).toEqual(['followUp satisfied']);
    expect((await incident.submissions()).map(({ late, phase }: never) => [phase, late])).toEqual([
      ['initial', false],
      ['followUp', false],
    ]);
    const [, entry] = await incident.entries('submission.recorded');
    expect(entry.text).toMatch(/^A follow-up report was made by Ada by this route: onlineForm, without/);
  });

  it('lacked what the draft that was sent lacked, not what is known by now', async () => {
    const incident = await declared();
    const { body: initial } = await incident.draft('ico-initial');
    await incident.know({ recordsApprox: 300, likelyConsequences: 'Phishing.' });
    await incident.submit({ notice: initial.id });
    expect(await incident.followUps()).toEqual(['followUp open']);
  });

  it('stays as it was sent; drafts that were not sent give way', async () => {
    const incident = await declared();
    const { body: sent } = await incident.draft('ico-initial');
    await incident.approve(sent);
    await incident.know({ recordsApprox: 300 });
    await incident.draft('ico-initial');
    await incident.submit({ notice: sent.id });
    const { items } = await incident.get('/notices');
    expect(items.map(({ version, state }: Notice) => [version, state])).toEqual([
      [2, 'superseded'],
      [1, 'approved'],
    ]);
    expect((await incident.entries('notice.superseded'))[0].text).toContain('a report was made without it');
    const { body: followUp } = await incident.draft('ico-follow-up');
    await incident.submit({ notice: followUp.id });
    await incident.know({ recordsApprox: 310 });
    await incident.draft('ico-follow-up');
    const state = (await incident.get('/notices')).items.find(({ id }: Notice) => id === followUp.id).state;
    expect(state).toBe('draft');
  });
});

describe('the reference of the ICO', () => {
  it('arrives in a record of its own, which is no report, and is carried along', async () => {
    const incident = await declared();
    await incident.submit({ route: 'telephone' });
    incident.at(100);
    await incident.know({ recordsApprox: 300 });
    await incident.submit({ route: 'email', reference: 'IC-7' });
    expect(await incident.followUps()).toEqual(['followUp open']);
    const { body } = await incident.draft('ico-follow-up');
    expect((await incident.json(body)).icoReferenceText).toBe('IC-7');
    await incident.submit({ phase: 'followUp' });
    const [first, added, later] = await incident.submissions();
    expect(first).toMatchObject({ phase: 'initial', reference: null, addsTo: null, late: false });
    expect(added).toMatchObject({ phase: 'initial', reference: 'IC-7', addsTo: first.id, late: false });
    expect(added.missing).toEqual(first.missing);
    expect(later).toMatchObject({ phase: 'followUp', reference: 'IC-7', addsTo: null });
    expect(await incident.followUps()).toEqual(['followUp satisfied', 'followUp:2 open']);
    const texts = (await incident.entries('submission.recorded')).map(({ text }: { text: string }) => text);
    expect(texts[1]).toMatch(
      /^The record of a report was completed by Ada by this route: email\..*Reference: IC-7\.$/,
    );
  });
});

describe('who follows up what', () => {
  it('a follow-up is recorded with its report, not as a duty that was met somehow', async () => {
    const incident = await declared();
    await incident.submit();
    const path = `${incident.path}/obligations/followUp/satisfaction`;
    const refused = await server.api.post(path, { how: 'sent by mail', by: 'Ada' });
    expect([refused.status, refused.body.detail]).toEqual([
      400,
      expect.stringContaining('POST …/submissions'),
    ]);
  });

  it('one form covers every track: a second first report opens no second follow-up', async () => {
    const staff = { id: 'staff', facts: { role: 'controller' } };
    const incident = await declared({ tracks: [...TRACKS, staff] });
    await incident.submit({ reference: 'IC-1' });
    await incident.submit({ obligation: 'authority:staff' });
    expect(await incident.followUps()).toEqual(['followUp open']);
    expect((await incident.submissions())[1]).toMatchObject({
      obligation: 'authority:staff',
      reference: null,
    });
    expect((await incident.submissions()).map(({ phase }: { phase: string }) => phase)).toEqual([
      'initial',
      'initial',
    ]);
  });

  it('where nothing is to follow, a follow-up is on record all the same', async () => {
    const incident = await declared();
    await incident.know({ recordsApprox: 300, likelyConsequences: 'Phishing.' });
    await incident.submit();
    await incident.submit({ obligation: 'followUp' });
    expect(await incident.followUps()).toEqual([]);
    expect((await incident.submissions())[1]).toMatchObject({ phase: 'followUp', obligation: 'authority' });
  });

  it('the final report meets all that are open at once', async () => {
    const incident = await declared();
    const decide = (decision: string) =>
      server.api.post(`${incident.path}/obligations/followUp/decision`, {
        decision,
        reason: 'said by the ICO',
        by: 'Ada',
        evidence: 'letter of 5 February',
        secondBy: 'Ben',
      });
    await incident.submit();
    await decide('notRequired');
    await incident.submit({ phase: 'followUp' });
    await decide('required');
    expect(await incident.followUps()).toEqual(['followUp open', 'followUp:2 open']);
    await incident.submit({ phase: 'final' });
    expect(await incident.followUps()).toEqual(['followUp satisfied', 'followUp:2 satisfied']);
  });

  it('names that do not exist any more find the follow-up that is open', async () => {
    const incident = await declared();
    await incident.submit();
    await incident.submit({ phase: 'followUp' });
    await incident.submit({ phase: 'followUp', obligation: 'followUp' });
    expect(await incident.followUps()).toEqual([
      'followUp satisfied',
      'followUp:2 satisfied',
      'followUp:3 open',
    ]);
  });
});
