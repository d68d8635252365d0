import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { dutiesOf, DUTIES, dutyById } from '../../../domain/regimes/index.ts';
import type { Duty } from '../../../domain/regimes/types.ts';

interface Source {
  _about: { asOf: string; disabledByDefault: string[] };
  obligations: SourceDuty[];
}
interface SourceDuty {
  [field: string]: unknown;
  id: string;
  stages: SourceStage[];
}
interface SourceStage {
  stage: string;
  from: string;
  duration: unknown;
  qualifier: string | null;
  hardLimit: boolean;
  note?: string;
}

const path = new URL('../../fixtures/obligations.json', import.meta.url);
const source = JSON.parse(readFileSync(path, 'utf8')) as Source;
const ids = source.obligations.map(({ id }) => id);
const ours = (id: string): Duty => dutyById(id)!;

/** Where our words say more than the source's, because "as above" means nothing in a list by jurisdiction. */
const CLEARER: Record<string, string> = {
  'as above': 'as above (CSIRT coordinator + ENISA via single platform; users (14(8)))',
};

test('all 57 duties of the source are there, and no other', () => {
  expect(ids).toHaveLength(57);
  expect(DUTIES.map(({ id }) => id).sort()).toEqual([...ids].sort());
});

test('there are 22 jurisdictions', () => {
  const jurisdictions = [...new Set(source.obligations.map(({ jurisdiction }) => jurisdiction as string))];
  expect(jurisdictions).toHaveLength(22);
  expect(jurisdictions.flatMap(dutiesOf)).toHaveLength(57);
});

describe.each(source.obligations.map((duty) => [duty.id, duty] as const))('%s', (id, theirs) => {
  test('keeps every word of the source', () => {
    const duty = ours(id);
    const { holidayRule } = duty;
    const back = {
      id: duty.id,
      jurisdiction: duty.jurisdiction,
      instrument: duty.instrument,
      provision: duty.provision,
      obligated: duty.obligated.words,
      recipient: duty.recipient.words,
      trigger: duty.trigger,
      threshold: duty.threshold.words,
      stages: duty.stages.filter(({ added }) => !added).map(stageBack),
      holidayRule: holidayRule.legalNote === null ? holidayRule.display : holidayRule,
      content: duty.content,
      confidence: duty.confidence,
      source: duty.source,
      effectiveFrom: duty.effectiveFromWords ?? duty.effectiveFrom,
      before: duty.before,
      status: duty.status,
      pending: duty.pending,
      lateRule: duty.lateRule,
      notes: duty.notes,
    };
    const { exceptions: _, recipient, ...rest } = theirs;
    expect(withoutUndefined(back)).toEqual({
      ...rest,
      recipient: CLEARER[recipient as string] ?? recipient,
    });
  });

  test('keeps its exceptions', () => {
    const wanted = (theirs.exceptions as (string | { id: string; text: string })[] | undefined) ?? [];
    const kept = ours(id).exceptions;
    expect(kept).toHaveLength(wanted.length);
    wanted.forEach((exception, index) => {
      if (typeof exception === 'object') expect(kept[index]).toEqual(exception);
      else expect([kept[index]?.id, kept[index]?.text]).toContain(exception);
    });
  });

  test('says when it was checked, and is off where the source says so', () => {
    const duty = ours(id);
    const seen = (theirs.source as string).startsWith('seen');
    expect(duty.checked).toBe(seen ? source._about.asOf : 'not re-checked');
    expect(duty.enabled).toBe(!source._about.disabledByDefault.includes(id));
  });

  test('a stage that is not in the source has no number and says so', () => {
    for (const stage of ours(id).stages.filter(({ added }) => added)) {
      expect(stage).toMatchObject({ duration: null, note: expect.stringMatching(/^named as a recipient/) });
    }
  });
});

function stageBack({ name, startsFrom, duration, qualifier, hardLimit, note }: Duty['stages'][number]) {
  const stage = { stage: name, from: startsFrom.words, duration, qualifier, hardLimit };
  return note === null ? stage : { ...stage, note };
}

