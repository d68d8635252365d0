import type { Reason } from '../obligations.ts';
import type { AnswerState } from './answers.ts';
import type { Change } from './difference.ts';
import type { IcoReport, IcoSection, Missing, Warning } from './icoModel.ts';
import type { Phase } from './phases.ts';
import type { PersonalFinding } from './personalFindings.ts';

/** What the ICO has on file. Instants are ISO 8601. */
export interface OnFile {
  /** null: reference awaited, which is an answer. */
  icoReference: string | null;
  initialMadeAt: string;
}

/** What was really sent last: the model of the notice that the newest report names. */
export interface Sent {
  phase: Phase;
  madeAt: string;
  notice: string;
  sections: IcoSection[];
}

/** A question that a final report still leaves open. */
export interface Gap {
  question: string;
  state: AnswerState;
}

/** What only the last report says. */
export interface FinalPart {
  gaps: Gap[];
  /** Questions and orders of the authority that nobody has answered yet: ids of obligations. */
  openDemands: string[];
  /** Why what is missing will not follow. */
  why: string | null;
  whyNeeded: boolean;
}

/** A follow-up or final report: differences against what was sent, and the whole as it stands now. */
export interface LaterReport extends OnFile {
  reportType: 'followUp' | 'final';
  drill: boolean;
  approved: boolean;
  /** null: what was sent is not known here. */
  sent: Omit<Sent, 'sections'> | null;
  changes: Change[];
  missing: Missing[];
  final: FinalPart | null;
  /** The whole report as it stands now: the next one is compared with it. */
  report: IcoReport;
  copyOrder: string[];
  warnings: Warning[];
}

/** "No personal data breach after all": on which facts, who decided, why. */
export interface Withdrawal extends OnFile {
  reportType: 'withdrawal';
  drill: boolean;
  approved: boolean;
  decidedBy: string;
  reason: string;
  /** Of the facts that the decision rests on. */
  factsRevision: number;
  /** What the rules say on these facts; only `false` bears the withdrawal out. */
  personalDataBreach: boolean | null;
  grounds: Reason[];
  warnings: PersonalFinding[];
}

export type NoticeModel = IcoReport | LaterReport | Withdrawal;

/** The whole report that a notice stood for; null for a withdrawal, which gives no answers. */
export function answersOf(model: NoticeModel): IcoReport | null {
  if (model.reportType === 'withdrawal') return null;
  return 'report' in model ? model.report : model;
}
