import type { Incident } from '../../domain/incident.ts';
import { isIcoDuty } from '../../domain/notices/reports.ts';
import type { Obligation } from '../../domain/obligations.ts';
import { towardsOf } from '../../domain/register/towards.ts';
import { Problem } from '../problems.ts';
import type { SubmissionBody } from './reportPlace.ts';

/** A report to the ICO that nobody here owes: only a controller does (Art. 33(1)). */
const isVoluntary = (incident: Incident, obligation: string): boolean =>
  isIcoDuty(obligation) && incident.tracks.every(({ facts }) => facts.role === 'processor');

/**
 * A report meets a duty towards an authority and no other. That of a processor to the ICO in its own name is nobody's
 * duty; it may be recorded all the same, as voluntary.
 * @throws Problem that says what to do instead
 */
export function requireReportable(
  incident: Incident,
  duty: Obligation,
  { voluntary }: Pick<SubmissionBody, 'voluntary'>,
): void {
  if (!isIcoDuty(duty.id) && towardsOf(duty) !== 'authority') {
    const cure = `record it with POST …/obligations/${duty.id}/satisfaction`;
    refuse('/obligation', `"${duty.id}" is no duty towards an authority; ${cure}`);
  }
  const owedByNobody = isVoluntary(incident, duty.id);
  if (owedByNobody && !voluntary)
    refuse(
      '/obligation',
      'only a controller reports to the ICO (Art. 33(1)), and no track of this incident is one: tell each controller, and record it with POST …/obligations/controllers:…/satisfaction; if you did report in your own name, send "voluntary": true',
    );
  if (voluntary && !owedByNobody)
    refuse('/voluntary', 'this report is owed, so it is not voluntary; leave it out');
}

function refuse(field: string, message: string): never {
  throw new Problem('invalidRequest', `${field}: ${message}`, { errors: [{ field, message }] });
}
