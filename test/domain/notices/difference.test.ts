import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Facts, Track } from '../../../domain/facts.ts';
import type { Narrative } from '../../../domain/narrative.ts';
import { type Change, differences } from '../../../domain/notices/difference.ts';
import { buildIcoReport } from '../../../domain/notices/icoReport.ts';
import { reportInput } from '../../templates/samples.ts';

interface Known {
  narrative?: Narrative;
  facts?: Partial<Facts>;
}

const sectionsOf = (
  { narrative = {}, facts = {} }: Known,
  reportType: 'initial' | 'followUp' = 'followUp',
) => {
  const tracks: Track[] = [{ id: 'pupils', facts: { role: 'controller', ...facts } }];
  return buildIcoReport({ ...reportInput({ narrative, tracks }), reportType }).sections;
};
const diff = (before: Known | null, now: Known): Change[] =>
  differences(before && sectionsOf(before, 'initial'), sectionsOf(now));
const asked = (changes: Change[]): string[] => changes.map(({ question }) => question);

describe('what is new or changed against what was sent', () => {
  test.each<[string, Known, Known, string[]]>([
    ['nothing', { narrative: { whatHappened: 'A.' } }, { narrative: { whatHappened: 'A.' } }, []],
    ['an answer to a gap', {}, { narrative: { whatHappened: 'A.' } }, ['whatHappened']],
    [
      'another answer',
      { narrative: { whatHappened: 'A.' } },
      { narrative: { whatHappened: 'B.' } },
      ['whatHappened'],
    ],
    ['a gap that is now "not yet known"', {}, { narrative: { recordsApprox: null } }, ['recordsApprox']],
    [
      'a value that became unknown again',
      { narrative: { recordsApprox: 7 } },
      { narrative: { recordsApprox: null } },
      ['recordsApprox'],
    ],
    [
      'a value that was taken back',
      { facts: { dataCategories: ['health'] } },
      { facts: {} },
      ['dataCategories'],
    ],
    [
      'other words beside the box "other"',
      { facts: { individuals: { approx: 7 }, dataCategories: ['name', 'hoursWorked'] } },
      { facts: { individuals: { approx: 7 }, dataCategories: ['name', 'shiftTimes'] } },
      ['dataCategories'],
    ],
    [
      'steps against recurrence, which the first report does not ask for',
      {},
      { narrative: { recurrenceMeasures: [{ what: 'A test', due: '2026-12-01' }] } },
      ['recurrenceMeasures'],
    ],
  ])('%s', (_, before, now, expected) => {
    expect(asked(diff(before, now))).toEqual(expected);
  });

  test('a number that was a minimum and is now complete', () => {
    const sections = (staff: number | null) =>
      buildIcoReport(
        reportInput({
          tracks: [
            { id: 'pupils', facts: { role: 'controller', individuals: { approx: 7 } } },
            { id: 'staff', facts: { role: 'controller', individuals: { approx: staff } } },
          ],
        }),
      ).sections;
    expect(asked(differences(sections(null), sections(0)))).toEqual(['individualsApprox']);
  });

  test('tells before from now, with the state of each', () => {
    const [change] = diff({ narrative: { recordsApprox: 7 } }, { narrative: { recordsApprox: null } });
    expect(change).toMatchObject({
      art33: 'a',
      before: { state: 'known', value: 7 },
      now: { state: 'notYetKnown', value: null },
    });
  });

  test('names a section that is not asked any more, in its place of the form', () => {
    const before: Known = { facts: { cyber: true }, narrative: { systemImpact: 'high' } };
    const changes = diff(before, {
      facts: { cyber: false },
      narrative: { systemImpact: 'high', measuresBefore: 'MFA.', howDiscovered: 'A call.' },
    });
    expect(asked(changes)).toEqual(['causedByCyber', 'howDiscovered', 'systemImpact', 'measuresBefore']);
    expect(changes[2]).toMatchObject({ before: { value: 'high' }, now: null });
  });

  test('hints to the writer are no difference', () => {
    const told = diff(
      { narrative: {}, facts: { specialCategory: true, dataCategories: ['name'] } },
      { narrative: {}, facts: { specialCategory: false, dataCategories: ['name'] } },
    );
    expect(asked(told)).not.toContain('dataCategories');
  });

  test('against nothing, everything is new, gaps and unknowns included, in the order of the form', () => {
    const now: Known = { narrative: { whatHappened: 'A.', recordsApprox: null } };
    const changes = diff(null, now);
    const all = sectionsOf(now)
      .flatMap(({ questions }) => questions)
      .map(({ id }) => id)
      .filter((id) => !/^(reportType|howToSend|reporter)/.test(id));
    expect(asked(changes)).toEqual(all);
    expect(changes.every(({ before }) => before === null)).toBe(true);
  });
});

describe('whatever is known', () => {
  const text = fc.option(fc.constantFrom('', 'A.', 'B.'), { nil: null });
  const narrative = fc.record(
    {
      whatHappened: text,
      howDiscovered: text,
      likelyConsequences: text,
      recordsApprox: fc.option(fc.nat(3), { nil: null }),
      measuresTaken: text,
      recoveryTime: fc.constantFrom('regular' as const, 'complete' as const, null),
    },
    { requiredKeys: [] },
  );
  const facts = fc.record(
    {
      cyber: fc.constantFrom(true, false, null),
      dataCategories: fc.subarray(['name', 'health', 'hoursWorked', 'passport']),
    },
    { requiredKeys: [] },
  );
  const known = fc.record({ narrative, facts }) as fc.Arbitrary<Known>;

  test('the same facts have no differences', () => {
    fc.assert(fc.property(known, (one) => expect(diff(one, one)).toEqual([])));
  });

  test('differences are the same questions both ways, and keep the order of the form', () => {
    const order = asked(diff(null, { facts: { cyber: true } }));
    fc.assert(
      fc.property(known, known, (a, b) => {
        const there = differences(sectionsOf(a), sectionsOf(b));
        const back = differences(sectionsOf(b), sectionsOf(a));
        expect(asked(there)).toEqual(asked(back));
        const places = asked(there).map((id) => order.indexOf(id));
        expect(places).toEqual([...places].sort((x, y) => x - y));
        for (const [n, one] of there.entries())
          expect([one.before, one.now]).toEqual([back[n]?.now, back[n]?.before]);
      }),
    );
  });

  test('whoever has what was sent and the differences has the whole report', () => {
    fc.assert(
      fc.property(known, known, (sent, now) => {
        const then = new Map(
          sectionsOf(sent)
            .flatMap(({ questions }) => questions)
            .map((one) => [one.id, one.answer]),
        );
        for (const one of differences(sectionsOf(sent), sectionsOf(now))) {
          if (one.now) then.set(one.question, one.now);
          else then.delete(one.question);
        }
        for (const one of sectionsOf(now).flatMap(({ questions }) => questions))
          expect(then.get(one.id)?.value ?? null).toEqual(one.answer.value);
      }),
    );
  });
});
