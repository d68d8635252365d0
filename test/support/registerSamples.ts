import type { Obligation, PlannedObligation } from '../../domain/obligations.ts';
import { openObligation } from '../../domain/obligations.ts';
import { planObligations } from '../../domain/plan/index.ts';
import type { RegisterEvent, RegisterInput, RegisterSubmission } from '../../domain/register/input.ts';
import { HIGH_RISK, sampleIncident } from './samples.ts';

export const AWARE = new Date('2026-02-03T12:17:00Z');
export const hoursLater = (hours: number, from: Date = AWARE): Date =>
  new Date(from.getTime() + hours * 3_600_000);

/** The duties that the rules ask for, some of them changed. */
export function obligations(
  incident: RegisterInput['incident'],
  changes: Record<string, Partial<Obligation>> = {},
): Obligation[] {
  return planObligations(incident)
    .filter((plan: PlannedObligation) => plan.applicability !== 'notRequired')
    .map((plan) => ({ ...openObligation(plan), ...changes[plan.id] }));
}

export const event = (kind: string, values: Partial<RegisterEvent> = {}): RegisterEvent => ({
  kind,
  occurredAt: AWARE,
  recordedAt: AWARE,
  data: {},
  personal: {},
  ...values,
});

export const submission = (values: Partial<RegisterSubmission> = {}): RegisterSubmission => ({
  id: '018f0000-0000-7000-8000-00000000000a',
  obligationId: 'authority',
  phase: 'initial',
  madeAt: hoursLater(70),
  recordedAt: hoursLater(70),
  by: 'Ada',
  route: 'onlineForm',
  reference: null,
  missing: [],
  addsTo: null,
  noticeId: null,
  reasonsForDelay: null,
  reason: null,
  factsRevision: null,
  ...values,
});

/** An entry's input: an incident of high risk an hour after awareness, with nothing done yet. */
export function registerInput(
  values: Partial<Omit<RegisterInput, 'incident' | 'obligations'>> & {
    incident?: Partial<RegisterInput['incident']>;
    duties?: Record<string, Partial<Obligation>>;
  } = {},
): RegisterInput {
  const { incident: changes, duties, ...rest } = values;
  const incident = {
    ...sampleIncident({ tracks: [{ id: 'bookings', facts: HIGH_RISK }] }),
    factsRevision: 3,
    madeRealAt: null,
    ...changes,
  };
  return {
    incident,
    obligations: obligations(incident, duties),
    submissions: [],
    events: [],
    complaints: 0,
    bundle: null,
    reports: new Map(),
    at: hoursLater(1),
    ...rest,
  };
}
