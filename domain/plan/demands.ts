import type { Demand } from '../demands.ts';
import type { Incident } from '../incident.ts';
import type { ObligationKind } from '../organisation.ts';
import type { PlannedObligation } from '../obligations.ts';
import { dueInstant } from '../regimes/due.ts';
import type { Duration, Stage } from '../regimes/types.ts';
import type { Happened } from './happened.ts';
import { hoursAfter, PLAIN } from './own.ts';

/** An order, or a question, that names no time is answered within this many hours (own target). */
const ANSWER_HOURS = 24;

interface Rule {
  kind: ObligationKind;
  basis: string;
  reason: string;
  /** When it is due if nobody named a time. */
  due: (demand: Demand, incident: Incident) => Date;
  ownTarget: boolean;
}

/** A period of the law from receipt, as the stages of domain/regimes are counted. */
const period =
  (duration: Duration) =>
  (demand: Demand, { organisation: { policy } }: Incident) =>
    dueInstant({ ...FROM_RECEIPT, duration }, demand.receivedAt, { timeZone: policy.timeZone }).dueAt ??
    demand.receivedAt;
const FROM_RECEIPT: Omit<Stage, 'duration'> = {
  id: 'answer',
  name: 'answer',
  towards: ['individuals'],
  startsFrom: { event: 'requested', words: null },
  qualifier: null,
  hardLimit: true,
  note: null,
};
const hours = (demand: Demand) => hoursAfter(demand.receivedAt, demand.hours ?? ANSWER_HOURS);

const RULES: Record<Demand['kind'], Rule> = {
  authorityQuestion: { kind: 'authorityQuestion', basis: 'Question of the authority', reason: 'authorityAsks', due: hours, ownTarget: true },
  authorityOrder: { kind: 'authorityOrder', basis: 'UK GDPR Art. 34(4)', reason: 'commissionerOrders', due: hours, ownTarget: true },
  // "within 30 days beginning when the complaint is received": counted with the day of receipt, the earliest reading.
  complaint: { kind: 'complaint', basis: 'DPA 2018 s 164A', reason: 'complaintAcknowledged', due: period({ value: 29, unit: 'calendarDays' }), ownTarget: false },
  accessRequest: { kind: 'accessRequest', basis: 'UK GDPR Arts 12(3), 15', reason: 'accessOneMonth', due: period({ value: 1, unit: 'months' }), ownTarget: false },
  contract: { kind: 'contract', basis: 'Contract', reason: 'contractHours', due: hours, ownTarget: false },
  police: { kind: 'policeReview', basis: 'Police request', reason: 'policeReview', due: hours, ownTarget: true },
}; // prettier-ignore

/** "complaint-1" → "complaint:1": the obligation of a demand. */
export const obligationOfDemand = ({ id, kind }: Pick<Demand, 'id' | 'kind'>): string =>
  `${RULES[kind].kind}:${id.slice(id.lastIndexOf('-') + 1)}`;

/**
 * What others ask for runs like any other duty. One that its asker withdrew stands down; a later time and an end that
 * nobody has confirmed yet are what the facts would allow, so that they are only proposed.
 */
export const demandDuties = (incident: Incident, { demands }: Happened): PlannedObligation[] =>
  demands.map((demand) => {
    const rule = RULES[demand.kind];
    return {
      ...PLAIN,
      id: obligationOfDemand(demand),
      kind: rule.kind,
      applicability: demand.endedAt || isEndProposed(demand) ? 'notRequired' : 'required',
      ...(demand.endedAt ? { replaced: true as const } : {}),
      basis: rule.basis,
      ownTarget: demand.dueAt === null && rule.ownTarget,
      startsFrom: 'received',
      startsAt: demand.receivedAt,
      dueAt: proposedDueAt(demand) ?? demand.dueAt ?? rule.due(demand, incident),
      recipient: null,
      reasons: [{ code: rule.reason, source: rule.basis, facts: [] }],
    };
  });

const isEndProposed = ({ proposed }: Demand): boolean => Boolean(proposed && 'ended' in proposed);
const proposedDueAt = ({ proposed }: Demand): Date | null =>
  proposed && 'dueAt' in proposed ? proposed.dueAt : null;
