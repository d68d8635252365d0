import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { classify } from '../../../domain/assessment/categories.ts';
import { assessFacts } from '../../../domain/assessment/index.ts';
import { facts, toOne } from '../../fixtures/law/realisticFacts.ts';

/** The words that docs/facts.md and the schema of the facts give as examples. */
const EXAMPLES = JSON.parse(
  readFileSync(new URL('../../fixtures/law/data-categories.json', import.meta.url), 'utf8'),
) as string[];

describe('the vocabulary of data', () => {
  it.each(EXAMPLES)('knows %s', (term) => expect(classify(term).known).toBe('table'));

  it.each([
    ['name', 'simple', 'basic', 'direct'],
    ['pseudonym', 'simple', 'none', 'coded'],
    ['orderHistory', 'behavioural', 'some', 'none'],
    ['trafficData', 'behavioural', 'serious', 'none'],
    ['invoices', 'financial', 'some', 'none'],
    ['bankStatement', 'financial', 'serious', 'none'],
    ['passport', 'simple', 'serious', 'indirect'],
    ['employmentHistory', 'simple', 'considerable', 'none'],
    ['diagnosis', 'sensitive', 'special', 'none'],
    ['foodPreference', 'sensitive', 'basic', 'none'],
    ['safeguarding', 'sensitive', 'special', 'none'],
    ['aggregate', 'simple', 'none', 'none'],
  ])('%s is %s, tells %s, identifies %s', (term, category, tier, identifies) => {
    expect(classify(term)).toMatchObject({ term, category, tier, identifies, known: 'table' });
  });

  it.each([
    ['customerEmail', 'basic'],
    ['homePhoneNumbers', 'basic'],
    ['patientDiagnosisCode', 'special'],
    ['bank account', 'serious'],
    ['studentGrades', 'some'],
    ['encryptedCreditCardData', 'serious'],
  ])('judges %s by the gravest of the words in it', (term, tier) => {
    expect(classify(term)).toMatchObject({ term, tier, known: 'words' });
  });

  it.each(['starSign', 'quux', 'pseudonymisation level', ''])(
    'keeps "%s", counts it as personal data',
    (term) => {
      expect(classify(term)).toMatchObject({ term, category: 'simple', tier: 'basic', known: 'unknown' });
    },
  );

  it('reads a word in any case', () => expect(classify('NHSNumber').known).toBe('table'));

  it('asks a person to classify a word that it does not know, instead of calling a risk unlikely', () => {
    const known = facts({ ...toOne(), dataCategories: ['name'], individuals: { approx: 1 } });
    const unknown = { ...known, dataCategories: ['name', 'starSign'] };
    expect(assessFacts(known)).toMatchObject({ notifyAuthority: 'notRequired', missing: [] });
    expect(assessFacts(unknown)).toMatchObject({ notifyAuthority: 'decide', missing: ['dataCategories'] });
    expect(assessFacts(unknown).reasons.map(({ code }) => code)).toContain('unclassifiedCategory');
  });
});
