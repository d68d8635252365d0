import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DueAct, Review } from '../../activities/types.ts';
import { finalFailure, type Rig, type Run, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig?.stop());

const DAY = 86_400;
const SETTLED: Review = { settled: true, due: [], nextLookAt: null, nextLookFor: '' };
const waiting = (nextLookAt: string | null = null): Review => ({
  settled: false,
  due: [],
  nextLookAt,
  nextLookFor: nextLookAt ? 'next look: authority' : 'daily tick',
});
const due = (...acts: DueAct[]): Review => ({ ...waiting(), due: acts });
const reminder: DueAct = {
  act: 'milestone',
  obligationId: 'authority',
  clockVersion: 1,
  milestone: 'reminder-0.5',
  summary: 'authority: reminder-0.5',
};
const draft: DueAct = {
  act: 'draft',
  kind: 'ico-initial',
  factsRevision: 1,
  summary: 'ICO notification: draft',
};

/** A run whose looks answer one after the other; the last is always "settled". */
const answering = (...reviews: Review[]): Promise<Run> =>
  rig.start('incidentResponse', { reviewIncident: (n) => reviews[n] ?? SETTLED });

const LOOK = [['assessIncident'], ['reviewIncident']];

test('a run that finds everything settled ends at once', async () => {
  const run = await answering();
  await run.end();
  expect(run.calls).toEqual(LOOK);
  expect(await run.timers()).toEqual([]);
});

test('news during a look is not lost: it looks again without waiting', async () => {
  const run: Run = await rig.start('incidentResponse', {
    reviewIncident: async (n) => {
      if (n === 0) await run.news();
      return n === 0 ? waiting() : SETTLED;
    },
  });
  await run.end();
  expect(run.calls).toEqual([...LOOK, ...LOOK]);
  expect(await run.timers()).toEqual([]);
});

test('news during the look that finds everything settled is looked at before the run ends', async () => {
  const run: Run = await rig.start('incidentResponse', {
    reviewIncident: async (n) => {
      if (n === 0) await run.news();
      return SETTLED;
    },
  });
  await run.end();
  expect(run.calls).toEqual([...LOOK, ...LOOK]);
});

test('news while it waits is looked at at once, and the timer goes', async () => {
  const run = await answering(waiting());
  await rig.pass(3_600_000);
  await run.news();
  await run.end();
  expect(run.calls).toEqual([...LOOK, ...LOOK]);
  expect(await run.timers()).toEqual([{ seconds: DAY, summary: 'daily tick', fired: false }]);
});

test('a look that finds something due carries it out and looks again at once', async () => {
  const run = await answering(due(draft, reminder));
  await run.end();
  expect(run.calls).toEqual([
    ...LOOK,
    ['draftNotice', { kind: 'ico-initial' }],
    ['fireMilestone', { obligationId: 'authority', clockVersion: 1, milestone: 'reminder-0.5' }],
    ...LOOK,
  ]);
  expect(await run.timers()).toEqual([]);
});

test('it waits until the next planned instant, under a timer that says what for', async () => {
  const inTwoHours = new Date((await rig.now()) + 2 * 3_600_000).toISOString();
  const run = await answering(waiting(inTwoHours));
  await run.end();
  const [timer, ...others] = await run.timers();
  expect(timer).toMatchObject({ summary: 'next look: authority', fired: true });
  expect(timer!.seconds).toBeGreaterThan(7_150);
  expect(timer!.seconds).toBeLessThanOrEqual(7_200);
  expect(others).toEqual([]);
});

test.each([
  ['nothing is planned', () => null],
  ['the next instant is a month away', (now: number) => new Date(now + 30 * DAY * 1_000).toISOString()],
])('it looks again after a day when %s', async (_, at) => {
  const run = await answering(waiting(at(await rig.now())));
  await run.end();
  expect((await run.timers()).map(({ seconds, fired }) => [seconds, fired])).toEqual([[DAY, true]]);
  expect(run.calls).toEqual([...LOOK, ...LOOK]);
});

test('an instant that has passed is looked at at once', async () => {
  const run = await answering(waiting(new Date((await rig.now()) - 60_000).toISOString()));
  await run.end();
  expect((await run.timers()).map(({ seconds }) => seconds)).toEqual([0]);
});

test('a draft that fails for good pages with its code, and the rest of what is due still happens', async () => {
  const run = await rig.start('incidentResponse', {
    reviewIncident: (n) => (n === 0 ? due(draft, reminder) : SETTLED),
    draftNotice: () => {
      throw finalFailure('TemplateError');
    },
  });
  await run.end();
  expect(run.calls).toEqual([
    ...LOOK,
    ['draftNotice', { kind: 'ico-initial' }],
    ['raiseDraftFailure', { kind: 'ico-initial', factsRevision: 1, code: 'TemplateError' }],
    ['fireMilestone', { obligationId: 'authority', clockVersion: 1, milestone: 'reminder-0.5' }],
    ...LOOK,
  ]);
});

test('a database that is away is tried again until it answers', async () => {
  const run = await rig.start('incidentResponse', {
    reviewIncident: (n) => {
      if (n < 8) throw new Error('ECONNREFUSED');
      return SETTLED;
    },
  });
  await run.end();
  expect(run.calls.filter(([name]) => name === 'reviewIncident')).toHaveLength(9);
});
