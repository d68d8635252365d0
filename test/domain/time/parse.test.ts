import { describe, expect, test } from '@jest/globals';
import { AmbiguousTimeError, InvalidTimeError, parseInstant } from '../../../domain/time/parse.ts';

function refusal(input: string, zone?: string): InvalidTimeError {
  try {
    parseInstant(input, zone);
  } catch (error) {
    if (error instanceof InvalidTimeError) return error;
  }
  throw new Error(`${input} was not refused`);
}

describe('a time with an offset', () => {
  test.each([
    ['2026-11-27T14:05Z', '2026-11-27T14:05:00.000Z'],
    ['2026-11-27T14:05:30Z', '2026-11-27T14:05:30.000Z'],
    ['2026-11-27T14:05:30.5Z', '2026-11-27T14:05:30.500Z'],
    ['2026-11-27T14:05:30,25Z', '2026-11-27T14:05:30.250Z'],
    ['2026-11-27T14:05:30.123999999Z', '2026-11-27T14:05:30.123Z'],
    ['2026-11-27T14:05+01:00', '2026-11-27T13:05:00.000Z'],
    ['2026-11-27T14:05-0330', '2026-11-27T17:35:00.000Z'],
    ['2026-11-27T14:05+14', '2026-11-27T00:05:00.000Z'],
    ['2026-11-27t14:05z', '2026-11-27T14:05:00.000Z'],
    ['  2026-11-27 14:05Z  ', '2026-11-27T14:05:00.000Z'],
    ['2024-02-29T00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2026-01-01T00:30+01:00', '2025-12-31T23:30:00.000Z'],
    ['1900-01-01T00:00Z', '1900-01-01T00:00:00.000Z'],
  ])('%j is the instant %s', (input, iso) => {
    expect(parseInstant(input).toISOString()).toBe(iso);
  });

  test('keeps its own offset whatever the zone, also where the local time exists twice', () => {
    expect(parseInstant('2026-10-25T01:30+01:00', 'Europe/London').toISOString()).toBe(
      '2026-10-25T00:30:00.000Z',
    );
  });
});

describe('a time without an offset', () => {
  test.each([
    ['2026-11-27T14:05', 'Europe/London', '2026-11-27T14:05:00.000Z'],
    ['2026-07-01 00:30', 'Europe/London', '2026-06-30T23:30:00.000Z'],
    ['2026-03-29T00:59:59.999', 'Europe/London', '2026-03-29T00:59:59.999Z'],
    ['2026-03-29T02:00', 'Europe/London', '2026-03-29T01:00:00.000Z'],
    ['2026-10-25T00:59:59.999', 'Europe/London', '2026-10-24T23:59:59.999Z'],
    ['2026-10-25T02:00', 'Europe/London', '2026-10-25T02:00:00.000Z'],
    ['2026-11-27T14:05', 'Asia/Kolkata', '2026-11-27T08:35:00.000Z'],
    ['2026-11-27T14:05', 'Pacific/Kiritimati', '2026-11-27T00:05:00.000Z'],
    ['2026-11-27T14:05', 'UTC', '2026-11-27T14:05:00.000Z'],
  ])('%s in %s is the instant %s', (input, zone, iso) => {
    expect(parseInstant(input, zone).toISOString()).toBe(iso);
  });

  test('needs a zone, and says so', () => {
    expect(refusal('2026-11-27T14:05')).toMatchObject({ code: 'timeZoneNeeded', readings: [] });
    expect(refusal('2026-11-27T14:05').message).toContain('name the time zone');
  });

  test.each(['Mars/Olympus', '', 'London+05:30'])('the zone %j is refused', (zone) => {
    expect(refusal('2026-11-27T14:05', zone)).toMatchObject({ code: 'timeZoneUnknown' });
  });

  test.each([
    ['2026-10-25T01:00', 'Europe/London', '2026-10-25T01:00:00+01:00', '2026-10-25T01:00:00+00:00'],
    ['2026-10-25T01:59:59.999', 'Europe/London', '2026-10-25T01:59:59+01:00', '2026-10-25T01:59:59+00:00'],
    ['2026-11-01T01:30', 'America/New_York', '2026-11-01T01:30:00-04:00', '2026-11-01T01:30:00-05:00'],
    ['2026-04-05T01:45', 'Australia/Lord_Howe', '2026-04-05T01:45:00+11:00', '2026-04-05T01:45:00+10:30'],
  ])('%s exists twice in %s: %s or %s', (input, zone, earlier, later) => {
    const error = refusal(input, zone);
    expect(error).toBeInstanceOf(AmbiguousTimeError);
    expect(error).toMatchObject({
      code: 'timeAmbiguous',
      name: 'AmbiguousTimeError',
      readings: [earlier, later],
    });
    expect(error.message).toContain(`write ${earlier} or ${later}`);
    expect(parseInstant(earlier) < parseInstant(later)).toBe(true);
  });

  test.each([
    ['2026-03-29T01:00', 'Europe/London', '2026-03-29T00:00:00+00:00', '2026-03-29T02:00:00+01:00'],
    ['2026-03-29T01:30', 'Europe/London', '2026-03-29T00:30:00+00:00', '2026-03-29T02:30:00+01:00'],
    ['2026-03-08T02:30', 'America/New_York', '2026-03-08T01:30:00-05:00', '2026-03-08T03:30:00-04:00'],
    ['2026-10-04T02:15', 'Australia/Lord_Howe', '2026-10-04T01:45:00+10:30', '2026-10-04T02:45:00+11:00'],
    ['2011-12-30T12:00', 'Pacific/Apia', '2011-12-29T12:00:00-10:00', '2011-12-31T12:00:00+14:00'],
  ])('%s does not exist in %s: %s or %s', (input, zone, earlier, later) => {
    const error = refusal(input, zone);
    expect(error).not.toBeInstanceOf(AmbiguousTimeError);
    expect(error).toMatchObject({
      code: 'timeMissing',
      name: 'InvalidTimeError',
      readings: [earlier, later],
    });
    expect(error.message).toBe(
      `"${input}" does not exist in ${zone}, because the clocks go forward; write ${earlier} or ${later}.`,
    );
    expect(error.readings.map((reading) => parseInstant(reading)).every(Boolean)).toBe(true);
  });
});

