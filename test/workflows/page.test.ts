import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { PagePlan } from '../../activities/types.ts';
import { until } from '../support/until.ts';
import { finalFailure, type Rig, type Run, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig?.stop());

const MINUTE = 60_000;
const DELAYS = [5 * MINUTE, 10 * MINUTE];
const ENDED: PagePlan = { open: false, attempt: 0, deliveries: [], delayMs: 0, steps: 2, summary: '' };

/** Attempt n of a policy of two steps, to the recipients named. */
const step = (n: number, ...recipients: string[]): PagePlan => ({
  open: true,
  attempt: 0,
  deliveries: recipients.map((to) => ({ key: `${to}-${n}`, channel: 'smtp' })),
  delayMs: DELAYS[n % 2]!,
  steps: 2,
  summary: `step ${(n % 2) + 1}`,
});

const plansOf = (run: Run) =>
  run.calls.filter(([name]) => name === 'planPageAttempt').map(([, about]) => about);
const sentBy = (run: Run) => run.calls.filter(([name]) => name === 'deliver').map(([, about]) => about);
const endedAfter = (attempts: number, recipients: (n: number) => string[]) => ({
  planPageAttempt: (n: number) => (n < attempts ? step(n, ...recipients(n)) : ENDED),
});
const both = (n: number) => [n % 2 === 0 ? 'ada' : 'ben'];

test('it asks step 1, waits, step 2, waits, and round again until the page ends', async () => {
  const run = await rig.start('page', endedAfter(4, both));
  await run.end();
  expect(plansOf(run)).toEqual([0, 1, 2, 3, 4].map((attempt) => ({ attempt })));
  expect(sentBy(run)).toEqual([{ key: 'ada-0' }, { key: 'ben-1' }, { key: 'ada-2' }, { key: 'ben-3' }]);
  expect((await run.timers()).map(({ seconds, summary, fired }) => [seconds, summary, fired])).toEqual([
    [300, 'step 1', true],
    [600, 'step 2', true],
    [300, 'step 1', true],
    [600, 'step 2', true],
  ]);
});

test('a page that is not open any more reaches nobody', async () => {
  const run = await rig.start('page', { planPageAttempt: () => ENDED });
  await run.end();
  expect(run.calls).toEqual([['planPageAttempt', { attempt: 0 }]]);
});

test('everybody of one step is asked at once', async () => {
  const run = await rig.start(
    'page',
    endedAfter(1, () => ['ada', 'ben', 'cleo']),
  );
  await run.end();
  expect(sentBy(run)).toHaveLength(3);
  expect(await run.timers()).toHaveLength(1);
});

test('a step that reaches nobody is skipped at once, never waited on', async () => {
  const run = await rig.start(
    'page',
    endedAfter(2, (n) => (n === 0 ? [] : ['ben'])),
  );
  await run.end();
  expect(sentBy(run)).toEqual([{ key: 'ben-1' }]);
  expect((await run.timers()).map(({ summary }) => summary)).toEqual(['step 2']);
});

test('when every channel of a step fails it goes on at once, and after a whole round it waits before the next', async () => {
  const run = await rig.start('page', {
    ...endedAfter(3, both),
    deliver: () => {
      throw finalFailure('refused');
    },
  });
  await run.end();
  expect(plansOf(run)).toHaveLength(4);
  const nobody = [30, 'reached nobody: wait, then go round again', true];
  expect((await run.timers()).map(({ seconds, summary, fired }) => [seconds, summary, fired])).toEqual([
    [300, 'step 1', false],
    [600, 'step 2', false],
    nobody,
    [300, 'step 1', false],
    nobody,
  ]);
});

test('one channel that works is enough to wait for an answer', async () => {
  const run = await rig.start('page', {
    ...endedAfter(1, () => ['ada', 'ben']),
    deliver: (_, { key }) => {
      if (key === 'ada-0') throw finalFailure('refused');
    },
  });
  await run.end();
  expect((await run.timers()).map(({ fired }) => fired)).toEqual([true]);
});

test('an acknowledgement while it waits after nobody was reached ends the page', async () => {
  const run = await rig.start('page', {
    planPageAttempt: (n) => step(n),
    isPageOpen: () => false,
  });
  await rig.pass(10_000);
  await run.news();
  await run.end();
  expect((await run.timers()).map(({ seconds, fired }) => [seconds, fired])).toEqual([[30, false]]);
});

