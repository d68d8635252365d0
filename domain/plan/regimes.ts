import { proposalOf, type Proposal } from '../assessment/index.ts';
import { type Demand, heldUntil } from '../demands.ts';
import type { Track } from '../facts.ts';
import type { Incident } from '../incident.ts';
import type { PlannedObligation, Reason } from '../obligations.ts';
import { regimesOf } from '../regimes/choice.ts';
import { bindingOf, dutyStatus } from '../regimes/status.ts';
import type { Duty, Stage } from '../regimes/types.ts';
import { localDate } from '../time/zone.ts';
import type { Happened } from './happened.ts';
import { PLAIN } from './own.ts';
import { type Clock, momentNeeded, stageClock } from './stageClock.ts';
import { applicabilityOf } from './threshold.ts';

/** Those that have obligations of their own shape (ukGdpr.ts, controllers.ts) or are the register itself. */
const ELSEWHERE = new Set(['uk-gdpr-33-1', 'uk-gdpr-33-2', 'uk-gdpr-33-5', 'uk-gdpr-34']);
const START_HOURS = 24;

/** For which facts one duty is planned: a track of its role, or the whole incident under its gravest facts. */
interface Subject {
  track: Track | null;
  facts: Track['facts'];
  assessment: Proposal;
}

/** Every other duty of the chosen regimes: each stage whose clock has an event to start from. */
export function regimeDuties(incident: Incident, happened: Happened): PlannedObligation[] {
  return regimesOf(incident.organisation.policy.regimes)
    .filter((duty) => !ELSEWHERE.has(duty.id) && isOn(duty, incident))
    .flatMap((duty) => dutyStages(duty, incident, happened));
}

const isOn = (duty: Duty, { awareAt, organisation }: Incident): boolean =>
  dutyStatus(duty, localDate(awareAt, organisation.policy.timeZone)).on;

function dutyStages(duty: Duty, incident: Incident, happened: Happened): PlannedObligation[] {
  if (duty.recipient.kinds.every((kind) => kind === 'register')) return [];
  return subjects(duty, incident).flatMap(({ subject, suffix }) => {
    const stages = duty.stages.flatMap((stage) =>
      plannedStages({ duty, stage, subject, suffix, incident, happened }),
    );
    return stages.length > 0 ? stages : startNeeded(duty, subject, suffix, incident);
  });
}

const TRACK_ROLES: readonly string[] = ['controller', 'processor'];

/**
 * Arts 33 and 34 and their kin bind a role, so each track of it; other regimes bind what the organisation is, which it
 * says by choosing them, and run once for the incident.
 */
function subjects(duty: Duty, incident: Incident): { subject: Subject; suffix: string }[] {
  if (!duty.obligated.roles.some((role) => TRACK_ROLES.includes(role)))
    return [{ subject: ofIncident(incident), suffix: '' }];
  const bound = incident.tracks.filter(({ facts }) => bindingOf(duty, [facts.role]) === 'full');
  return bound.map((track, n) => ({ subject: ofTrack(track), suffix: n === 0 ? '' : `:${track.id}` }));
}

const ofTrack = (track: Track): Subject => ({
  track,
  facts: track.facts,
  assessment: proposalOf(track.facts),
});

const RANK = { unlikely: 0, likely: 1, undetermined: 2, high: 3 };

function ofIncident({ tracks }: Incident): Subject {
  const assessed = tracks.map(ofTrack);
  const gravest = assessed.reduce((worst, next) =>
    RANK[next.assessment.risk] > RANK[worst.assessment.risk] ? next : worst,
  );
  return {
    ...gravest,
    track: null,
    facts: { ...gravest.facts, individuals: { ...gravest.facts.individuals, approx: people(tracks) } },
  };
}

