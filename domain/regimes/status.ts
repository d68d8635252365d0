import type { Duty } from './types.ts';

export interface DutyStatus {
  on: boolean;
  /** Why it is off; null when it is on. */
  because: string | null;
}

/**
 * Whether a duty runs for what happens on a local date ("YYYY-MM-DD"): not while it is disabled, and not before it
 * takes effect. A disabled duty stays off until somebody who checked the law enables it in the data.
 */
export function dutyStatus(duty: Duty, onDate: string): DutyStatus {
  const { enabled, disabledBecause, effectiveFrom, effectiveFromWords } = duty;
  if (!enabled) return { on: false, because: disabledBecause ?? 'disabled' };
  if (effectiveFrom !== undefined && onDate < effectiveFrom) {
    return { on: false, because: `takes effect on ${effectiveFromWords ?? effectiveFrom}` };
  }
  return { on: true, because: null };
}

/**
 * Whether a duty binds a track: by the track's role, or by what the organisation is besides ("financialEntity").
 * `upwards`: only to tell those for whom it works, as a processor tells its controllers.
 */
export function bindingOf(duty: Duty, roles: readonly string[]): 'full' | 'upwards' | 'none' {
  const { roles: bound, upwards } = duty.obligated;
  if (bound.some((role) => roles.includes(role))) return 'full';
  return upwards !== undefined && roles.includes(upwards) ? 'upwards' : 'none';
}
