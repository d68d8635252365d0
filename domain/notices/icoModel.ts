import type { Incident } from '../incident.ts';
import type { Obligation } from '../obligations.ts';
import type { Answer, AnswerState } from './answers.ts';
import type { PersonalFinding } from './personalFindings.ts';

/** The paragraphs of Art. 33(3) UK GDPR, and 33(1) for the reasons for a delay. */
export type Article = '33(3)(a)' | '33(3)(b)' | '33(3)(c)' | '33(3)(d)' | '33(1)';

/** What the form asks first; a final report is a follow-up to the ICO. */
export type ReportType = 'initial' | 'followUp' | 'final';

export interface IcoReportInput {
  incident: Incident;
  /** When the report is due, on the incident's clock. */
  dueAt: Date;
  /** The report was made late, or the due instant has passed and none is recorded. */
  late: boolean;
  /** When the first report was made; null while there is none. */
  reportedAt: Date | null;
  individualsObligation: Obligation | null;
  approved: boolean;
  /** Later reports ask for steps against recurrence as well; the default is the first report. */
  reportType?: ReportType;
}

export interface IcoQuestion {
  id: string;
  /** Place in the whole form, from 1. */
  formOrder: number;
  /** What the form offers to answer with. */
  kind: 'text' | 'choice' | 'choices' | 'number' | 'instant' | 'measures' | 'fixed';
  answer: Answer;
  art33: 'a' | 'b' | 'c' | 'd' | null;
  mandatory: boolean;
}

export interface IcoSection {
  id: string;
  /** Why a section that depends on other answers is shown. */
  shownBecause: 'cyber' | 'cyberNotKnown' | null;
  questions: IcoQuestion[];
}

export interface Missing {
  article: Article;
  question: string;
  state: AnswerState;
  /** Key of the text that says what to do; in `templates/<language>/ico-form.yaml`. */
  whatToDo: 'answer' | 'findOut' | 'complete' | 'setContactPoint' | 'giveReasons';
}

export interface Warning extends PersonalFinding {
  question: string;
}

/**
 * A report to the ICO as a model: identifiers and values, no words. Instants are ISO 8601, so that equal
 * models have equal digests. It has no field for names of affected people.
 */
export interface IcoReport {
  reportType: ReportType;
  drill: boolean;
  approved: boolean;
  dueAt: string;
  late: boolean;
  reportedAt: string | null;
  sections: IcoSection[];
  missing: Missing[];
  reasonsForDelayNeeded: boolean;
  /** Question ids in the order in which the online form asks for them. */
  copyOrder: string[];
  warnings: Warning[];
}