test('news that is no answer keeps waiting for the rest of the delay, not for the whole of it', async () => {
  const run = await rig.start('page', { ...endedAfter(1, both), isPageOpen: () => true });
  await rig.pass(2 * MINUTE);
  await run.news();
  await run.end();
  const [first, rest] = await run.timers();
  expect(first).toMatchObject({ seconds: 300, fired: false });
  expect(rest!.fired).toBe(true);
  expect(rest!.seconds).toBeGreaterThan(160);
  expect(rest!.seconds).toBeLessThanOrEqual(181);
  expect(sentBy(run)).toHaveLength(1);
});

test('a page that was put off sends nothing until it comes back, and is planned as the same attempt', async () => {
  const run = await rig.start('page', {
    planPageAttempt: (n) =>
      n === 0
        ? { ...step(0), holdMs: 30 * MINUTE, summary: 'snoozed' }
        : endedAfter(2, both).planPageAttempt(n),
  });
  await run.end();
  expect(plansOf(run)).toEqual([{ attempt: 0 }, { attempt: 0 }, { attempt: 1 }]);
  expect((await run.timers()).map(({ seconds, summary }) => [seconds, summary])).toEqual([
    [1800, 'snoozed'],
    [600, 'step 2'],
  ]);
  expect(sentBy(run)).toHaveLength(1);
});

test('somebody who is added is asked at once, and the step is waited for anew', async () => {
  const run = await rig.start('page', {
    planPageAttempt: (n) => (n < 2 ? step(0, n === 0 ? 'ada' : 'cleo') : ENDED),
    isPageOpen: () => 'again',
  });
  await rig.pass(MINUTE);
  await run.news();
  await run.end();
  expect(plansOf(run)).toEqual([{ attempt: 0 }, { attempt: 0, again: true }, { attempt: 1 }]);
  expect(sentBy(run)).toEqual([{ key: 'ada-0' }, { key: 'cleo-0' }]);
  expect((await run.timers()).map(({ seconds, fired }) => [seconds, fired])).toEqual([
    [300, false],
    [300, true],
  ]);
});

test('when nobody of the step is left the next one is taken at once', async () => {
  const run = await rig.start('page', { ...endedAfter(2, both), isPageOpen: () => 'goOn' });
  await rig.pass(MINUTE);
  await run.news();
  await run.end();
  expect(sentBy(run)).toEqual([{ key: 'ada-0' }, { key: 'ben-1' }]);
  expect((await run.timers()).map(({ fired }) => fired)).toEqual([false, true]);
});

test('pagers are told of a page that is over before its run ends, also when one of them refuses', async () => {
  const acts = [
    { key: 'pager~acknowledge', channel: 'pagerduty' },
    { key: 'other~acknowledge', channel: 'opsgenie' },
  ];
  const run = await rig.start('page', {
    planPageAttempt: (n) => (n === 0 ? step(0, 'pager') : { ...ENDED, deliveries: acts }),
    isPageOpen: () => 'acts',
    deliver: (_, { key }) => {
      if (key.startsWith('other')) throw finalFailure('refused');
    },
  });
  await rig.pass(MINUTE);
  await run.news();
  await run.end();
  expect(sentBy(run)).toHaveLength(3);
  expect(sentBy(run)).toEqual(expect.arrayContaining(acts.map(({ key }) => ({ key }))));
});

/** An activity that outlives its workflow stops the skipping of time for good, so it gets a server of its own. */
test('an acknowledgement while a message hangs ends the page at once', async () => {
  const own = await startRig();
  const hung: { release?: () => void } = {};
  const run = await own.start('page', {
    planPageAttempt: (n) => step(n, 'ada'),
    deliver: () => new Promise<void>((resolve) => (hung.release = resolve)),
    isPageOpen: () => false,
  });
  await until('the message to hang', () => hung.release !== undefined);
  await run.news();
  await run.end();
  hung.release!();
  expect(plansOf(run)).toEqual([{ attempt: 0 }]);
  expect((await run.timers()).map(({ fired }) => fired)).toEqual([false]);
  await own.stop();
});
