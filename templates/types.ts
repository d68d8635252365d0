import { ASSESSMENT_TEXT_CODES } from '../domain/assessment/codes.ts';
import { OBLIGATION_KINDS } from '../domain/organisation.ts';

export { ENTRY_KINDS as TIMELINE_KINDS } from '../domain/timeline/kinds.ts';

export { OBLIGATION_KINDS };
/** What `obligations.yaml` names: each kind, and a regime's duty whose clock nobody has started yet. */
export const OBLIGATION_TEXTS = [...OBLIGATION_KINDS, 'regimeStart'] as const;

/** Every message and page that is sent or shown; each has a file in `templates/<language>/`. */
export const MESSAGES = [
  'page', 'page-without-facts', 'page-short', 'acknowledge-page', 'contact-code', 'watchdog-alarm', 'watchdog-all-clear', 'test-page',
  'test-acknowledge-page', 'reply-not-counted',
] as const; // prettier-ignore
export type MessageName = (typeof MESSAGES)[number];

/** Why somebody is paged. */
export const PAGE_REASONS = [
  'declared', 'reminder', 'overdue', 'planEnded', 'draftFailed', 'reassessed', 'confirmClock', 'notReached', 'noAction', 'suspected',
] as const; // prettier-ignore
export type PageReason = (typeof PAGE_REASONS)[number];

/** What the page behind an acknowledge link can say. */
export const ACKNOWLEDGE_VIEWS = [
  'open',
  'alreadyAcknowledged',
  'ended',
  'expired',
  'invalid',
  'done',
  'wait',
  'failed',
  'doubted',
] as const;
export type AcknowledgeView = (typeof ACKNOWLEDGE_VIEWS)[number];

/** Codes of the reasons, questions and readings that an assessment or a plan gives; texts in `reasons.yaml`. */
export const REASON_CODES: readonly string[] = [
  ...new Set([
    ...ASSESSMENT_TEXT_CODES,
    'promiseEveryBreach', 'promiseHighRisk', 'ownPromise', 'controllerMustNotify', 'noControllerTrack', 'noProcessorTrack',
    'noLongerAsked', 'jointTheyNotify', 'jointNotArranged', 'promiseAuthorityEveryBreach', 'commissionerOrders',
    'reportIncomplete', 'withdrawnButBreach', 'contractHours', 'controllersNamed', 'insurerHours', 'regimeChosen', 'clockNotStarted',
    'holidaysUnknown', 'authorityAsks', 'checklistTask', 'complaintAcknowledged', 'accessOneMonth', 'policeReview', 'triagePromise',
  ]),
]; // prettier-ignore

/** What would keep a page from reaching a person; texts in `warnings.yaml`. */
export const WARNING_CODES = [
  'noOutwardChannel', 'noPublicAddress', 'nobodyReachable', 'nobodyAgreedToDrills', 'nobodyToAsk', 'stepsEmpty',
  'rotaGaps', 'waysUnverified', 'oneWayOnly', 'contactsIncomplete', 'rotaHolidaysUnknown', 'insiderNotRestricted',
] as const; // prettier-ignore

/** Variables of `page`, `page-without-facts` and `page-short`, which also takes `factless`. Instants are texts already: local time with its zone. */
export interface PageVars {
  drill: boolean;
  organisation: string;
  reference: string;
  title: string;
  recipient: string;
  reason: PageReason;
  /** The obligation's id, which begins with its kind. */
  obligation: string | null;
  /** The deadline hangs on the time of awareness. */
  fromAwareness: boolean;
  basis: string | null;
  /** A controller by name, and how to reach it. */
  whom: string | null;
  dueLocal: string | null;
  timeLeft: string | null;
  overdue: boolean;
  whatHappened: string | null;
  physicalDanger: boolean;
  acknowledgeUrl: string;
  acknowledgeUntilLocal: string;
  /** A reply to the mail with ACK on its first line counts as an answer. */
  replyCounts: boolean;
  incidentUrl: string;
  /** Whom Tocsin asks next if this person does not answer. */
  nextStep: string | null;
  /** This message goes a way that is doubted: an answer by it does not count. */
  doubted: boolean;
  /** Every message of an earlier step failed, so everybody is told. */
  undelivered: boolean;
  /** Duties that this page is about as well. */
  also: {
    obligation: string;
    whom: string | null;
    dueLocal: string | null;
    timeLeft: string | null;
    overdue: boolean;
  }[];
  othersDue: { obligation: string; whom: string | null; dueLocal: string | null; timeLeft: string | null }[];
}

export interface RenderedMessage {
  /** One line, no control characters, at most 150 characters. */
  subject: string;
  text: string;
  html: string;
  /** The language that was used: the one asked for, or English. */
  language: string;
}

/** Name and task of one kind of obligation. */
export interface ObligationText {
  name: string;
  /** One line: what must be done. */
  task: string;
}

export interface SheetObligation {
  /** The obligation's id. */
  id: string;
  fromAwareness: boolean;
  dueLocal: string;
  basis: string;
  /** True where the due instant is the organisation's own target. */
  ownTarget: boolean;
  /** The law's own words where it gives no number. */
  qualifier: string | null;
}

export interface SheetPerson {
  name: string;
  phone: string | null;
  email: string | null;
}

/** What the one-page sheet says that is given out at declaration, for a day on which no machine works. */
export interface SheetInput {
  organisation: string;
  reference: string;
  title: string;
  drill: boolean;
  declaredLocal: string;
  /** When the organisation became aware: the legal clocks run from it. */
  awareLocal: string;
  obligations: SheetObligation[];
  /** In the order in which they are to be called. */
  people: SheetPerson[];
  /** Who has which role in the response; those that nobody has are left out. */
  roles: { role: string; name: string }[];
  /** Told before anybody wipes, restores or hires; null where the policy names none. */
  insurer: { name: string; hotline: string | null; policyNumber: string | null } | null;
  /** False where the organisation is processor only: then nothing is due to the ICO from it. */
  showIco: boolean;
  physicalDanger: boolean;
  /** False where mail, chat or sign-in may be read by the attacker: call, do not write. */
  channelsSafe: boolean;
}

/** What one calendar entry is about. */
export interface CalendarEventInput {
  organisation: string;
  reference: string;
  drill: boolean;
  /** The obligation's id. */
  obligation: string;
  fromAwareness: boolean;
  dueLocal: string;
  basis: string;
  ownTarget: boolean;
  qualifier: string | null;
}