describe('what is not a time', () => {
  test('a year that nobody means is refused, whatever its form', () => {
    expect(parseInstant('2999-12-31T12:00Z').getUTCFullYear()).toBe(2999);
    const error = refusal('9999-12-31T12:00Z');
    expect(error.code).toBe('timeImpossible');
    expect(error.message).toContain('lies after the year 2999; correct the year');
  });

  test.each([
    '2026-02-30T12:00Z',
    '2026-02-29T12:00Z',
    '2026-13-01T12:00Z',
    '2026-00-10T12:00Z',
    '2026-04-31T12:00Z',
    '2026-11-27T24:00Z',
    '2026-11-27T12:60Z',
    '2026-11-27T12:00:60Z',
    '0026-11-27T12:00Z',
    '1899-12-31T23:59Z',
    '2026-11-27T12:00+14:01',
    '2026-11-27T12:00+01:60',
    '2026-11-27T12:00-25',
  ])('%j does not exist', (input) => {
    const error = refusal(input);
    expect(error).toMatchObject({ code: 'timeImpossible', readings: [] });
    expect(error.message).toBe(
      `"${input}" does not exist in the calendar or on the clock; correct the date, the time or the offset.`,
    );
  });

  test.each([
    '',
    'yesterday',
    '2026-11-27',
    '27/11/2026 14:05',
    '2026-11-27T14Z',
    '2026-11-27T14:05 GMT',
    '2026-11-27T14:05:30.Z',
    '+002026-11-27T14:05Z',
    '2026-11-27T14:05Z\n2026-11-27T14:05Z',
    '２０２６-11-27T14:05Z',
    `2026-11-27T14:05:30.${'9'.repeat(100_000)}Z`,
  ])('%.40j is not read', (input) => {
    const error = refusal(input);
    expect(error).toMatchObject({ code: 'timeFormat', readings: [] });
    expect(error.message).toContain('write it like 2026-11-27T14:05Z');
    expect(error.message.length).toBeLessThan(300);
  });

  test('64 characters are read, and shown whole where they are no time; of more, 64 are shown', () => {
    const longest = `2026-11-27T14:05:30.${'9'.repeat(43)}Z`;
    expect(parseInstant(longest)).toEqual(new Date('2026-11-27T14:05:30.999Z'));
    expect(refusal('x'.repeat(64)).message).toMatch(/^"x{64}" is not/);
    expect(refusal('x'.repeat(65)).message).toMatch(/^"x{64}…" is not/);
  });

  test('an impossible date is refused before its zone is looked at', () => {
    expect(refusal('2026-02-30T12:00', 'Europe/London')).toMatchObject({ code: 'timeImpossible' });
  });
});
