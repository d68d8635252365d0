import { type Obligation, openObligation } from '../obligations.ts';
import { NOTHING_YET, planObligations } from '../plan/index.ts';
import type { RegisterEvent, RegisterInput } from './input.ts';
import { latenessOf } from './lateness.ts';
import { type Towards, towardsOf } from './towards.ts';
import type { Notice, Outcome } from './types.ts';

/** The duties to tell this sort of recipient, with what became of each. */
export const noticesTowards = (input: RegisterInput, towards: Towards): Notice[] =>
  withUnasked(input, towards)
    .filter((obligation) => towardsOf(obligation) === towards)
    .map((obligation) => notice(input, obligation));

/**
 * Nothing is stored for a duty that the facts never asked for, but the register says that nobody was told and why: the
 * rules are asked again.
 */
function withUnasked({ incident, obligations }: RegisterInput, towards: Towards): readonly Obligation[] {
  if (towards !== 'authority' && towards !== 'individuals') return obligations;
  const tracks = new Map(obligations.flatMap(({ id, track }) => (track ? [[id, track] as const] : [])));
  const unasked = planObligations(incident, { ...NOTHING_YET, tracks }).filter(
    ({ id, kind, applicability }) =>
      kind === towards && applicability === 'notRequired' && !obligations.some((stored) => stored.id === id),
  );
  return [...obligations, ...unasked.map(openObligation)];
}

function notice({ events, at }: RegisterInput, obligation: Obligation): Notice {
  const done = doneEvent(events, obligation);
  return {
    obligation: obligation.id,
    kind: obligation.kind,
    basis: obligation.basis,
    track: obligation.track,
    recipient: obligation.recipient,
    outcome: outcomeOf(obligation),
    applicability: obligation.applicability,
    decidedBy: obligation.decidedBy,
    decidedAt: obligation.decidedAt,
    decisionReason: obligation.decisionReason,
    reasons: obligation.reasons,
    startsAt: obligation.startsAt,
    dueAt: obligation.dueAt,
    earlierDueAt: obligation.earlierDueAt,
    doneAt: obligation.satisfiedAt,
    doneBy: done?.personal.by ?? null,
    how: done?.personal.how ?? null,
    ...latenessOf(obligation, at),
  };
}

function outcomeOf({ state, applicability }: Obligation): Outcome {
  if (state === 'satisfied') return 'told';
  return state === 'notRequired' || applicability === 'notRequired' ? 'notTold' : 'open';
}

const doneEvent = (events: readonly RegisterEvent[], { id, satisfiedAt }: Obligation) =>
  satisfiedAt === null
    ? undefined
    : events.findLast(
        ({ kind, data, personal }) =>
          kind === 'obligation.satisfied' && data.obligation === id && (personal.how ?? null) !== null,
      );
