import type { ChannelName, ObligationKind, Policy } from '../organisation.ts';
import { type ContactMethod, contactMethods, type Person } from '../policy/contacts.ts';
import type { EscalationStep } from '../policy/escalation.ts';
import { onCallAt } from './index.ts';
import type { Override } from './override.ts';

/** How things stand at an instant, beside the policy. */
export interface Standing {
  at: Date;
  overrides: readonly Override[];
  isVerified: (personId: string, method: ContactMethod) => boolean;
}

export interface AskedWay {
  method: string;
  channel: ChannelName;
  verified: boolean;
}

export interface AskedPerson {
  person: string;
  name: string;
  /** The schedules through which the step reaches this person; none where it names the person itself. */
  schedules: string[];
  ways: AskedWay[];
}

export interface AskedStep {
  people: AskedPerson[];
  services: { service: string; channel: ChannelName }[];
  /** Schedules of this step on which nobody is on call. */
  emptySchedules: string[];
  /** How long the step is waited on before the next is asked; an empty one is skipped. */
  delayMinutes: number;
}

export interface AskedPlan {
  /** Null: `escalation`, for whatever no other is named for. */
  id: string | null;
  kinds: ObligationKind[];
  steps: AskedStep[];
}

/** Whom each escalation would ask if a page went out at this instant, step by step. A real one, and no drill. */
export const askedAt = (policy: Policy, standing: Standing): AskedPlan[] =>
  plansOf(policy).map(({ id, kinds, steps }) => {
    const asked = steps.map((step) => askedBy(policy, step, standing));
    return { id, kinds, steps: asked.map((step) => ({ ...step, delayMinutes: waitOf(step, asked) })) };
  });

/** The steps of each escalation; the out-of-hours contact is asked after the others. */
export function plansOf(policy: Policy) {
  const last = policy.outOfHours ? [outOfHoursStep(policy.outOfHours)] : [];
  const plans = [{ id: null, steps: policy.escalation }, ...policy.escalationPolicies];
  const kindsOf = (id: string) =>
    (Object.keys(policy.escalationFor) as ObligationKind[]).filter(
      (kind) => policy.escalationFor[kind] === id,
    );
  return plans.map(({ id, steps }) => ({
    id,
    kinds: id === null ? [] : kindsOf(id),
    steps: [...steps, ...last],
  }));
}

const OUT_OF_HOURS_MINUTES = 5;
const outOfHoursStep = (person: string): Omit<EscalationStep, 'channels'> => ({
  people: [person],
  schedules: [],
  services: [],
  delayMinutes: OUT_OF_HOURS_MINUTES,
});

type Step = Omit<EscalationStep, 'channels'> & Partial<Pick<EscalationStep, 'channels'>>;

function askedBy(policy: Policy, step: Step, standing: Standing): AskedStep {
  const onCall = step.schedules.map((schedule) => ({
    schedule,
    people: onCallAt(policy, schedule, standing.at, standing.overrides),
  }));
  const ids = [...new Set([...step.people, ...onCall.flatMap(({ people }) => people)])];
  return {
    people: ids.flatMap((id) => {
      const schedules = onCall.filter(({ people }) => people.includes(id)).map(({ schedule }) => schedule);
      return policy.people
        .filter((person) => person.id === id)
        .map((person) => ({ ...askedPerson(person, step, standing), schedules }));
    }),
    services: policy.services
      .filter(({ id }) => step.services.includes(id))
      .map(({ id, channel }) => ({ service: id, channel })),
    emptySchedules: onCall.filter(({ people }) => people.length === 0).map(({ schedule }) => schedule),
    delayMinutes: step.delayMinutes,
  };
}

const askedPerson = (person: Person, step: Step, { isVerified }: Standing) => ({
  person: person.id,
  name: person.name,
  ways: contactMethods(person)
    .filter(({ channel }) => step.channels?.includes(channel) ?? true)
    .map((method) => ({
      method: method.id,
      channel: method.channel,
      verified: isVerified(person.id, method),
    })),
});

/** True where the step reaches somebody at all. */
export const reachesSomebody = ({ people, services }: AskedStep): boolean =>
  services.length > 0 || people.some(({ ways }) => ways.length > 0);

const reachesVerified = ({ people, services }: AskedStep): boolean =>
  services.length > 0 || people.some(({ ways }) => ways.some(({ verified }) => verified));

/** ADR 9: a step that reaches unverified ways alone is not waited on while another reaches a verified one. */
const waitOf = (step: AskedStep, all: readonly AskedStep[]): number =>
  reachesSomebody(step) && (reachesVerified(step) || !all.some(reachesVerified)) ? step.delayMinutes : 0;
