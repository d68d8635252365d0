import { describe, expect, test } from '@jest/globals';
import { drillProblems, type Outcome } from '../../embedded/sampleDrillCheck.ts';
import { acknowledgePath } from '../../embedded/sampleDrillMail.ts';
import { entryLine, stamp } from '../../embedded/sampleDrillStory.ts';
import { duty, entry, incident } from './support.ts';

const KINDS = [
  'incident.declared', 'obligation.opened', 'page.opened', 'page.sent', 'page.escalated', 'page.acknowledged',
  'notice.drafted', 'containment.notYet', 'containment.recorded', 'scope.recorded', 'incident.factsChanged',
  'notice.approved', 'submission.recorded', 'obligation.satisfied', 'incident.closed',
]; // prettier-ignore

const fired = (realMsLate: number) => {
  const plannedAt = '2026-11-25T21:00:00.000Z';
  return entry('milestone.fired', {
    occurredAt: new Date(Date.parse(plannedAt) + realMsLate * 1440).toISOString(),
    data: { obligation: 'authority', milestone: 'reminder-0.5', plannedAt },
  });
};
const page = {
  id: 'p', obligation: null, milestone: 'declared', reason: 'declared', state: 'acknowledged', endedBecause: null,
  openedAt: '', acknowledgedBy: 'Tom', acknowledgedThrough: 'link',
    bundledInto: null,
    snoozedUntil: null,
  deliveries: [{ person: 'tom', channel: 'smtp',
        method: 'smtp', round: 1, step: 2, status: 'sent', lastCode: 'smtp-250' }],
}; // prettier-ignore

/** A drill that went well. */
function outcome(changes: Partial<Outcome> = {}): Outcome {
  return {
    incident: incident({
      drill: { scale: 1440, startedAt: '2026-11-24T09:30:00.000Z', localOnly: true },
      obligations: [duty({ state: 'satisfied' })],
    }),
    entries: [...KINDS.map((kind) => entry(kind)), fired(120)],
    mails: [{ id: 'm', to: ['tom@aske.test'], subject: 'DRILL: please answer', receivedAt: '', text: '' }],
    pages: [page],
    verification: { ok: true, sealed: 9, unsealed: 0, erasedValues: 0, missingValues: 0, first: null },
    reminders: ['reminder-0.5'],
    ...changes,
  };
}

describe('The outcome of the sample drill', () => {
  test('has no problem when all went well', () => {
    expect(drillProblems(outcome())).toEqual([]);
  });

  const lost = { ...page, state: 'ended', endedBecause: 'closed' };
  const failed = { ...page, deliveries: [{ ...page.deliveries[0]!, status: 'failed', lastCode: 'refused' }] };
  test.each([
    [
      'an entry is missing',
      { entries: [...KINDS.slice(1).map((kind) => entry(kind)), fired(0)] },
      'no entry "incident.declared"',
    ],
    ['a reminder is missing', { reminders: ['reminder-0.5', 'reminder-0.9'] }, 'reminder-0.9 did not go off'],
    ['a reminder came early', { entries: [...KINDS.map((kind) => entry(kind)), fired(-2)] }, '-2 ms off'],
    ['a reminder came late', { entries: [...KINDS.map((kind) => entry(kind)), fired(9_000)] }, '9000 ms off'],
    [
      'the report was late',
      {
        incident: incident({ obligations: [duty({ state: 'satisfied', late: true })] }),
        entries: [
          ...KINDS.map((kind) => entry(kind)),
          entry('milestone.fired', {
            data: {
              obligation: 'authority',
              milestone: 'reminder-0.5',
              plannedAt: '2026-11-24T10:00:00.000Z',
            },
          }),
        ],
      },
      'was late',
    ],
    [
      'a duty is open',
      {
        incident: incident(),
        entries: [
          ...KINDS.map((kind) => entry(kind)),
          entry('milestone.fired', {
            data: {
              obligation: 'authority',
              milestone: 'reminder-0.5',
              plannedAt: '2026-11-24T10:00:00.000Z',
            },
          }),
        ],
      },
      '"authority" is still open',
    ],
    ['nobody answered a page', { pages: [lost] }, 'Nobody answered'],
    ['a page failed', { pages: [failed] }, 'was failed (refused)'],
    [
      'a mail is not marked',
      { mails: [{ id: 'm', to: [], subject: 'please answer', receivedAt: '', text: '' }] },
      'not marked DRILL',
    ],
    ['no mail came', { mails: [] }, 'No mail arrived'],
    [
      'the record does not verify',
      {
        verification: {
          ok: false,
          sealed: 1,
          unsealed: 0,
          erasedValues: 0,
          missingValues: 0,
          first: { seq: 1, entryId: 'e', problem: 'differs' },
        },
      },
      'does not verify: differs',
    ],
  ])('names it when %s', (_, changes, problem) => {
    const problems = drillProblems(outcome(changes));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });
});

describe('The story', () => {
  test.each([
    [0, '[+ 0 h 00 min]'],
    [36 * 3_600_000, '[+36 h 00 min]'],
    [64.8 * 3_600_000, '[+64 h 48 min]'],
  ])('%d ms since awareness are "%s"', (ms, text) => {
    expect(stamp(ms)).toBe(text);
  });

  test('counts on the drill’s clock and stays on one line', () => {
    const told = entry('note.added', { text: 'a\n b', recordedAtDrill: '2026-11-25T21:30:00.000Z' });
    expect(entryLine(told, '2026-11-24T09:00:00.000Z')).toBe('[+36 h 30 min] a b');
  });

  test('finds the link in a mail, without the full stop behind it', () => {
    expect(acknowledgePath('Open https://t.example.org/acknowledge/WyJh_-.c2ln. Thank you')).toBe(
      '/acknowledge/WyJh_-.c2ln',
    );
    expect(acknowledgePath('nothing')).toBeUndefined();
  });
});
