import { describe, expect, it } from '@jest/globals';
import { openObligation } from '../../../domain/obligations.ts';
import { reminderPlan } from '../../../domain/organisation.ts';
import { NOTHING_YET, planObligations } from '../../../domain/plan/index.ts';
import { reconcile } from '../../../domain/reconcile.ts';
import { statistics } from '../../../domain/register/statistics.ts';
import { inOrder, obligationOfTask, type Task } from '../../../domain/response/tasks.ts';
import { sampleIncident, sampleOrganisation } from '../../support/samples.ts';

const startsAt = new Date('2026-02-03T12:00:00Z');
const dueAt = new Date('2026-02-03T22:00:00Z');
const clock = (values: Partial<Task> = {}) => ({
  id: 'task-3',
  state: 'open' as const,
  startsAt,
  dueAt,
  ...values,
});
const planned = (...tasks: ReturnType<typeof clock>[]) =>
  planObligations(sampleIncident(), { ...NOTHING_YET, tasks }).filter(({ kind }) => kind === 'task');

describe('the clock of a task', () => {
  it('runs from when it was set to its time, on nobody’s law', () => {
    expect(planned(clock())).toMatchObject([
      {
        id: 'task:3',
        startsAt,
        dueAt,
        applicability: 'required',
        basis: 'Checklist',
        duty: null,
        ownTarget: true,
      },
    ]);
    expect(obligationOfTask({ id: 'task-3' })).toBe('task:3');
  });

  it('is none without a time, and stands down when the task is not needed', () => {
    expect(planned(clock({ dueAt: null }))).toEqual([]);
    expect(planned(clock({ state: 'notNeeded' }))).toMatchObject([
      { applicability: 'notRequired', replaced: true },
    ]);
  });

  it('pages nobody when it opens, moves or comes back: its reminders do', () => {
    const open = (plan: ReturnType<typeof planned>[number], openedAt: Date) => ({
      ...openObligation(plan),
      openedAt,
    });
    const [opened] = reconcile([], planned(clock()), startsAt, open);
    expect(opened).toMatchObject({ event: 'opened', page: false });
    const stored = [opened!.obligation];
    const sooner = new Date('2026-02-03T18:00:00Z');
    expect(reconcile(stored, planned(clock({ dueAt: sooner })), startsAt, open)).toMatchObject([
      { previousDueAt: dueAt, page: false },
    ]);
    const [down] = reconcile(stored, planned(clock({ state: 'notNeeded' })), startsAt, open);
    expect(down).toMatchObject({ event: 'stoodDown', page: false });
    expect(reconcile([down!.obligation], planned(clock()), startsAt, open)).toMatchObject([
      { event: 'reopened', page: false },
    ]);
  });

  it('reminds once near its time and then every four hours, unless the policy says otherwise', () => {
    expect(reminderPlan(sampleOrganisation().policy, 'task')).toEqual({
      atFractions: [0.9],
      overdueEveryMinutes: 240,
    });
    const { policy } = sampleOrganisation({ remindersFor: { task: { atFractions: [0.5] } } });
    expect(reminderPlan(policy, 'task')).toEqual({ atFractions: [0.5], overdueEveryMinutes: 60 });
  });

  it('is in no figure of the duties', () => {
    const [plan] = planned(clock());
    const incident = {
      kind: null,
      causes: [],
      status: 'open' as const,
      discoveredAt: startsAt,
      awareAt: startsAt,
      containedAt: null,
      startedAt: startsAt,
      duties: [openObligation(plan!)],
      paged: false,
      firstAcknowledgedAt: null,
      reports: [],
    };
    const { duties, late } = statistics([incident], new Date('2026-03-03T12:00:00Z'));
    expect(duties).toEqual({ open: 0, overdue: 0, openByKind: {} });
    expect(late.all.againstDeadline).toMatchObject({ of: 0 });
  });
});

describe('tasks in their order', () => {
  const task = (id: string, values: Partial<Task> = {}): Task => ({
    id,
    step: null,
    playbooks: [],
    guard: false,
    title: id,
    why: null,
    source: null,
    owner: { role: null, person: null },
    state: 'open',
    startsAt,
    dueAt: null,
    addedAt: startsAt,
    addedBy: 'Ada',
    closedAt: null,
    closedBy: null,
    closedBecause: null,
    comments: [],
    ...values,
  });
  it('are open before closed, guards before others, by their times, then as they were added', () => {
    const tasks = [
      task('task-1', { state: 'done', guard: true }),
      task('task-10'),
      task('task-9'),
      task('task-2', { dueAt }),
      task('task-3', { dueAt: startsAt }),
      task('task-4', { guard: true }),
    ];
    expect(inOrder(tasks).map(({ id }) => id)).toEqual([
      'task-4', 'task-3', 'task-2', 'task-9', 'task-10', 'task-1',
    ]); // prettier-ignore
  });
});