const withoutUndefined = (value: object): unknown => JSON.parse(JSON.stringify(value));

describe('what a machine reads', () => {
  const startOf = (id: string, stage: string) => ours(id).stages.find((one) => one.id === stage)?.startsFrom;

  test.each([
    ['uk-gdpr-33-1', 'notification', 'aware', undefined],
    ['uk-gdpr-33-1', 'further-information', 'previousStage', 'notification'],
    ['eu-nis2-23', 'final-report', 'previousStage', 'incident-notification'],
    ['eu-dora-19', 'initial', 'classified', undefined],
    ['eu-dora-19', 'intermediate', 'previousStage', 'initial'],
    ['eu-dora-19', 'final', 'previousStage', 'intermediate'],
    ['eu-cra-14-vuln', 'final', 'measureAvailable', undefined],
    ['us-hipaa-individuals', 'notice', 'discovered', undefined],
    ['us-sec-8k-105', 'form-8-k', 'determined', undefined],
    ['us-ca-1798-82', 'attorney-general-sample-copy', 'previousStage', 'residents'],
    ['sg-pdpa-26d', 'pdpc', 'assessed', undefined],
    ['au-ndb-assess', 'assessment', 'suspicion', undefined],
    ['au-ndb-oaic', 'statement-to-oaic', 'belief', undefined],
    ['in-certin-6h', 'report', 'noticed', undefined],
    ['id-pdp-46', 'written-notice', 'occurred', undefined],
  ])('%s, %s starts from %s %s', (id, stage, event, earlier) => {
    expect(startOf(id, stage)).toMatchObject({ event, ...(earlier ? { stage: earlier } : {}) });
  });

  test.each([
    ['uk-gdpr-33-1', { kind: 'notUnlikelyRisk' }],
    ['uk-gdpr-33-2', { kind: 'none' }],
    ['uk-gdpr-34', { kind: 'highRisk' }],
    ['uk-pecr-5a', { kind: 'none' }],
    ['au-ndb-oaic', { kind: 'seriousHarm' }],
    ['eu-nis2-23', { kind: 'decide' }],
  ])('the threshold of %s is %j', (id, threshold) => {
    expect(ours(id).threshold.test).toEqual(threshold);
  });

  test.each([
    ['us-hipaa-media', 'notice', { atLeast: 501, counting: 'residentsOfOneState' }],
    ['us-hipaa-hhs-500', 'notice', { atLeast: 500, counting: 'people' }],
    ['us-hipaa-hhs-small', 'annual-log', { atMost: 499, counting: 'people' }],
    ['us-ca-1798-82', 'attorney-general-sample-copy', { atLeast: 501, counting: 'residentsOfTheState' }],
    ['us-tx-521', 'attorney-general', { atLeast: 250, counting: 'residentsOfTheState' }],
    ['kr-pipa-34', 'authority', { atLeast: 1000, counting: 'people' }],
    ['jp-appi-26', 'final', { atLeast: 1001, counting: 'people' }],
    ['us-ftc-safeguards', 'notice', { atLeast: 500, counting: 'people' }],
  ])('%s, %s counts people: %j', (id, stageId, count) => {
    const stage = ours(id).stages.find((one) => one.id === stageId)!;
    const test = stage.test ?? ours(id).threshold.test;
    expect('tests' in test ? test.tests : [test]).toContainEqual({ kind: 'numberOfPeople', ...count });
  });

  test('a number of people in the words of a threshold is a number in its test', () => {
    const numbers = (text: string) =>
      [...text.matchAll(/(?<![/\d])\d[\d,]{2,}\b(?!\/)/g)].map(([n]) => Number(n.replace(',', '')));
    for (const duty of DUTIES) {
      const tests = JSON.stringify([duty.threshold.test, ...duty.stages.map(({ test }) => test)]);
      for (const number of numbers(duty.threshold.words)) {
        expect([duty.id, [number - 1, number, number + 1].some((n) => tests.includes(`:${n},`))]).toEqual([
          duty.id,
          true,
        ]);
      }
    }
  });
});
