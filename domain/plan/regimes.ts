import { type Demand, heldUntil } from '../demands.ts';
import type { Track } from '../facts.ts';
import type { Incident } from '../incident.ts';
import type { Applicability, PlannedObligation, Reason } from '../obligations.ts';
import { regimesOf } from '../regimes/choice.ts';
import { dutyStatus } from '../regimes/status.ts';
import type { Duty, Stage } from '../regimes/types.ts';
import { localDate } from '../time/zone.ts';
import { toControllers } from './eachController.ts';
import type { Happened } from './happened.ts';
import { JOINT } from './joint.ts';
import { PLAIN } from './own.ts';
import { startQuestion } from './regimeStart.ts';
import { idOf, type Subject, subjectsOf } from './regimeSubjects.ts';
import { type Clock, stageClock } from './stageClock.ts';
import { applicabilityOf } from './threshold.ts';
import { upwardsDuties } from './upwards.ts';

/** Those that have obligations of their own shape (ukGdpr.ts, controllers.ts) or are the register itself. */
const ELSEWHERE = new Set(['uk-gdpr-33-1', 'uk-gdpr-33-2', 'uk-gdpr-33-5', 'uk-gdpr-34']);

/** Every other duty of the chosen regimes: each stage whose clock has an event to start from. */
export function regimeDuties(incident: Incident, happened: Happened): PlannedObligation[] {
  return regimesOf(incident.organisation.policy.regimes)
    .filter((duty) => !ELSEWHERE.has(duty.id) && isOn(duty, incident))
    .flatMap((duty) => [...dutyStages(duty, incident, happened), ...upwardsDuties(duty, incident, happened)]);
}

const isOn = (duty: Duty, { awareAt, organisation }: Incident): boolean =>
  dutyStatus(duty, localDate(awareAt, organisation.policy.timeZone)).on;

function dutyStages(duty: Duty, incident: Incident, happened: Happened): PlannedObligation[] {
  if (duty.recipient.kinds.every((kind) => kind === 'register')) return [];
  return subjectsOf(duty, incident).flatMap((subject) => [
    ...duty.stages.flatMap((stage) => plannedStages({ duty, stage, subject, incident, happened })),
    ...startQuestion(duty, subject, incident, happened),
  ]);
}

interface StageContext {
  duty: Duty;
  stage: Stage;
  subject: Subject;
  incident: Incident;
  happened: Happened;
}

function plannedStages(context: StageContext): PlannedObligation[] {
  const { duty, stage, subject, happened } = context;
  const { track } = subject;
  const base = `${duty.id}:${stage.id}`;
  if (track && stage.towards.some((kind) => kind === 'controllers')) {
    const clock = clockOf(context, null);
    const id = idOf(base, subject, happened);
    if (!clock) return [];
    return toControllers(track, happened, id, (each, recipient) => planned(context, each, recipient, clock));
  }
  return recipients(duty, track).flatMap((recipient) => {
    const clock = clockOf(context, recipient);
    const id = idOf(recipient ? `${base}:${recipient}` : base, subject, happened);
    return clock ? [planned(context, id, recipient, clock)] : [];
  });
}

function clockOf(context: StageContext, recipient: string | null): Clock | undefined {
  const { duty, stage, subject, incident, happened } = context;
  const { startsFrom, alongside } = stage;
  const done = (earlier: string): Date | undefined => {
    const base = `${duty.id}:${earlier}${recipient ? `:${recipient}` : ''}`;
    return happened.done.get(idOf(base, subject, happened));
  };
  const clock = stageClock(stage, {
    duty,
    incident,
    track: subject.track,
    previousDone: startsFrom.event === 'previousStage' ? done(startsFrom.stage ?? '') : undefined,
    assessmentDone: done('assessment'),
  });
  const twin = alongside && happened.done.get(`${alongside}:notice`);
  return clock && twin && twin < clock.dueAt ? { ...clock, dueAt: twin } : clock;
}

function planned(
  { duty, stage, subject, happened }: StageContext,
  id: string,
  recipient: string | null,
  clock: Clock,
): PlannedObligation {
  const test = stage.test ?? duty.threshold.test;
  const joint = jointReason(stage, subject.track);
  const applicability = applicabilityOf(test, subject.judged);
  return {
    ...PLAIN,
    id,
    kind: 'regime',
    applicability: joint ? atMostDecide(applicability) : applicability,
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
    gravity: subject.gravity,
    reasons: [
      { code: 'regimeChosen', source: `${duty.instrument}, ${duty.provision}`, facts: [] },
      ...(joint ? [joint] : []),
      ...clock.reasons,
      ...subject.reasons,
    ],
  };
}

/** Where the other joint controller notifies under the arrangement, a person makes sure that it was done. */
const jointReason = ({ towards }: Stage, track: Track | null): Reason | undefined =>
  track?.joint?.notifier === 'them' && towards.some((kind) => kind === 'authority') ? JOINT.them : undefined;

const atMostDecide = (applicability: Applicability): Applicability =>
  applicability === 'required' ? 'decide' : applicability;

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
