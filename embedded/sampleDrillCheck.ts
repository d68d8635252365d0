import type { Incident, Page, TimelineEntry, Verification } from '../cli/types.ts';
import type { Mail } from './sampleDrillMail.ts';

/** A reminder may be recorded this many real milliseconds after its instant; never before it. */
const TOLERANCE_MS = 5_000;

/** Kinds without which the story was not told in full. */
const EXPECTED_KINDS = [
  'incident.declared', 'obligation.opened', 'page.opened', 'page.sent', 'page.escalated', 'page.acknowledged',
  'notice.drafted', 'containment.notYet', 'containment.recorded', 'scope.recorded', 'incident.factsChanged',
  'milestone.fired', 'notice.approved', 'submission.recorded', 'obligation.satisfied', 'incident.closed',
]; // prettier-ignore

export type Outcome = {
  incident: Incident;
  entries: TimelineEntry[];
  mails: Mail[];
  pages: Page[];
  verification: Verification;
  /** Reminders of the authority's clock that the policy plans, e.g. "reminder-0.5". */
  reminders: string[];
};

/** What is not as it should be after the drill; empty when all went well. */
export function drillProblems(outcome: Outcome): string[] {
  return [
    ...missingKinds(outcome),
    ...authorityProblems(outcome),
    ...reminderProblems(outcome),
    ...pageProblems(outcome),
    ...mailProblems(outcome),
    ...recordProblems(outcome),
  ];
}

const missingKinds = ({ entries }: Outcome): string[] =>
  EXPECTED_KINDS.filter((kind) => !entries.some((entry) => entry.kind === kind)).map(
    (kind) => `The timeline has no entry "${kind}".`,
  );

function authorityProblems({ incident }: Outcome): string[] {
  const problems = incident.obligations
    .filter(
      (duty) =>
        duty.state !== 'satisfied' && duty.state !== 'notRequired' && duty.applicability !== 'notRequired',
    )
    .map((duty) => `"${duty.id}" is still ${duty.state}.`);
  const authority = incident.obligations.find((duty) => duty.id === 'authority');
  if (!authority) return [...problems, 'There was no duty towards the ICO.'];
  if (authority.state === 'satisfied' && authority.late) problems.push('The report to the ICO was late.');
  return problems;
}

function reminderProblems({ incident, entries, reminders }: Outcome): string[] {
  const fired = entries.filter((entry) => entry.kind === 'milestone.fired');
  const missing = reminders
    .filter((id) => !fired.some(({ data }) => data.obligation === 'authority' && data.milestone === id))
    .map((id) => `The ICO duty's ${id} did not go off.`);
  const scale = incident.drill?.scale ?? 1;
  const off = fired.flatMap((entry) => {
    const lateMs = (Date.parse(entry.occurredAt) - Date.parse(String(entry.data.plannedAt))) / scale;
    if (lateMs >= 0 && lateMs <= TOLERANCE_MS) return [];
    return [
      `${String(entry.data.obligation)} ${String(entry.data.milestone)} came ${Math.round(lateMs)} ms off its instant.`,
    ];
  });
  return [...missing, ...off, ...missedProblems(entries)];
}

const missedProblems = (entries: TimelineEntry[]): string[] =>
  entries
    .filter((entry) => entry.kind === 'milestone.missed' || entry.kind === 'obligation.overdue')
    .map((entry) => `${entry.kind}: ${entry.text}`);

function pageProblems({ pages }: Outcome): string[] {
  const deliveries = pages.flatMap((page) => page.deliveries.map((delivery) => ({ ...delivery, page })));
  const failed = deliveries
    .filter(({ status }) => status === 'failed' || status === 'undeliverable')
    .map(
      ({ person, channel, status, lastCode }) =>
        `A page to ${person} by ${channel} was ${status} (${lastCode}).`,
    );
  const unanswered = pages
    .filter((page) => page.state === 'open' || page.endedBecause === 'closed')
    .map((page) => `Nobody answered the page "${page.obligation ?? 'incident'} ${page.milestone}".`);
  return [...failed, ...unanswered];
}

function mailProblems({ mails }: Outcome): string[] {
  if (mails.length === 0) return ['No mail arrived.'];
  return mails
    .filter(({ subject }) => !subject.includes('DRILL'))
    .map(({ subject }) => `A mail is not marked DRILL: "${subject}".`);
}

function recordProblems({ verification: { ok, first } }: Outcome): string[] {
  return ok
    ? []
    : [
        `The record does not verify: ${first?.problem ?? 'no reason given'} (entry ${first?.entryId ?? '?'}).`,
      ];
}
