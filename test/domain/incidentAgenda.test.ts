import { describe, expect, it } from '@jest/globals';
import { incidentAgenda, isDue, nextLook } from '../../domain/incidentAgenda.ts';
import type { Drill } from '../../domain/incident.ts';
import type { Agenda, Milestone } from '../../domain/milestones.ts';
import { sampleOrganisation } from '../support/samples.ts';
import { START, stored } from './duties.ts';

const HOUR = 3_600_000;
const hours = (n: number) => new Date(START.getTime() + n * HOUR);
/** Due after 72 hours; the escalation of the sample organisation takes 5 + 10 minutes a round. */
const duty = { ...stored(), openedAt: START };

const look = (at: Date, drill: Drill | null = null, reminders = {}, recorded: string[] = []) =>
  incidentAgenda(
    { organisation: sampleOrganisation({ reminders }), drill },
    [duty],
    () => new Set(recorded),
    at,
  )[0]!;
const drill = (scale: number): Drill => ({ scale, startedAt: START, localOnly: true });

describe('how often a drill nudges about what is overdue', () => {
  it.each([
    ['a real incident: as the policy says', null, 60, 73],
    ['a slow drill: as the policy says', drill(1), 60, 73],
    ['a round of the escalation takes longer in a drill', drill(1), 10, 72.25],
    ['a fast drill: a round is never shorter than ten real seconds', drill(1440), 60, 76],
    ['a part of a minute is a whole one', drill(1001), 60, 72 + 167 / 60],
  ])('%s', (_, of, overdueEveryMinutes, next) => {
    expect(look(hours(72), of, { overdueEveryMinutes }).next).toEqual(hours(next));
  });
});

it('has the agenda of each obligation with what was recorded for it, from its opening', () => {
  const reminders = { atFractions: [0.5], overdueEveryMinutes: 60 };
  expect(look(hours(40), null, reminders).fire?.id).toBe('reminder-0.5');
  expect(look(hours(40), null, reminders)).toMatchObject({ obligation: duty });
  expect(look(hours(40), null, reminders, ['reminder-0.5']).fire).toBeNull();
});

const nothing: Agenda = { fire: null, missed: [], paused: [], waiting: [], next: null };
const one: Milestone = { id: 'reminder-0.5', kind: 'reminder', at: START };

it.each<[string, Agenda, boolean]>([
  ['nothing', nothing, false],
  ['only a later look', { ...nothing, next: START }, false],
  ['one to fire', { ...nothing, fire: one }, true],
  ['one that was missed', { ...nothing, missed: [one] }, true],
  ['one that is held', { ...nothing, paused: [one] }, true],
])('an agenda with %s is due: %s', (_, agenda, due) => {
  expect(isDue(agenda)).toBe(due);
});

describe('the next look', () => {
  const wanting = (next: Date | null, id: string) => ({ ...nothing, next, obligation: stored({ id }) });

  it('is the earliest of all', () => {
    const agendas = [
      wanting(hours(3), 'a'),
      wanting(null, 'b'),
      wanting(hours(1), 'c'),
      wanting(hours(2), 'd'),
    ];
    expect(nextLook(agendas)).toMatchObject({ at: hours(1), obligation: { id: 'c' } });
  });

  it('is for the first of those that want it at the same instant', () => {
    expect(nextLook([wanting(hours(1), 'a'), wanting(hours(1), 'b')])?.obligation.id).toBe('a');
  });

  it('is none where nobody wants one', () => {
    expect(nextLook([wanting(null, 'a')])).toBeNull();
  });
});
