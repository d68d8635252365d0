import { realDelayMs } from './drillClock.ts';
import type { Drill } from './incident.ts';
import type { ChannelName, ObligationKind, Policy } from './organisation.ts';
import { contactMethods, type ContactMethod, failsTogether, type Person } from './policy/contacts.ts';
import type { EscalationPolicy, EscalationStep } from './policy/escalation.ts';

/** One way to one person or service. `id` is the method's; that of a service is its channel. */
export interface Way {
  id: string;
  channel: ChannelName;
}

/** Somebody whom a step asks. `id` is the person's, or "service:<id>". */
export interface Contact {
  id: string;
  ways: Way[];
}

/** What decides whom a step reaches, beside the step: the policy, and how things stand at this instant. */
export interface Whom {
  policy: Policy;
  drill: boolean;
  /** A drill that stays on this machine leaves by its mail catcher or not at all. */
  mailOnly: boolean;
  /** Who is on call there now, in their order. */
  onCall: (scheduleId: string) => readonly string[];
  isVerified: (personId: string, method: ContactMethod) => boolean;
  /** Channels whose answers do not count. */
  doubted: ReadonlySet<ChannelName>;
  /** Two ways that do not fail together, where a person has them. */
  twoWays: boolean;
}

/** Round and step, both from 0. A page only ever moves on: the pair only grows. */
export interface Position {
  round: number;
  step: number;
}

/** How a page goes on: its steps, and how its rounds follow each other. */
export type Plan = Pick<EscalationPolicy, 'steps' | 'repeat'>;

/** Whom one step asks, and for how long. */
export interface Turn {
  contacts: Contact[];
  /** Minutes on the incident's clock; 0 where the step is tried and not waited on. */
  delayMinutes: number;
}

const OUT_OF_HOURS_MINUTES = 5;
/** One round follows another after this long at the least, whatever fails. */
const SHORTEST_ROUND_MS = 30_000;
const SERVICE = 'service:';

/** The steps for one kind of duty; the out-of-hours person is asked after every round. */
export function planFor(policy: Policy, kind: ObligationKind | null): Plan {
  const named = kind === null ? undefined : policy.escalationFor[kind];
  const own = policy.escalationPolicies.find(({ id }) => id === named);
  const { steps, repeat } = own ?? { steps: policy.escalation, repeat: policy.escalationRepeat };
  const last = policy.outOfHours ? [askOnly([policy.outOfHours], OUT_OF_HOURS_MINUTES)] : [];
  return { steps: [...steps, ...last], repeat };
}

const askOnly = (people: string[], delayMinutes: number): EscalationStep => ({
  people,
  schedules: [],
  services: [],
  channels: [],
  delayMinutes,
});

/** Everybody of the policy in one step: for a policy whose steps reach nobody at this instant. */
export const everybodysPlan = (policy: Policy): Plan => ({
  steps: [
    {
      ...askOnly(
        policy.people.map(({ id }) => id),
        5,
      ),
      services: policy.services.map(({ id }) => id),
    },
  ],
});

/**
 * Whom a step reaches. In a drill only people who agreed, and no service. Nobody: the caller skips the step at once.
 * A step that reaches only ways that nobody verified is not waited on while another step reaches a verified one.
 */
export function turnOf(whom: Whom, plan: Plan, { step }: Position): Turn {
  const definition = plan.steps[step];
  if (!definition) throw new RangeError(`escalation has no step ${step}`);
  const contacts = contactsOf(whom, definition);
  const counts =
    isTrusted(whom, contacts) || !plan.steps.some((one) => isTrusted(whom, contactsOf(whom, one)));
  return { contacts, delayMinutes: counts ? definition.delayMinutes : 0 };
}

/** People first, each once, in the order in which the step names them; then services. */
function contactsOf(whom: Whom, step: EscalationStep): Contact[] {
  const named = [...step.people, ...step.schedules.flatMap((id) => [...whom.onCall(id)])];
  const people = [...new Set(named)].flatMap((id) => contactOf(whom, id, step.channels));
  return whom.drill ? people : [...people, ...step.services.flatMap((id) => serviceOf(whom, id))];
}

/** One person by the channels that a step names (none named: by all); nobody where there is no way at all. */
export function contactOf(whom: Whom, id: string, channels: readonly ChannelName[] = []): Contact[] {
  const person = whom.policy.people.find((one) => one.id === id);
  if (!person || (whom.drill && !person.agreesToDrills)) return [];
  const ways = waysOf(whom, person, channels).map(({ id: way, channel }) => ({ id: way, channel }));
  return ways.length > 0 ? [{ id, ways }] : [];
}

function serviceOf({ policy }: Whom, id: string): Contact[] {
  const service = policy.services.find((one) => one.id === id);
  return service ? [{ id: SERVICE + id, ways: [{ id: service.channel, channel: service.channel }] }] : [];
}

/**
 * A doubted way is left out where the person has another one. Somebody who has no other is still tried by all: an
 * answer that does not count is better than nobody who knows.
 */
function waysOf(whom: Whom, person: Person, channels: readonly ChannelName[]): ContactMethod[] {
  const all = contactMethods(person).filter(({ channel }) => !whom.mailOnly || channel === 'smtp');
  const named = channels.length === 0 ? all : all.filter(({ channel }) => channels.includes(channel));
  const good = named.filter(({ channel }) => !whom.doubted.has(channel));
  const others = all.filter(({ channel }) => !whom.doubted.has(channel));
  const chosen = good.length > 0 ? good : others.length > 0 && named.length > 0 ? others : named;
  return whom.twoWays ? withSecondWay(whom, person, chosen, others) : chosen;
}

