import { InvalidTimeError, parseInstant } from '../domain/time/parse.ts';
import { badField } from './inputProblem.ts';

/** The value of an option that must be there. */
export function needed(option: string, value: string | undefined, meaning: string): string {
  if (value !== undefined) return value;
  throw badField(option, `--${option} is needed: ${meaning}.`);
}

/**
 * An instant given in an option: ISO 8601, and without an offset in `timeZone`.
 * @throws InvalidTimeError about this option, with both readings of a time that the clocks skip or repeat
 */
export function instantOption(option: string, text: string, timeZone: string | undefined): Date {
  return about(option, () => parseInstant(text, timeZone));
}

/** Says which option an InvalidTimeError is about; a zone is always `--tz`. */
export function about<T>(option: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InvalidTimeError)) throw error;
    const field = error.code === 'timeZoneUnknown' ? 'tz' : option;
    throw Object.assign(error, { errors: [{ field, message: error.message }] });
  }
}
