import { describe, expect, test } from '@jest/globals';
import { digest } from '../../../domain/digest.ts';
import type { Incident } from '../../../domain/incident.ts';
import { buildIcoReport } from '../../../domain/notices/icoReport.ts';
import { answersOf } from '../../../domain/notices/laterModel.ts';
import {
  buildFinal, buildFollowUp, buildWithdrawal, type LaterInput, type Sent,
} from '../../../domain/notices/laterReport.ts'; // prettier-ignore
import { drill, incident, reportInput } from '../../templates/samples.ts';

const sent = (changes: Partial<Incident> = {}): Sent => ({
  phase: 'initial',
  madeAt: '2026-11-25T10:00:00.000Z',
  notice: 'n1',
  sections: buildIcoReport(reportInput(changes)).sections,
});
const input = (changes: Partial<Incident> = {}, rest: Partial<LaterInput> = {}): LaterInput => ({
  ...reportInput(changes),
  icoReference: 'IC-1',
  initialMadeAt: '2026-11-25T10:00:00.000Z',
  sent: sent(),
  ...rest,
});
const FULL: Partial<Incident> = {
  tracks: [
    {
      id: 'pupils',
      facts: {
        role: 'controller',
        cyber: false,
        dataCategories: ['name'],
        individuals: { approx: 12, kinds: ['students'] },
      },
    },
  ],
  occurredFrom: new Date('2026-11-24T08:00:00Z'),
  narrative: {
    whatHappened: 'A laptop was stolen.',
    howDiscovered: 'It was gone.',
    likelyConsequences: 'Unwanted calls.',
    likelihoodOfSignificantConsequences: 'unlikely',
    recordsApprox: 12,
    measuresTaken: 'Wiped.',
    individualsTold: 'told',
    recurrenceMeasures: [{ what: 'Cables', due: '2026-12-01' }],
  },
};
const organisation = { ...incident().organisation, address: '1 High St' };

describe('a follow-up report', () => {
  test('says of which case it is, what changed since what was sent, and what is still missing', () => {
    const report = buildFollowUp(input({ narrative: { whatHappened: 'A laptop.', recordsApprox: null } }));
    expect(report).toMatchObject({
      reportType: 'followUp',
      icoReference: 'IC-1',
      initialMadeAt: '2026-11-25T10:00:00.000Z',
      sent: { phase: 'initial', notice: 'n1' },
      copyOrder: ['reportType', 'icoReference', 'whatHappened', 'recordsApprox'],
      final: null,
    });
    expect(report.missing).toContainEqual(
      expect.objectContaining({ question: 'recordsApprox', state: 'notYetKnown' }),
    );
    expect(report.missing).toContainEqual(
      expect.objectContaining({ question: 'likelyConsequences', state: 'unanswered' }),
    );
  });

  test('"follow-up" is the type on the form, of a final report too', () => {
    for (const report of [buildFollowUp(input()), buildFinal(input(), { openDemands: [], why: null })]) {
      const type = answersOf(report)?.sections.find(({ id }) => id === 'reportType')?.questions[0];
      expect(type?.answer.value).toBe('followUp');
    }
  });

  test('is the base of the next one: nothing is new against itself', () => {
    const now = input({ narrative: { whatHappened: 'A laptop.' } });
    const first = buildFollowUp(now);
    const again = buildFollowUp({ ...now, sent: { ...sent(), sections: first.report.sections } });
    expect(again.changes).toEqual([]);
  });

  test('warns of personal data in what is new, not in what was sent', () => {
    const mail = { whatHappened: 'Write to eve@example.org' };
    expect(buildFollowUp(input({ narrative: mail })).warnings).toHaveLength(1);
    expect(buildFollowUp(input({ narrative: mail }, { sent: sent({ narrative: mail }) })).warnings).toEqual(
      [],
    );
    const steps = { recurrenceMeasures: [{ what: 'Ask eve@example.org' }] };
    expect(buildFollowUp(input({ narrative: steps })).warnings).toMatchObject([
      { question: 'recurrenceMeasures' },
    ]);
  });

  test('equal facts make equal models', () => {
    expect(digest(buildFollowUp(input()))).toBe(digest(buildFollowUp(input())));
  });
});

describe('the final report', () => {
  test('has nothing open when everything is answered and every step has a date', () => {
    const { final } = buildFinal(input({ ...FULL, organisation }), { openDemands: [], why: null });
    expect(final).toEqual({ gaps: [], openDemands: [], why: null, whyNeeded: false });
  });

  test.each<[string, Partial<Incident['narrative']>, string]>([
    ['a step without a date', { recurrenceMeasures: [{ what: 'Cables' }] }, 'recurrenceMeasures'],
    ['no steps', { recurrenceMeasures: null }, 'recurrenceMeasures'],
    ['what Art. 33(3) asks for', { likelyConsequences: null }, 'likelyConsequences'],
    ['another mandatory question', { individualsTold: null }, 'individualsTold'],
  ])('names %s, and asks why', (_, narrative, question) => {
    const values = { ...FULL, organisation, narrative: { ...FULL.narrative, ...narrative } };
    const { final } = buildFinal(input(values), { openDemands: [], why: null });
    expect(final?.gaps.map((gap) => gap.question)).toEqual([question]);
    expect(final?.whyNeeded).toBe(true);
    expect(buildFinal(input(values), { openDemands: [], why: 'Nobody kept logs.' }).final).toMatchObject({
      why: 'Nobody kept logs.',
      whyNeeded: false,
    });
  });

  test('does not ask who reports: only the person who sends it knows', () => {
    const { final } = buildFinal(input(), { openDemands: [], why: null });
    expect(final?.gaps.map(({ question }) => question)).not.toContain('reporterName');
  });
});

describe('a withdrawal', () => {
  const given = {
    icoReference: null,
    initialMadeAt: '2026-11-25T10:00:00.000Z',
    decidedBy: 'Ann',
    reason: 'The laptop was empty.',
    approved: false,
  };
  const facts = (personalData: boolean | undefined) => ({
    ...incident({ tracks: [{ id: 'pupils', facts: { role: 'controller', personalData } }] }),
    factsRevision: 4,
  });

  test('says who decided, why, on which facts and which revision', () => {
    expect(buildWithdrawal(facts(false), given)).toMatchObject({
      reportType: 'withdrawal',
      decidedBy: 'Ann',
      reason: 'The laptop was empty.',
      factsRevision: 4,
      personalDataBreach: false,
      grounds: [{ code: 'notPersonalData', facts: ['personalData'] }, { code: 'writeDownWhy' }],
      icoReference: null,
    });
  });

  test('has no grounds where the facts do not bear it out', () => {
    expect(buildWithdrawal(facts(undefined), given)).toMatchObject({ personalDataBreach: null, grounds: [] });
    expect(answersOf(buildWithdrawal(facts(false), given))).toBeNull();
  });

  test('is marked in a drill', () => {
    expect(buildWithdrawal({ ...facts(false), drill }, given).drill).toBe(true);
  });
});
