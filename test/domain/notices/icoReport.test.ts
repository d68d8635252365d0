import { describe, expect, test } from '@jest/globals';
import type { Track } from '../../../domain/facts.ts';
import { digest } from '../../../domain/digest.ts';
import { buildIcoReport, type IcoReport } from '../../../domain/notices/icoReport.ts';
import { stored } from '../duties.ts';
import { at, drill, incident, reportInput } from '../../templates/samples.ts';

const question = (report: IcoReport, id: string) => {
  const found = report.sections.flatMap((section) => section.questions).find((one) => one.id === id);
  if (!found) throw new Error(`no question ${id}`);
  return found;
};
const answer = (report: IcoReport, id: string) => question(report, id).answer;
const tracks = (...facts: Omit<Track['facts'], 'role'>[]): Track[] =>
  facts.map((one, n) => ({ id: `t${n}`, label: `Track ${n}`, facts: { role: 'controller', ...one } }));

const SECTIONS = [
  'head', 'reportType', 'reason', 'size', 'aboutBreach', 'cyber', 'prevention', 'training', 'delay', 'takingAction',
  'aboutYou', 'sending',
]; // prettier-ignore
const QUESTIONS = [
  'icoStaffSpokenTo', 'reportType', 'reasonForReport', 'organisationSize', 'firstContactAboutBreach', 'whatHappened',
  'causedByCyber', 'howDiscovered', 'discoveredAt', 'occurredAt', 'dataCategories', 'recordsApprox',
  'individualsApprox', 'peopleCategories', 'likelyConsequences', 'likelihood', 'systemsAffected',
  'systemsAffectedHow', 'systemImpact', 'recoveryTime', 'measuresBefore', 'trainedInLastTwoYears',
  'trainingDescription', 'reasonsForDelay', 'measuresTaken', 'measuresProposed', 'individualsTold',
  'individualsToldDetail', 'otherOrganisationsTold', 'otherOrganisations', 'codeOfConduct', 'organisationName',
  'organisationAddress', 'icoRegistration', 'organisationSector', 'reporterName', 'reporterEmail', 'reporterPhone',
  'contactName', 'contactRole', 'contactEmail', 'contactPhone', 'howToSend',
]; // prettier-ignore

describe('the form', () => {
  const report = () => buildIcoReport(reportInput());

  test('has every section and every question, in its order', () => {
    const { sections } = report();
    expect(sections.map((section) => section.id)).toEqual(SECTIONS);
    const all = sections.flatMap((section) => section.questions);
    expect(all.map((one) => one.id)).toEqual(QUESTIONS);
    expect(all.map((one) => one.formOrder)).toEqual(QUESTIONS.map((_, n) => n + 1));
  });

  test('is copied in that order, without what is no field', () => {
    expect(report().copyOrder).toEqual(QUESTIONS.filter((id) => id !== 'howToSend'));
  });

  test.each([
    [true, true, 'cyber'],
    [null, true, 'cyberNotKnown'],
    [undefined, true, 'cyberNotKnown'],
    [false, false, undefined],
  ])('with cyber %s: the cyber section is shown %s, because %s', (cyber, shown, because) => {
    const { sections } = buildIcoReport(
      reportInput({ tracks: tracks(cyber === undefined ? {} : { cyber }) }),
    );
    const section = sections.find((one) => one.id === 'cyber');
    expect(section !== undefined).toBe(shown);
    expect(section?.shownBecause).toBe(because);
  });

  test('is not made for an organisation that is processor only', () => {
    const processor: Track[] = [{ id: 'p', facts: { role: 'processor' } }];
    expect(() => buildIcoReport(reportInput({ tracks: processor }))).toThrow(RangeError);
  });

  test('equal facts make equal models', () => {
    expect(digest(buildIcoReport(reportInput()))).toBe(digest(report()));
    expect(digest(buildIcoReport(reportInput({ revision: 9 })))).toBe(digest(report()));
  });
});

describe('not yet known and unanswered', () => {
  test.each([
    ['whatHappened', undefined, 'unanswered'],
    ['whatHappened', '  ', 'unanswered'],
    ['whatHappened', null, 'notYetKnown'],
    ['whatHappened', 'A laptop.', 'known'],
    ['recordsApprox', undefined, 'unanswered'],
    ['recordsApprox', null, 'notYetKnown'],
    ['recordsApprox', 0, 'known'],
  ])('%s = %p is %s', (field, value, state) => {
    const narrative = value === undefined ? {} : { [field]: value };
    expect(answer(buildIcoReport(reportInput({ narrative })), field).state).toBe(state);
  });

  test.each([
    [{}, 'unanswered', null],
    [{ cyber: null }, 'notYetKnown', null],
    [{ cyber: false }, 'known', 'no'],
    [{ cyber: true }, 'known', 'yes'],
  ] as const)('the facts %p answer "cyber?" with %s %s', (facts, state, value) => {
    const { state: found, value: given } = answer(
      buildIcoReport(reportInput({ tracks: tracks(facts) })),
      'causedByCyber',
    );
    expect([found, given]).toEqual([state, value]);
  });

  test('a list that is empty is not yet known, one that is absent is unanswered', () => {
    expect(
      answer(buildIcoReport(reportInput({ tracks: tracks({ dataCategories: [] }) })), 'dataCategories').state,
    ).toBe('notYetKnown');
    expect(answer(buildIcoReport(reportInput()), 'dataCategories').state).toBe('unanswered');
  });
});

