import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { classify } from '../../../domain/assessment/categories.ts';
import { assessFacts } from '../../../domain/assessment/index.ts';
import { type Changes, facts, RELIABLE, toOne } from '../../fixtures/law/realisticFacts.ts';

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
    ['sexWorkAdverts', 'basic'],
    ['HIVResultsPage', 'special'],
    ['customerCourtOrders', 'serious'],
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

  it.each(['NHSNumber', 'HIVStatus', 'bank account', 'date-of-birth', 'emailAddresses', 'Passports'])(
    'knows %s, however it is written',
    (term) => expect(classify(term).known).toBe('table'),
  );

  it('asks a person to classify a word that it does not know, instead of calling a risk unlikely', () => {
    const known = facts({ ...toOne(), dataCategories: ['name'], individuals: { approx: 1 } });
    const unknown = { ...known, dataCategories: ['name', 'starSign'] };
    expect(assessFacts(known)).toMatchObject({ notifyAuthority: 'notRequired' });
    expect(assessFacts(known).missing).not.toContain('dataCategories');
    expect(assessFacts(unknown)).toMatchObject({
      notifyAuthority: 'decide',
      communicateToDataSubjects: 'decide',
      decisions: [{ question: 'decideUnclassified' }, { question: 'decideUnclassified' }],
    });
    expect(assessFacts(unknown).missing).toContain('dataCategories');
    expect(assessFacts(unknown).reasons.map(({ code }) => code)).toContain('unclassifiedCategory');
  });

  it.each(['sexWorkAdverts', 'nudeImagesOfGuest', 'familyCourtRulings', 'healthInsuranceBroker'])(
    'takes no word inside another for the whole: %s is for a person to classify',
    (term) => {
      const given = facts({ ...toOne(), dataCategories: ['name', term], individuals: { approx: 1 } });
      const { notifyAuthority, communicateToDataSubjects, reasons, missing } = assessFacts(given);
      expect(notifyAuthority).not.toBe('notRequired');
      expect(communicateToDataSubjects).not.toBe('notRequired');
      expect(reasons.map(({ code }) => code)).toContain('unclassifiedCategory');
      expect(reasons.map(({ code }) => code)).not.toContain('fewBasicDetails');
      if (classify(term).tier !== 'special') expect(missing).toContain('dataCategories');
    },
  );

  it.each<[string, Changes, string, string]>([
    ['published', { exfiltration: 'published' }, 'required', 'decide'],
    ['with a known recipient', toOne(), 'decide', 'decide'],
    ['of four people, with one who can be relied on', { ...toOne(RELIABLE), individuals: { approx: 4 } }, 'decide', 'notRequired'],
    ['of one person, with one who can be relied on', { ...toOne(RELIABLE), individuals: { approx: 1 } }, 'notRequired', 'notRequired'],
    ['that nobody saw', { cia: { availability: 'temporary' }, backup: { restoredWithinHours: 1 } }, 'notRequired', 'notRequired'],
  ])('a word that nobody knows counts at worst as the gravest kind: %s', (_, changes, authority, people) => {
    const given = facts({ individuals: { approx: 20 }, ...changes, dataCategories: ['email', 'routeLog'] });
    expect(assessFacts(given)).toMatchObject({
      notifyAuthority: authority,
      communicateToDataSubjects: people,
    });
  }); // prettier-ignore
});