/** While mail or chat may be read, one way more that does not fail together with the first, a verified one if there is. */
function withSecondWay(
  whom: Whom,
  person: Person,
  chosen: ContactMethod[],
  others: ContactMethod[],
): ContactMethod[] {
  const groups = new Set(chosen.map(failsTogether));
  if (groups.size !== 1) return chosen;
  const apart = others.filter((method) => !groups.has(failsTogether(method)));
  const second = apart.find((method) => whom.isVerified(person.id, method)) ?? apart[0];
  return second ? [...chosen, second] : chosen;
}

/** True where an answer that counts may come from one of them. A service counts: its keys are the organisation's. */
const isTrusted = (whom: Whom, contacts: readonly Contact[]): boolean =>
  contacts.some(({ id, ways }) => ways.some((way) => isTrustedWay(whom, id, way)));

function isTrustedWay(whom: Whom, contactId: string, way: Way): boolean {
  if (whom.doubted.has(way.channel)) return false;
  if (contactId.startsWith(SERVICE)) return true;
  const person = whom.policy.people.find(({ id }) => id === contactId);
  const method = person && contactMethods(person).find(({ id }) => id === way.id);
  return method !== undefined && whom.isVerified(contactId, method);
}

/** True where every way of everybody is doubted: then all are still tried, and no answer by them counts. */
export const allDoubted = ({ doubted }: Whom, contacts: readonly Contact[]): boolean =>
  contacts.length > 0 && contacts.every(({ ways }) => ways.every(({ channel }) => doubted.has(channel)));

/** Everybody whom any step of the plan asks, and every service: for the alarm that a whole step failed. */
export function everybody(whom: Whom, plan: Plan): Contact[] {
  const asked = plan.steps.flatMap((step) => contactsOf(whom, step));
  const services = whom.drill ? [] : whom.policy.services.flatMap(({ id }) => serviceOf(whom, id));
  return [...asked, ...services].reduce<Contact[]>(withContact, []);
}

/** Adds somebody; whoever is there already gets the ways that were missing. */
export function withContact(contacts: readonly Contact[], added: Contact): Contact[] {
  const known = contacts.find(({ id }) => id === added.id);
  if (!known) return [...contacts, added];
  const more = added.ways.filter((way) => !known.ways.some(({ id }) => id === way.id));
  return contacts.map((one) => (one === known ? { ...one, ways: [...one.ways, ...more] } : one));
}

/** The person's mail alone: the stand-in gets calendar file and sheet. */
export const standInOf = (whom: Whom): Contact[] =>
  whom.policy.standIn ? contactOf({ ...whom, twoWays: false }, whom.policy.standIn, ['smtp']) : [];

/** True where at least one step reaches somebody at this instant. */
export const reachesSomebody = (whom: Whom, plan: Plan): boolean =>
  plan.steps.some((step) => contactsOf(whom, step).length > 0);

/** Where attempt n of a page that never moved is. */
export const positionAt = (n: number, steps: number): Position => ({
  round: Math.floor(n / steps),
  step: n % steps,
});

/** The next step, or the first of the next round; also where steps were taken away meanwhile. */
export const nextPosition = ({ round, step }: Position, steps: number): Position =>
  step + 1 < steps ? { round, step: step + 1 } : { round: round + 1, step: 0 };

/** Real milliseconds from the start of the round before this one that must have passed. */
export function roundGapMs({ repeat }: Plan, round: number, drill: DrillPace): number {
  if (!repeat || round < repeat.rounds) return SHORTEST_ROUND_MS;
  return Math.max(SHORTEST_ROUND_MS, realDelayMs(drill, repeat.thenEveryMinutes));
}

type DrillPace = Pick<Drill, 'scale' | 'startedAt'> | null;

/**
 * How long one whole round takes in real milliseconds: more frequent nudges would only repeat the first steps. In a
 * drill, whose waits are never shorter than five real seconds, this is what keeps an overdue duty from flooding people.
 */
export const roundMs = (policy: Policy, drill: DrillPace): number =>
  planFor(policy, null).steps.reduce((sum, step) => sum + realDelayMs(drill, step.delayMinutes), 0);

/** Somebody who may be on call there at some time: what a policy could reach, whoever is on call now. */
export const couldReach = (policy: Policy, drill: boolean): Whom => ({
  policy,
  drill,
  mailOnly: false,
  onCall: (scheduleId) =>
    policy.schedules.find(({ id }) => id === scheduleId)?.layers.flatMap(({ people }) => people) ?? [],
  isVerified: () => true,
  doubted: new Set(),
  twoWays: false,
});

/** The key of one outward act: kept by technical retries, so a receiver can drop a repeat. */
export function deliveryKey(parts: {
  incidentId: string;
  obligationId: string | null;
  clockVersion: number;
  milestone: string;
  round: number;
  step: number;
  contact: string;
  method: string;
}): string {
  return [
    parts.incidentId, parts.obligationId ?? '-', parts.clockVersion, parts.milestone,
    parts.round, parts.step, parts.contact, parts.method,
  ].join('/'); // prettier-ignore
}