describe('several tracks', () => {
  test('numbers are added where all are known', () => {
    const report = buildIcoReport(
      reportInput({ tracks: tracks({ individuals: { approx: 100 } }, { individuals: { approx: 20 } }) }),
    );
    expect(answer(report, 'individualsApprox')).toEqual({ state: 'known', value: 120, remarks: [] });
  });

  test('a number that is known in part is a minimum and says for whom it is not known', () => {
    const report = buildIcoReport(
      reportInput({ tracks: tracks({ individuals: { approx: 100 } }, { individuals: { approx: null } }) }),
    );
    expect(answer(report, 'individualsApprox')).toEqual({
      state: 'known',
      value: 100,
      remarks: [
        { code: 'atLeast', values: [] },
        { code: 'notYetKnownFor', values: ['Track 1'] },
      ],
    });
    expect(report.missing.map((one) => one.question)).toContain('individualsApprox');
  });

  test('the tracks of a processor stay out', () => {
    const processor: Track = {
      id: 'p',
      facts: { role: 'processor', cyber: true, dataCategories: ['health'], individuals: { approx: 9999 } },
    };
    const own = tracks({ cyber: false, dataCategories: ['name'], individuals: { approx: 3 } });
    const report = buildIcoReport(reportInput({ tracks: [...own, processor] }));
    expect(answer(report, 'individualsApprox').value).toBe(3);
    expect(answer(report, 'dataCategories').value).toEqual(['basicIdentifiers']);
    expect(answer(report, 'causedByCyber').value).toBe('no');
  });
});

describe('what is missing for Art. 33(3)', () => {
  const articles = (report: IcoReport) => [...new Set(report.missing.map((one) => one.article))];
  const full = {
    tracks: tracks({ dataCategories: ['name'], individuals: { approx: 3, kinds: ['students'] } }),
    narrative: {
      whatHappened: 'A laptop.',
      recordsApprox: 3,
      likelyConsequences: 'Worry.',
      measuresProposed: 'A lock.',
    },
  };

  test('everything but the contact point, of an incident of which nothing is known', () => {
    expect(articles(buildIcoReport(reportInput()))).toEqual(['33(3)(a)', '33(3)(c)', '33(3)(d)']);
  });

  test('nothing, where (a) to (d) are answered; measures taken or proposed, one of the two', () => {
    expect(buildIcoReport(reportInput(full)).missing).toEqual([]);
  });

  test('"not yet known" is still missing, but asks for something else than a gap', () => {
    const report = buildIcoReport(
      reportInput({ ...full, narrative: { ...full.narrative, likelyConsequences: null } }),
    );
    expect(report.missing).toEqual([
      { article: '33(3)(c)', question: 'likelyConsequences', state: 'notYetKnown', whatToDo: 'findOut' },
    ]);
  });

  test('the contact point, where the organisation named none', () => {
    const { organisation } = incident();
    const report = buildIcoReport(
      reportInput({ ...full, organisation: { ...organisation, contactPoint: null } }),
    );
    expect(report.missing.map((one) => [one.article, one.whatToDo])).toEqual([
      ['33(3)(b)', 'setContactPoint'],
      ['33(3)(b)', 'setContactPoint'],
    ]);
  });

  test('the reasons for the delay, when it is late and they are not written down', () => {
    const late = buildIcoReport(reportInput(full, { late: true }));
    expect(late.reasonsForDelayNeeded).toBe(true);
    expect(articles(late)).toEqual(['33(1)']);
    expect(question(late, 'reasonsForDelay').mandatory).toBe(true);
    const given = { ...full, narrative: { ...full.narrative, reasonsForDelay: 'We were asleep.' } };
    expect(buildIcoReport(reportInput(given, { late: true })).reasonsForDelayNeeded).toBe(false);
    expect(buildIcoReport(reportInput(full)).reasonsForDelayNeeded).toBe(false);
  });
});

describe('have you told the people affected?', () => {
  const duty = stored();
  const told = (individualsObligation: typeof duty | null, individualsTold?: 'planningTo') =>
    answer(
      buildIcoReport(
        reportInput({ narrative: individualsTold ? { individualsTold } : {} }, { individualsObligation }),
      ),
      'individualsTold',
    );

  test('what a person wrote comes first', () =>
    expect(told({ ...duty, state: 'satisfied' }, 'planningTo').value).toBe('planningTo'));
  test('a duty that was met answers "told"', () =>
    expect(told({ ...duty, state: 'satisfied' }).value).toBe('told'));
  test('a decision against it answers "decided not to"', () => {
    const decided = {
      ...duty,
      applicability: 'notRequired',
      decidedAt: at('2026-11-24T11:00:00Z'),
      decidedBy: 'Ana',
    } as const;
    expect(told(decided).value).toBe('decidedNotTo');
  });
  test('a duty that is open, or that the rules alone stood down, answers nothing', () => {
    expect(told(duty).state).toBe('unanswered');
    expect(told({ ...duty, applicability: 'notRequired' }).state).toBe('unanswered');
    expect(told(null).state).toBe('unanswered');
  });
});

test('the model says whether it is a drill and whether it is approved', () => {
  expect(buildIcoReport(reportInput({ drill }, { approved: true }))).toMatchObject({
    drill: true,
    approved: true,
  });
});

test('personal data in a text are warned about, the contact point is not', () => {
  const narrative = { whatHappened: 'Sent to jane@example.org by privacy@harmony.example.' };
  const { warnings } = buildIcoReport(reportInput({ narrative }));
  expect(warnings).toEqual([{ question: 'whatHappened', code: 'email', start: 8, end: 24 }]);
});
