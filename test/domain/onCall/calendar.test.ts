import { describe, expect, test } from '@jest/globals';
import { shiftCalendar, type ShiftCalendar } from '../../../domain/onCall/calendar.ts';
import { only, parse, textOf } from '../../support/icalendar.ts';

const at = (iso: string) => new Date(iso);
const calendar = (values: Partial<ShiftCalendar> = {}) =>
  shiftCalendar({
    organisationId: 'o1',
    name: 'On call',
    language: 'en',
    changedAt: at('2026-03-01T10:00:00.999Z'),
    sequence: 7,
    events: [
      {
        scheduleId: 'rota',
        from: at('2026-03-23T09:00Z'),
        until: at('2026-03-30T08:00Z'),
        summary: 'Ann, on call; from \\ Monday\r\nBEGIN:VALARM',
      },
    ],
    ...values,
  });

describe('a calendar of shifts', () => {
  test('has one entry for each, in UTC, with a UID that its start names', () => {
    const root = parse(calendar());
    expect(textOf(root, 'X-WR-CALNAME')).toBe('On call');
    const [event, ...others] = root.children;
    expect(others).toEqual([]);
    expect(event!.children).toEqual([]);
    const values = ['UID', 'SEQUENCE', 'DTSTAMP', 'DTSTART', 'DTEND'].map((name) => only(event!, name));
    expect(values).toEqual([
      'o1/rota/20260323T090000Z@tocsin',
      '7',
      '20260301T100000Z',
      '20260323T090000Z',
      '20260330T080000Z',
    ]);
    expect(textOf(event!, 'SUMMARY')).toBe('Ann, on call; from \\ Monday\nBEGIN:VALARM');
  });

  test('leaves out what does not last a second', () => {
    const event = {
      scheduleId: 'rota',
      from: at('2026-03-23T09:00Z'),
      until: at('2026-03-23T09:00:00.5Z'),
      summary: '',
    };
    expect(parse(calendar({ events: [event] })).children).toEqual([]);
  });

  test('refuses an invalid date', () => {
    expect(() => calendar({ changedAt: new Date(NaN) })).toThrow(RangeError);
  });
});
