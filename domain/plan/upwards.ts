import type { Track } from '../facts.ts';
import type { Incident } from '../incident.ts';
import type { PlannedObligation } from '../obligations.ts';
import type { Duty } from '../regimes/types.ts';
import { toControllers } from './eachController.ts';
import type { Happened } from './happened.ts';
import { hoursAfter, PLAIN } from './own.ts';
import { tracksBound } from './regimeSubjects.ts';
import { idsByTrack } from './tracks.ts';

/**
 * Under some laws a processor has one duty only: to tell those for whom it works (FADP Art. 24(3), POPIA s 21(2)). No
 * risk test, one clock for each controller that is named, and no number in the text.
 */
export const upwardsDuties = (duty: Duty, incident: Incident, happened: Happened): PlannedObligation[] =>
  idsByTrack(`${duty.id}:to-controller`, tracksBound(duty, incident, 'upwards'), happened).flatMap(
    ({ track, id }) =>
      toControllers(track, happened, id, (each, recipient) =>
        notice({ duty, incident, track, id: each, recipient }),
      ),
  );

interface Notice {
  duty: Duty;
  incident: Incident;
  track: Track;
  id: string;
  recipient: string | null;
}

function notice({ duty, incident, track, id, recipient }: Notice): PlannedObligation {
  const { awareAt, organisation } = incident;
  const source = `${duty.instrument}, ${duty.provision}: ${duty.obligated.words}`;
  return {
    ...PLAIN,
    id,
    kind: 'regime',
    applicability: 'required',
    basis: source,
    ownTarget: true,
    startsFrom: 'aware',
    startsAt: awareAt,
    dueAt: hoursAfter(awareAt, organisation.policy.controllersTargetHours),
    track: track.id,
    duty: duty.id,
    stage: 'to-controller',
    recipient,
    reasons: [{ code: 'regimeChosen', source, facts: ['role'] }],
  };
}
