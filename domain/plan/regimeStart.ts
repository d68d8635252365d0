import type { Incident } from '../incident.ts';
import type { PlannedObligation, Reason } from '../obligations.ts';
import type { Duty } from '../regimes/types.ts';
import type { Happened } from './happened.ts';
import { hoursAfter, PLAIN } from './own.ts';
import { idOf, type Subject } from './regimeSubjects.ts';
import { expectedEvent, isStarted } from './stageClock.ts';
import { applicabilityOf } from './threshold.ts';

/** DORA's four hours from the classification end a day after awareness at the latest, so the question does not wait longer. */
const START_HOURS = 24;
const NOT_STARTED: Reason = { code: 'clockNotStarted', source: 'domain/regimes', facts: ['moments'] };

/**
 * A stage counts from an event that only the organisation can state (a classification, a determination): somebody must
 * state it, or decide that the duty does not apply. What other stages of the duty run meanwhile changes nothing. Once
 * it is stated the question stands down by itself: the stage runs in its place.
 */
export function startQuestion(
  duty: Duty,
  subject: Subject,
  incident: Incident,
  happened: Happened,
): PlannedObligation[] {
  const { track, judged, reasons, gravity } = subject;
  const event = expectedEvent(duty);
  if (!event || applicabilityOf(duty.threshold.test, judged) === 'notRequired') return [];
  const started = isStarted(event, incident, track);
  return [
    {
      ...PLAIN,
      id: idOf(`${duty.id}:start`, subject, happened),
      kind: 'regime',
      applicability: started ? 'notRequired' : 'decide',
      ...(started ? { replaced: true as const } : {}),
      basis: `${duty.instrument}, ${duty.provision}`,
      ownTarget: true,
      startsFrom: 'aware',
      startsAt: incident.awareAt,
      dueAt: hoursAfter(incident.awareAt, START_HOURS),
      track: track?.id ?? null,
      duty: duty.id,
      stage: 'start',
      gravity,
      reasons: [NOT_STARTED, ...reasons],
    },
  ];
}
