import { isReal, type RegisterEvent, type RegisterInput } from './input.ts';
import type { Awareness, RegisterDecision } from './types.ts';

const ABOUT: Record<string, RegisterDecision['about']> = {
  'incident.awarenessMoved': 'awareness',
  'incident.discoveryMoved': 'discovery',
  'incident.closed': 'closure',
  'incident.reopened': 'reopening',
  'obligation.decided': 'duty',
  'clock.confirmed': 'clock',
  'clock.rejected': 'clock',
  'submission.corrected': 'report',
};

/** What was decided, in the order in which it was recorded. What was practised in a drill decided nothing. */
export const decisionsOf = (input: RegisterInput): RegisterDecision[] =>
  input.events.flatMap((event) => {
    const about = ABOUT[event.kind];
    return about && isReal(input, event) ? [decision(about, event)] : [];
  });

const decision = (about: RegisterDecision['about'], event: RegisterEvent): RegisterDecision => ({
  about,
  obligation: textOf(event.data.obligation),
  decision: outcomeOf(event),
  at: event.occurredAt,
  by: event.personal.by ?? null,
  secondBy: event.personal.secondBy ?? null,
  reason: event.personal.reason ?? null,
  evidence: event.personal.evidence ?? null,
  factsRevision: typeof event.data.factsRevision === 'number' ? event.data.factsRevision : null,
});

/** "clock.confirmed" says itself what was decided; a moved instant is where it was moved to. */
function outcomeOf({ kind, data }: RegisterEvent): string | null {
  if (kind.startsWith('clock.')) return kind.slice('clock.'.length);
  return textOf(data.decision) ?? textOf(data.to);
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The newest word on when the organisation was aware. An instant that was never moved is that of the declaration. */
export function awarenessOf({ events, incident }: RegisterInput): Awareness {
  const moved = events.findLast(({ kind }) => kind === 'incident.awarenessMoved');
  const declared = events.find(({ kind }) => kind === 'incident.declared');
  const by = (moved ?? declared)?.personal.by ?? null;
  const reason = (moved ? moved.personal.reason : declared?.personal.awareReason) ?? null;
  return { at: incident.awareAt, by, reason };
}
