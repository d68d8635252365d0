import type { Track } from '../facts.ts';
import type { PlannedObligation } from '../obligations.ts';
import type { Happened } from './happened.ts';

/**
 * One duty towards each controller that a track names ("<id>:<controller>"), one for all while none is named. The one
 * for all stands down without a question when they are named: its clock runs on in theirs.
 */
export function toControllers(
  { controllers = [] }: Track,
  { tracks: opened }: Happened,
  id: string,
  duty: (id: string, recipient: string | null) => PlannedObligation,
): PlannedObligation[] {
  const whole = duty(id, null);
  if (controllers.length === 0) return [whole];
  const each = controllers.map((one) => duty(`${id}:${one.id}`, one.id));
  if (!opened.has(id)) return each;
  const reasons = [{ code: 'controllersNamed', source: whole.basis, facts: ['controllers'] }];
  return [{ ...whole, applicability: 'notRequired', replaced: true, reasons }, ...each];
}