/** Of all tracks together; unknown as long as one of them is. */
function people(tracks: readonly Track[]): number | null {
  const counts = tracks.map(({ facts }) => facts.individuals?.approx ?? null);
  return counts.some((count) => count === null)
    ? null
    : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

interface StageContext {
  duty: Duty;
  stage: Stage;
  subject: Subject;
  suffix: string;
  incident: Incident;
  happened: Happened;
}

function plannedStages(context: StageContext): PlannedObligation[] {
  const { duty, stage, subject, suffix, incident, happened } = context;
  return recipients(duty, subject.track).flatMap((recipient) => {
    const end = `${suffix}${recipient ? `:${recipient}` : ''}`;
    const previous =
      stage.startsFrom.event === 'previousStage' ? `${duty.id}:${stage.startsFrom.stage}${end}` : null;
    const clock = stageClock(stage, {
      duty,
      incident,
      track: subject.track,
      previousDone: previous ? happened.done.get(previous) : undefined,
    });
    if (!clock) return [];
    return [planned(context, `${duty.id}:${stage.id}${end}`, recipient, clock)];
  });
}

function planned(
  { duty, stage, subject, happened }: StageContext,
  id: string,
  recipient: string | null,
  clock: Clock,
): PlannedObligation {
  const test = stage.test ?? duty.threshold.test;
  return {
    ...PLAIN,
    id,
    kind: 'regime',
    applicability: applicabilityOf(test, subject),
    basis: `${duty.instrument}, ${duty.provision}`,
    qualifier: stage.qualifier,
    ownTarget: clock.ownTarget,
    startsFrom: stage.startsFrom.event,
    startsAt: clock.startsAt,
    dueAt: clock.dueAt,
    track: subject.track?.id ?? null,
    duty: duty.id,
    stage: stage.id,
    recipient,
    heldUntil: held(stage, happened.demands),
    reasons: [
      { code: 'regimeChosen', source: `${duty.instrument}, ${duty.provision}`, facts: [] },
      ...clock.reasons,
      ...subject.assessment.reasons,
    ],
  };
}

/** A police request may hold what goes to people or to the public, never what goes to an authority as well. */
function held({ towards }: Stage, demands: readonly Demand[]): Date | null {
  const to: readonly string[] = towards;
  const people = ['individuals', 'subscribers', 'customers'];
  if (to.every((kind) => people.includes(kind))) return heldUntil(demands, 'individuals');
  return to.every((kind) => kind === 'media' || kind === 'public') ? heldUntil(demands, 'public') : null;
}

/**
 * Towards each of several: a controller without an establishment in the Union has no one-stop shop and notifies the
 * authority of every state whose people are affected (EDPB Guidelines 9/2022, para 73).
 */
function recipients(duty: Duty, track: Track | null): (string | null)[] {
  const border = track?.crossBorder;
  if (duty.id !== 'eu-gdpr-33-1' || !border || border.establishedInUnion !== false) return [null];
  return border.affectedStates.length > 0 ? border.affectedStates : [null];
}

const NOT_STARTED: Reason = { code: 'clockNotStarted', source: 'domain/regimes', facts: ['moments'] };

/** No stage has an event to start from yet: somebody must state it, or decide that the duty does not apply. */
function startNeeded(
  duty: Duty,
  subject: Subject,
  suffix: string,
  { awareAt }: Incident,
): PlannedObligation[] {
  const moment = momentNeeded(duty);
  const threshold = applicabilityOf(duty.threshold.test, subject);
  if (!moment || threshold === 'notRequired') return [];
  return [
    {
      ...PLAIN,
      id: `${duty.id}:start${suffix}`,
      kind: 'regime',
      applicability: 'decide',
      basis: `${duty.instrument}, ${duty.provision}`,
      ownTarget: true,
      startsFrom: 'aware',
      startsAt: awareAt,
      dueAt: new Date(awareAt.getTime() + START_HOURS * 3_600_000),
      track: subject.track?.id ?? null,
      duty: duty.id,
      stage: 'start',
      reasons: [NOT_STARTED, ...subject.assessment.reasons],
    },
  ];
}
