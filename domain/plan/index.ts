import type { Incident } from '../incident.ts';
import type { PlannedObligation } from '../obligations.ts';
import { controllerDuties, insurerDuty } from './controllers.ts';
import { demandDuties } from './demands.ts';
import { followUpDuties } from './followUps.ts';
import { type Happened, NOTHING_YET } from './happened.ts';
import { ownPromises } from './own.ts';
import { publicSummary } from './publicSummary.ts';
import { regimeDuties } from './regimes.ts';
import { authorityDuties, individualsDuties } from './ukGdpr.ts';

export { type Happened, NOTHING_YET } from './happened.ts';

/**
 * The duties of an incident as the rules see them now: the organisation's own promises, then each track under each
 * chosen regime, then what others have asked for. Instants on the incident's clock, each with its reasons. Duties that
 * do not apply are listed as `notRequired`, so that one which existed before can be proposed to stand down.
 * @param happened what was really done and asked so far; later stages start from it
 */
export function planObligations(incident: Incident, happened: Happened = NOTHING_YET): PlannedObligation[] {
  return distinct([
    ...ownPromises(incident),
    ...authorityDuties(incident, happened),
    ...individualsDuties(incident, happened),
    ...followUpDuties(incident, happened),
    ...controllerDuties(incident, happened),
    ...insurerDuty(incident),
    publicSummary(incident, happened),
    ...regimeDuties(incident, happened),
    ...demandDuties(incident, happened),
  ]);
}

/** A track may be called like a controller of another one: the duty towards that controller keeps the id. */
function distinct(planned: PlannedObligation[]): PlannedObligation[] {
  const towards = new Set(planned.filter(({ recipient }) => recipient !== null).map(({ id }) => id));
  return planned.map((one) =>
    one.recipient === null && towards.has(one.id) ? { ...one, id: `${one.id}:all` } : one,
  );
}
