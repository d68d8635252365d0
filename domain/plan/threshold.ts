import type { Proposal } from '../assessment/index.ts';
import type { Facts } from '../facts.ts';
import type { Applicability } from '../obligations.ts';
import type { ThresholdTest } from '../regimes/types.ts';

interface Subject {
  facts: Facts;
  assessment: Proposal;
}

const RANK: Record<Applicability, number> = { notRequired: 0, decide: 1, required: 2 };
const least = (answers: Applicability[]): Applicability =>
  answers.reduce((a, b) => (RANK[b] < RANK[a] ? b : a), 'required');
const most = (answers: Applicability[]): Applicability =>
  answers.reduce((a, b) => (RANK[b] > RANK[a] ? b : a), 'notRequired');

/**
 * Whether the threshold of a duty is met on these facts. What only a person can judge, and what is unknown, is
 * `decide`: unknown facts never take a duty away.
 * @param subjects the tracks that the duty concerns; where there are several, the one that asks for most decides
 */
export function applicabilityOf(test: ThresholdTest, subjects: readonly Subject[]): Applicability {
  return most(subjects.map((subject) => answer(test, subject)));
}

function answer(test: ThresholdTest, subject: Subject): Applicability {
  switch (test.kind) {
    case 'none':
      return subject.assessment.personalDataBreach === false ? 'decide' : 'required';
    case 'notUnlikelyRisk':
      return subject.assessment.notifyAuthority === 'required' ? 'required' : 'decide';
    case 'highRisk':
      return subject.assessment.communicateToDataSubjects;
    case 'seriousHarm':
      return seriousHarm(subject.assessment);
    case 'numberOfPeople':
      return numberOfPeople(test, subject.facts.individuals?.approx ?? null);
    case 'unauthorisedAccess':
      return unauthorisedAccess(subject.facts);
    case 'allOf':
      return least(test.tests.map((one) => answer(one, subject)));
    case 'anyOf':
      return most(test.tests.map((one) => answer(one, subject)));
    case 'decide':
      return 'decide';
  }
}

/** "Serious" or "significant" harm is near our high risk without being the same test. */
function seriousHarm({ risk }: Proposal): Applicability {
  if (risk === 'high') return 'required';
  return risk === 'unlikely' ? 'notRequired' : 'decide';
}

type Count = Extract<ThresholdTest, { kind: 'numberOfPeople' }>;

/** People of one state are at most all people: fewer in all means fewer there; more in all must be counted by a person. */
function numberOfPeople({ atLeast, atMost, counting }: Count, people: number | null): Applicability {
  if (people === null) return 'decide';
  if (atLeast !== undefined && people < atLeast) return 'notRequired';
  if (atMost !== undefined && people > atMost) return 'notRequired';
  return counting === 'people' ? 'required' : 'decide';
}

/** A device or a paper that is in other hands may have been read, whatever is written of its confidentiality. */
const IN_OTHER_HANDS: readonly string[] = ['lostDevice', 'stolenDevice', 'lostPaper', 'stolenPaper'];
const NOT_TAKEN: readonly string[] = ['n/a', 'excludedByLogs', 'excludedByForensics'];

function unauthorisedAccess({ cia, exfiltration, cause }: Facts): Applicability {
  if (cia?.confidentiality === 'confirmed' || exfiltration === 'confirmed' || exfiltration === 'published')
    return 'required';
  const nobodyRead = cia?.confidentiality === 'none' && NOT_TAKEN.includes(exfiltration ?? 'unknown');
  const excluded = exfiltration === 'excludedByForensics' || !IN_OTHER_HANDS.includes(cause ?? '');
  return nobodyRead && excluded ? 'notRequired' : 'decide';
}
