/**
 * Why a time was refused. Stable codes: the API and the CLI map them to problem documents.
 * `timeMissing` and `timeAmbiguous` come with both readings.
 */
export type TimeErrorCode =
  'timeFormat' | 'timeImpossible' | 'timeZoneNeeded' | 'timeZoneUnknown' | 'timeMissing' | 'timeAmbiguous';

/** A time that names no single instant. The message says what to do. */
export class InvalidTimeError extends Error {
  readonly code: TimeErrorCode;
  /** ISO 8601 strings with offset, the earlier first, each accepted as it stands; empty where there are none. */
  readonly readings: readonly string[];

  constructor(code: TimeErrorCode, message: string, readings: readonly string[] = []) {
    super(message);
    this.name = new.target.name;
    this.code = code;
    this.readings = readings;
  }
}

/** A local time that exists twice, because the clocks go back over it. */
export class AmbiguousTimeError extends InvalidTimeError {
  constructor(message: string, readings: readonly [string, string]) {
    super('timeAmbiguous', message, readings);
  }
}
