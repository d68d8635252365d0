import { stepMessages } from '../db/deliveries.ts';
import type { IncidentChange } from '../db/incidentChange.ts';
import { advancePage, type PageRow } from '../db/pages.ts';
import { type ResponderRow } from '../db/responders.ts';
import {
  allDoubted,
  type Contact,
  contactOf,
  everybody,
  standInOf,
  turnOf,
  withContact,
} from '../domain/escalation.ts';
import type { EntryData } from '../domain/timeline/entry.ts';
import { carriesBriefing } from './briefingFiles.ts';
import type { Turned } from './pageTurn.ts';
import type { Asked } from './whom.ts';

export interface Attempt {
  contacts: Contact[];
  /** Minutes on the incident's clock; 0 where nobody is waited for. */
  delayMinutes: number;
  /** The step before failed as a whole: this attempt tells everybody. */
  alarm: boolean;
  /** Every way of everybody is doubted. */
  onlyDoubted: boolean;
}

interface Planned {
  asked: Asked;
  turn: Turned;
  responders: ResponderRow[];
}

/**
 * Whom one attempt asks: those of the step; with the first attempt of a page that carries calendar file and sheet the
 * stand-in; with the first step of a round those who were added; everybody, once, after a step that failed as a whole.
 */
export async function contactsFor(
  change: IncidentChange,
  page: PageRow,
  { asked, turn, responders }: Planned,
): Promise<Attempt> {
  const { whom, plan } = asked;
  const step = turn.position.step < plan.steps.length ? turnOf(whom, plan, turn.position) : NOBODY;
  const alarm = turn.begins && (await failedAsAWhole(change, page));
  const more = [
    ...(turn.n === 0 && carriesBriefing(page) ? standInOf(whom) : []),
    ...(turn.position.step === 0 && turn.position.round > 0
      ? responders.flatMap(({ personId }) => contactOf(whom, personId))
      : []),
    ...(alarm ? everybody(whom, plan) : []),
  ];
  const contacts = more.reduce(withContact, step.contacts);
  return {
    contacts,
    delayMinutes: alarm && step.delayMinutes === 0 ? ALARM_MINUTES : step.delayMinutes,
    alarm,
    onlyDoubted: allDoubted(whom, contacts),
  };
}

const NOBODY = { contacts: [], delayMinutes: 0 };
const ALARM_MINUTES = 5;

/** Every message of the step before failed, and nobody was told of that yet. */
async function failedAsAWhole(change: IncidentChange, page: PageRow): Promise<boolean> {
  if (page.alarmedAt || page.round === null || page.step === null) return false;
  const messages = await stepMessages(change.scope, page.id, { round: page.round, step: page.step });
  return messages.length > 0 && messages.every(({ failed }) => failed);
}

/** Said when it comes to be so, not in every round of a page that goes round for days. */
async function recordNobody(
  change: IncidentChange,
  page: PageRow,
  turn: Turned,
  data: EntryData,
): Promise<void> {
  const { round, step } = turn.position;
  const before = round === 0 ? [] : await stepMessages(change.scope, page.id, { round: round - 1, step });
  if (round === 0 || turn.n === 0 || before.length > 0) change.record({ kind: 'page.nobody', data });
}

/** What the record says of an attempt that begins; where the page stands is stored with it. */
export async function beginAttempt(
  change: IncidentChange,
  page: PageRow,
  turn: Turned,
  attempt: Attempt,
): Promise<void> {
  const { round, step } = turn.position;
  const data = { page: page.id, obligation: page.obligationId, round: round + 1, step: step + 1 };
  if (turn.cameBack) change.record({ kind: 'page.cameBack', data });
  if (attempt.contacts.length === 0) await recordNobody(change, page, turn, data);
  else if (turn.n > 0 && !turn.cameBack) change.record({ kind: 'page.escalated', data });
  if (attempt.alarm)
    change.record({ kind: 'page.alarm', data: { ...data, people: attempt.contacts.length } });
  if (attempt.onlyDoubted) change.record({ kind: 'page.onlyDoubted', data });
  await advancePage(change, page.id, {
    attempt: turn.n,
    round,
    step,
    snoozedUntil: null,
    ...(page.round === null || round > page.round ? { roundStartedAt: change.now } : {}),
    ...(attempt.alarm ? { alarmedAt: change.now } : {}),
  });
}
