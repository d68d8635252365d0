import { proposalOf } from '../assessment/index.ts';
import type { Track } from '../facts.ts';
import type { Incident } from '../incident.ts';
import type { PlannedObligation, Reason } from '../obligations.ts';
import { regimesOf } from '../regimes/choice.ts';
import type { Happened } from './happened.ts';
import { hoursAfter, PLAIN } from './own.ts';
import { idsByTrack } from './tracks.ts';

const CONTRACT: Reason = { code: 'contractHours', source: 'contract', facts: ['controllers'] };
const NOBODY = {
  applicability: 'notRequired' as const,
  reasons: [{ code: 'noProcessorTrack', source: 'UK GDPR Art. 33(2)', facts: ['role'] }],
};
const NAMED: Reason = { code: 'controllersNamed', source: 'UK GDPR Art. 33(2)', facts: ['controllers'] };

/** Art. 33(2), without a risk test: one clock for each controller that is named, one for all while none is. */
export function controllerDuties(incident: Incident, happened: Happened): PlannedObligation[] {
  if (!regimesOf(incident.organisation.policy.regimes).some(({ id }) => id === 'uk-gdpr-33-2')) return [];
  const tracks = incident.tracks.filter(({ facts }) => facts.role === 'processor');
  if (tracks.length === 0) return [{ ...frame(incident), id: 'controllers', track: null, ...NOBODY }];
  const told = new Set<string>();
  return idsByTrack('controllers', tracks, happened).flatMap(({ track, id }) => {
    const all = track.controllers ?? [];
    // One controller is told once, however many tracks hold its data.
    const named = all.filter((one) => !told.has(one.id));
    named.forEach((one) => told.add(one.id));
    if (all.length === 0) return [legal(incident, track, id, null)];
    const whole = {
      ...legal(incident, track, id, null),
      applicability: 'notRequired' as const,
      reasons: [NAMED],
    };
    const each = named.flatMap((one) => [
      legal(incident, track, `controllers:${one.id}`, one.id),
      ...contractual(incident, track, one.id),
    ]);
    return happened.tracks.has(id) ? [{ ...whole, replaced: true }, ...each] : each;
  });
}

function legal(incident: Incident, track: Track, id: string, recipient: string | null): PlannedObligation {
  const { notifyControllers: applicability, reasons } = proposalOf(track.facts);
  return { ...frame(incident), id, track: track.id, recipient, applicability, reasons };
}

function frame(incident: Incident) {
  return {
    ...PLAIN,
    kind: 'controllers' as const,
    basis: 'UK GDPR Art. 33(2)',
    qualifier: 'without undue delay',
    ownTarget: true,
    startsFrom: 'aware',
    startsAt: incident.awareAt,
    dueAt: hoursAfter(incident.awareAt, incident.organisation.policy.controllersTargetHours),
    duty: 'uk-gdpr-33-2',
    stage: 'notice',
  };
}

/** The hours that a controller's contract sets run beside the law, from the processor's awareness. */
function contractual(incident: Incident, track: Track, controller: string): PlannedObligation[] {
  const hours = incident.organisation.policy.controllers?.find(({ id }) => id === controller)?.noticeHours;
  if (hours === undefined) return [];
  return [
    {
      ...PLAIN,
      id: `contract:${controller}`,
      kind: 'contract',
      applicability: 'required',
      reasons: [CONTRACT],
      basis: 'Contract with the controller',
      ownTarget: false,
      startsFrom: 'aware',
      startsAt: incident.awareAt,
      dueAt: hoursAfter(incident.awareAt, hours),
      track: track.id,
      recipient: controller,
    },
  ];
}

/** The insurer's notice hours, from awareness. */
export function insurerDuty({ awareAt, organisation }: Incident): PlannedObligation[] {
  const { insurer } = organisation.policy;
  if (!insurer) return [];
  return [
    {
      ...PLAIN,
      id: 'insurer',
      kind: 'insurer',
      applicability: 'required',
      reasons: [{ code: 'insurerHours', source: 'insurance policy', facts: [] }],
      basis: 'Insurance policy',
      ownTarget: false,
      startsFrom: 'aware',
      startsAt: awareAt,
      dueAt: hoursAfter(awareAt, insurer.noticeHours),
    },
  ];
}
