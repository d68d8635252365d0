import { malice } from '../assessment/causes.ts';
import { hasChildren } from '../assessment/people.ts';
import type { Facts } from '../facts.ts';
import type { Question } from './question.ts';
import * as when from './relevance.ts';
import { PEOPLE, SECTORS, TERMS } from './values.ts';

type Matters = (facts: Facts) => boolean;
const INSIGHT = 'EDPB 9/2022, IV.B';

const ask = (
  id: string,
  path: string,
  article: string,
  matters: Matters,
  kind: Question['kind'] = 'yesNo',
  values: readonly string[] = [],
): Question => ({ id, path, kind, values, article, matters });

const RECIPIENTS_KNOWN: Matters = (facts) => when.recipientsCount(facts) && facts.recipients?.known === true;
const UNREADABLE: Matters = (facts) => when.mayBeSeen(facts) && facts.protection?.unintelligible === true;

/** The questions in the order of the ICO's self-assessment: a breach at all, what happened, to whose data, what follows. */
export const QUESTIONS: readonly Question[] = [
  ask('personalData', 'personalData', 'Art. 4(1)', () => true),
  ask('livingPeople', 'livingIndividuals', 'Recital 27', when.mayBeBreach),
  ask('securityFailure', 'securityFailure', 'Art. 4(12)', when.mayBeBreach),
  ask('malicious', 'malicious', INSIGHT, (facts) => {
    return when.assessesRisk(facts) && malice({ cause: facts.cause }) === null;
  }),
  ask('confidentiality', 'cia.confidentiality', 'Art. 4(12)', when.assessesRisk, 'choice', [
    'none', 'possible', 'confirmed',
  ]),
  ask('integrity', 'cia.integrity', 'Art. 4(12)', when.assessesRisk, 'choice', [
    'none', 'possible', 'temporary', 'permanent',
  ]),
  ask('availability', 'cia.availability', 'Art. 4(12)', when.assessesRisk, 'choice', [
    'none', 'temporary', 'permanent',
  ]),
  ask('outflow', 'exfiltration', 'Art. 33(1)', when.mayHaveLeft, 'choice', [
    'n/a', 'excludedByLogs', 'excludedByForensics', 'confirmed', 'published',
  ]),
  ask('sector', 'sector', INSIGHT, when.isAffected, 'choice', SECTORS),
  ask('people', 'individuals.kinds', 'Art. 33(3)(a)', when.isAffected, 'several', PEOPLE),
  ask('number', 'individuals.approx', 'Art. 33(3)(a)', when.isAffected, 'number'),
  ask('children', 'individuals.children', 'Recital 75', (facts) => {
    return when.isAffected(facts) && hasChildren({ ...facts, individuals: { kinds: facts.individuals?.kinds } }) !== true;
  }),
  ask('vulnerable', 'individuals.vulnerable', 'Recital 75', when.isAffected),
  ask('data', 'dataCategories', 'Art. 33(3)(a)', when.isAffected, 'several', TERMS),
  ask('specialCategory', 'specialCategory', 'Art. 9', when.isAffected),
  ask('criminalOffence', 'criminalOffence', 'Art. 10', when.isAffected),
  ask('financial', 'financial', INSIGHT, when.isAffected),
  ask('governmentId', 'governmentId', INSIGHT, when.isAffected),
  ask('credentials', 'credentials', INSIGHT, when.isAffected, 'choice', [
    'none', 'hashed-salted', 'hashed-unsalted', 'guessed', 'plaintext',
  ]),
  ask('identifiable', 'identifiability', INSIGHT, when.isAffected, 'choice', [
    'none', 'negligible', 'limited', 'significant', 'maximum',
  ]),
  ask('recipientsKnown', 'recipients.known', INSIGHT, when.recipientsCount),
  ask('recipientsNumber', 'recipients.count', INSIGHT, RECIPIENTS_KNOWN, 'number'),
  ask('recipientsTrusted', 'recipients.trusted', INSIGHT, RECIPIENTS_KNOWN),
  ask('deleted', 'recipients.deletionConfirmed', INSIGHT, RECIPIENTS_KNOWN),
  ask('unintelligible', 'protection.unintelligible', 'Art. 34(3)(a)', when.mayBeSeen),
  ask('keyCompromised', 'protection.keyCompromised', 'Art. 34(3)(a)', UNREADABLE),
  ask('readThrough', 'protection.atRestOnly', 'Art. 34(3)(a)', (facts) => {
    return UNREADABLE(facts) && facts.protection?.keyCompromised === false;
  }),
  ask('backup', 'backup.available', 'Art. 32(1)(c)', when.mayBeRestored),
  ask('restoredWithinHours', 'backup.restoredWithinHours', 'Art. 32(1)(c)', when.mayBeRestored, 'number'),
  ask('harmSeen', 'harmSeen', 'Recital 85', when.assessesRisk, 'text'),
]; // prettier-ignore
