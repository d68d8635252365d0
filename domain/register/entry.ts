import { assess } from '../assessment/index.ts';
import { type Incident, isDeclared } from '../incident.ts';
import { isDuty, isRunning } from '../obligations.ts';
import { authorityNotices } from './authority.ts';
import { awarenessOf, decisionsOf } from './decisions.ts';
import { effectsOf, peopleOf, registerTrack, remedyOf } from './facts.ts';
import { individualsNotices } from './individuals.ts';
import type { RegisterInput } from './input.ts';
import { noticesTowards } from './notices.ts';
import type { RegisterEntry, RegisterFrame, RegisterKind } from './types.ts';
import { registerWarnings } from './warnings.ts';

/** What stands in the register as long as the incident's row exists, whether or not its key does. */
export const frameOf = (
  incident: Omit<RegisterFrame, 'state'> & Pick<Incident, 'status'>,
): RegisterFrame => ({
  id: incident.id,
  reference: incident.reference,
  state: incident.status === 'closed' ? 'closed' : 'open',
  occurredFrom: incident.occurredFrom,
  occurredTo: incident.occurredTo,
  discoveredAt: incident.discoveredAt,
  awareAt: incident.awareAt,
  declaredAt: incident.declaredAt,
  containedAt: incident.containedAt,
  closedAt: incident.closedAt,
});

export const kindOf = (personalDataBreach: boolean | null): RegisterKind =>
  personalDataBreach === null
    ? 'undetermined'
    : personalDataBreach
      ? 'personalDataBreach'
      : 'notAPersonalDataBreach';

/** "Not yet known" is no cause. */
export const causesOf = ({ tracks }: Pick<Incident, 'tracks'>): string[] => [
  ...new Set(tracks.flatMap(({ facts }) => (facts.cause ? [facts.cause] : []))),
];

/**
 * The entry of one incident in the register (Art. 33(5) UK GDPR): every breach, notified or not, and what turned out to
 * be none, with the reason. Instants on the incident's clock.
 * @throws RangeError for a drill, which is no incident, and for what nobody has declared
 */
export function registerEntry(input: RegisterInput): RegisterEntry {
  const { incident, bundle } = input;
  if (incident.drill) throw new RangeError('a drill is no entry of the register');
  if (!isDeclared(incident)) throw new RangeError('a suspicion is no entry of the register');
  const assessment = assess(incident);
  const tracks = incident.tracks.map(registerTrack);
  const entry: Omit<RegisterEntry, 'warnings'> = {
    ...frameOf(incident),
    erased: false,
    title: incident.title,
    kind: kindOf(assessment.personalDataBreach),
    kindReasons: assessment.personalDataBreach === true ? [] : assessment.reasons,
    nearMiss: causesOf(incident).includes('nearMiss'),
    factsRevision: incident.factsRevision,
    awareness: awarenessOf(input),
    description: incident.narrative.whatHappened ?? null,
    howDiscovered: incident.narrative.howDiscovered ?? null,
    tracks,
    people: peopleOf(tracks),
    recordsApprox: incident.narrative.recordsApprox ?? null,
    effects: effectsOf(input),
    remedy: remedyOf(input),
    risk: { level: assessment.risk, reasons: assessment.reasons },
    decisions: decisionsOf(input),
    authority: authorityNotices(input),
    individuals: individualsNotices(input),
    others: noticesTowards(input, 'others'),
    otherOrganisations: othersTold(incident),
    openDuties: input.obligations.filter((one) => isDuty(one) && isRunning(one)).map(({ id }) => id),
    bundle,
  };
  return { ...entry, warnings: registerWarnings(entry, incident.organisation) };
}

const othersTold = ({ narrative }: Incident): RegisterEntry['otherOrganisations'] => ({
  told: narrative.otherOrganisationsTold ?? null,
  names: narrative.otherOrganisations ?? null,
});
