import type { Facts } from '../facts.ts';
import { type Question, readingCodes } from './codes.ts';
import { exceptionsOf, type Art34Exception } from './exceptions.ts';
import { fired, type FiredReason } from './fired.ts';
import type { RiskAssessment } from './risk.ts';

/** What the rules propose. `decide`: a person must; until then the duty stands. */
export type DutyAnswer = 'required' | 'notRequired' | 'decide';

export type DutyName = 'notifyAuthority' | 'communicateToDataSubjects' | 'notifyControllers';

/** A question that only a person can answer, with both readings of it (message codes). */
export interface Decision {
  about: DutyName;
  question: Question;
  readings: { answer: 'required' | 'notRequired'; code: string }[];
  /** What holds until somebody has decided. */
  default: 'required';
}

export interface Duties extends Record<DutyName, DutyAnswer> {
  art34Exceptions: Art34Exception[];
  decisions: Decision[];
  reasons: FiredReason[];
}

/** @param breach whether it is a personal data breach; `null` where that is not known: the duties stand until it is */
export function dutiesOf(facts: Facts, breach: boolean | null, assessed: RiskAssessment): Duties {
  if (breach === false) return none([fired('writeDownWhy')]);
  return facts.role === 'processor' ? processorDuties() : controllerDuties(facts, assessed);
}

const none = (reasons: FiredReason[]): Duties => ({
  notifyAuthority: 'notRequired',
  communicateToDataSubjects: 'notRequired',
  notifyControllers: 'notRequired',
  art34Exceptions: [],
  decisions: [],
  reasons,
});

/** Art. 33(2): tells every controller, whatever the risk, and has no duty of its own towards authority or people. */
const processorDuties = (): Duties => ({
  ...none([fired('processorTellsControllers', 'role')]),
  notifyControllers: 'required',
});

/** Arts 33(1) and 34: the burden of showing that a risk is unlikely is the controller's (Recital 85). */
function controllerDuties(facts: Facts, assessed: RiskAssessment): Duties {
  const notifyAuthority = authority(assessed);
  const exceptions = exceptionsOf(facts, assessed);
  const communicateToDataSubjects = exceptions.answer ?? individuals(assessed);
  const answers = { notifyAuthority, communicateToDataSubjects };
  return {
    ...none([...because(assessed, notifyAuthority), ...exceptions.reasons]),
    ...answers,
    art34Exceptions: exceptions.met,
    decisions: decisionsOf(answers, assessed, exceptions.question),
  };
}

/** Required unless a risk is shown to be unlikely; a question only where the guidance leaves even the worst case open. */
function authority({ worst }: RiskAssessment): DutyAnswer {
  if (worst[1] === 'unlikely') return 'notRequired';
  return worst[0] === 'unlikely' ? 'decide' : 'required';
}

/** Required at high risk; a question where a high risk cannot be excluded. */
function individuals({ best, worst }: RiskAssessment): DutyAnswer {
  if (worst[1] !== 'high') return 'notRequired';
  return best[0] === 'high' ? 'required' : 'decide';
}

function because({ risk, worst }: RiskAssessment, notifyAuthority: DutyAnswer): FiredReason[] {
  if (risk === 'high') return [fired('riskHigh')];
  if (risk === 'likely') return [fired('riskLikely'), fired('riskNotHigh')];
  if (risk === 'unlikely') return [fired('riskUnlikely'), fired('recordAnyway')];
  const burden = notifyAuthority === 'required' ? [fired('controllerMustNotify')] : [];
  return worst[1] === 'high' ? burden : [...burden, fired('riskNotHigh')];
}

function decisionsOf(
  answers: Pick<Duties, 'notifyAuthority' | 'communicateToDataSubjects'>,
  { questions }: RiskAssessment,
  ofException: Question | null,
): Decision[] {
  const [question = 'decideUnknownFacts'] = questions;
  const open = (['notifyAuthority', 'communicateToDataSubjects'] as const).filter(
    (about) => answers[about] === 'decide',
  );
  return open.map((about) =>
    decision(about, (about === 'communicateToDataSubjects' ? ofException : null) ?? question),
  );
}

function decision(about: DutyName, question: Question): Decision {
  const codes = readingCodes(question);
  const readings = (['required', 'notRequired'] as const).map((answer) => ({ answer, code: codes[answer] }));
  return { about, question, readings, default: 'required' };
}
