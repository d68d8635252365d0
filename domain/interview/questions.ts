import { hasChildren } from '../assessment/people.ts';
import type { Facts } from '../facts.ts';
import type { Question } from './question.ts';
import * as when from './relevance.ts';
import { CAUSES_ASKED, PEOPLE, SECTORS, TERMS } from './values.ts';

type Matters = (facts: Facts) => boolean;
const INSIGHT = 'EDPB 9/2022, IV.B';

const ask = (
  id: string,
  path: string | null,
  article: string,
  matters: Matters,
  kind: Question['kind'] = 'yesNo',
  values: readonly string[] = [],
): Question => ({ id, path, kind, values, article, matters, unknown: kind === 'several' ? [] : null });

const OUTFLOW = ['n/a', 'excludedByLogs', 'excludedByForensics', 'confirmed', 'published'];
const RECIPIENTS_KNOWN: Matters = (facts) => when.recipientsCount(facts) && facts.recipients?.known === true;
const UNREADABLE: Matters = (facts) => when.mayBeSeen(facts) && facts.protection?.unintelligible === true;

/** The questions in the order of the ICO's self-assessment: contain, a breach at all, what happened, to whose data, what since. */
export const QUESTIONS: readonly Question[] = [
  ask('contained', null, 'ICO, 72-hour guide', () => true),
  ask('personalData', 'personalData', 'Art. 4(1)', () => true),
  ask('livingPeople', 'livingIndividuals', 'Recital 27', when.mayBeBreach),
  ask('securityFailure', 'securityFailure', 'Art. 4(12)', when.mayBeBreach),
  ask('cause', 'cause', 'Art. 33(3)(a)', when.assessesRisk, 'choice', CAUSES_ASKED),
  ask('malicious', 'malicious', INSIGHT, when.assessesRisk),
  ask('confidentiality', 'cia.confidentiality', 'Art. 4(12)', when.assessesRisk, 'choice', [
    'none', 'possible', 'confirmed',
  ]),
  ask('integrity', 'cia.integrity', 'Art. 4(12)', when.assessesRisk, 'choice', [
    'none', 'possible', 'temporary', 'permanent',
  ]),
  ask('availability', 'cia.availability', 'Art. 4(12)', when.assessesRisk, 'choice', [
    'none', 'temporary', 'permanent',
  ]),
  // "Nobody knows whether they left" weighs more than that nobody was asked (domain/assessment/known.ts).
  { ...ask('outflow', 'exfiltration', 'Art. 33(1)', when.mayHaveLeft, 'choice', OUTFLOW), unknown: 'unknown' },
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
  ask('harmSeen', 'harmSeen', 'Recital 85', when.harmMayTell, 'text'),
  ask('highRiskEnded', 'measures.highRiskEnded', 'Art. 34(3)(b)', when.mayBeHigh),
  ask('contactDisproportionate', 'measures.contactDisproportionate', 'Art. 34(3)(c)', when.mayBeHigh),
]; // prettier-ignore
