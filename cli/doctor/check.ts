/** `unknown`: could not be checked from here, which is no failure. */
export type CheckState = 'ok' | 'warn' | 'fail' | 'unknown';

/** One line of the doctor's findings. */
export interface Check {
  name: string;
  state: CheckState;
  says: string;
  /** What to do about it. */
  cure?: string;
}

export const ok = (name: string, says: string): Check => ({ name, state: 'ok', says });
export const warn = (name: string, says: string, cure: string): Check => ({
  name,
  state: 'warn',
  says,
  cure,
});
export const fail = (name: string, says: string, cure: string): Check => ({
  name,
  state: 'fail',
  says,
  cure,
});
export const unknown = (name: string, says: string, cure?: string): Check => ({
  name,
  state: 'unknown',
  says,
  ...(cure ? { cure } : {}),
});

const SECOND_MS = 1_000;

/** "3 s", "4 min", "2 h", "3 days": how long, roughly. */
export function roughly(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / SECOND_MS);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
