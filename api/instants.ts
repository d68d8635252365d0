import { parseInstant } from '../domain/time/parse.ts';

/** An instant that cannot be read, with the field it came in. */
export class InstantError extends Error {
  override name = 'InstantError';
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/**
 * Reads an instant of a request: ISO 8601, without an offset on the organisation's clock.
 * @throws InstantError for a wrong date, and for local times that do not exist or exist twice (with both readings)
 */
export function readInstant(field: string, input: string, timeZone: string): Date {
  try {
    return parseInstant(input, timeZone);
  } catch (error) {
    throw new InstantError(field, error instanceof Error ? error.message : 'is not an instant');
  }
}

export function readOptionalInstant(
  field: string,
  input: string | null | undefined,
  timeZone: string,
): Date | null {
  return input === null || input === undefined ? null : readInstant(field, input, timeZone);
}

export function readOptionalPastInstant(
  field: string,
  input: string | null | undefined,
  timeZone: string,
  now: Date,
): Date | null {
  return input === null || input === undefined ? null : readPastInstant(field, input, timeZone, now);
}

/** An instant in the past, with a minute's grace for clocks that differ. */
export function readPastInstant(field: string, input: string, timeZone: string, now: Date): Date {
  const instant = readInstant(field, input, timeZone);
  if (instant.getTime() > now.getTime() + 60_000) {
    throw new InstantError(
      field,
      `${instant.toISOString()} lies in the future; give the instant at which it happened`,
    );
  }
  return instant;
}
