import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { all, type Component, only, parse, textOf } from '../support/icalendar.ts';
import { deadlineCalendar, type DeadlineCalendar, type DeadlineEvent } from '../../domain/calendar.ts';

const DUE = new Date('2026-11-27T14:05:00Z');
const HOUR = 3_600_000;
const before = (hours: number) => new Date(DUE.getTime() - hours * HOUR);
const EVENT: DeadlineEvent = {
  incidentId: '0190a7b2-1111-7000-8000-000000000001',
  obligationId: 'authority',
  clockVersion: 3,
  dueAt: DUE,
  summary: 'ICO notification due',
  description: 'Report at ico.org.uk; ask for Maria, or the stand-in.\nLine two',
  url: 'https://tocsin.example/incidents/1',
};

const calendar = (event: Partial<DeadlineEvent> = {}, extra: Partial<DeadlineCalendar> = {}) =>
  deadlineCalendar({ stampedAt: before(72), name: 'Deadlines', events: [{ ...EVENT, ...event }], ...extra });

const events = (text: string) => parse(text).children;
const alarms = (event: Component) => event.children.map((alarm) => only(alarm, 'TRIGGER'));

describe('a calendar of deadlines', () => {
  test('has what RFC 5545 asks of every calendar, once', () => {
    const root = parse(calendar());
    expect(root.kind).toBe('VCALENDAR');
    expect([only(root, 'VERSION'), only(root, 'PRODID')]).toEqual(['2.0', '-//Tocsin//Deadlines//EN']);
    expect(textOf(root, 'NAME')).toBe('Deadlines');
  });

  test('has one entry for each obligation, with a stable UID and the clock version as SEQUENCE', () => {
    const list = deadlineCalendar({
      stampedAt: before(72),
      name: 'Deadlines',
      events: [EVENT, { ...EVENT, obligationId: 'containment', clockVersion: 1 }],
    });
    expect(events(list).map((event) => [only(event, 'UID'), only(event, 'SEQUENCE')])).toEqual([
      ['0190a7b2-1111-7000-8000-000000000001/authority@tocsin', '3'],
      ['0190a7b2-1111-7000-8000-000000000001/containment@tocsin', '1'],
    ]);
  });

  test('says when it was made and when the duty is due, in UTC', () => {
    const [event] = events(calendar({}, { stampedAt: new Date('2026-11-24T14:05:09.999Z') }));
    expect([only(event!, 'DTSTAMP'), only(event!, 'DTSTART')]).toEqual([
      '20261124T140509Z',
      '20261127T140500Z',
    ]);
    expect(all(event!, 'DTEND')).toEqual([]);
    expect(only(event!, 'STATUS')).toBe('CONFIRMED');
    expect(only(event!, 'URL')).toBe('https://tocsin.example/incidents/1');
  });

  test('carries the texts that are passed in, with their language', () => {
    const [event] = events(calendar({}, { language: 'en' }));
    expect(textOf(event!, 'SUMMARY')).toBe(EVENT.summary);
    expect(textOf(event!, 'DESCRIPTION')).toBe(EVENT.description);
    expect(all(event!, 'SUMMARY')[0]?.parameters).toEqual({ LANGUAGE: 'en' });
  });

  test('is the same, byte for byte, from the same input', () => {
    expect(calendar()).toBe(calendar());
  });

  test('refuses an invalid date', () => {
    expect(() => calendar({ dueAt: new Date(NaN) })).toThrow(RangeError);
  });
});

describe('alarms', () => {
  test('ring 24, 4 and 1 hours before and at the deadline, at absolute UTC instants', () => {
    const [event] = events(calendar());
    expect(alarms(event!)).toEqual([
      '20261126T140500Z',
      '20261127T100500Z',
      '20261127T130500Z',
      '20261127T140500Z',
    ]);
    for (const alarm of event!.children) {
      expect(alarm.kind).toBe('VALARM');
      expect(only(alarm, 'ACTION')).toBe('DISPLAY');
      expect(textOf(alarm, 'DESCRIPTION')).toBe(EVENT.summary);
      expect(all(alarm, 'TRIGGER')[0]?.parameters).toEqual({ VALUE: 'DATE-TIME' });
    }
  });

  test.each([
    [24, 3],
    [23.9, 3],
    [4.1, 3],
    [4, 2],
    [0.5, 1],
    [0, 0],
    [-1, 0],
  ])('those that lie in the past are left out: made %p hours before, %i ring', (hours, count) => {
    const [event] = events(calendar({}, { stampedAt: before(hours) }));
    expect(alarms(event!)).toHaveLength(count);
  });

  test('are absolute across a clock change: three days over the end of summer time', () => {
    const [event] = events(
      calendar({ dueAt: new Date('2026-10-26T15:30Z') }, { stampedAt: new Date('2026-10-23T15:30Z') }),
    );
    expect(alarms(event!)[0]).toBe('20261025T153000Z');
  });

  test('follow the hours that are passed in, each once', () => {
    const [event] = events(calendar({}, { alarmHoursBefore: [1, 48, 1] }));
    expect(alarms(event!)).toEqual(['20261125T140500Z', '20261127T130500Z']);
  });

  test('are gone when the duty is cancelled, and the entry says so', () => {
    const [event] = events(calendar({ cancelled: true }));
    expect(only(event!, 'STATUS')).toBe('CANCELLED');
    expect(event!.children).toEqual([]);
  });
});

/** Every kind of line break is one; other control characters are gone. */
const withoutControls = (text: string) =>
  text.replace(/\r\n|[\r\u0085\u2028\u2029]/g, '\n').replace(/[^\P{Cc}\n\t]/gu, '');

describe('whatever stands in a title', () => {
  test.each([
    'Breach\r\nBEGIN:VALARM\r\nACTION:EMAIL\r\nATTENDEE:mailto:eve@evil.example',
    'END:VEVENT\nEND:VCALENDAR',
    'a, b; c \\ d \\n e',
    'line\u2028separator\u0085next\u000bvertical\u0000null\u001bescape',
    'ü'.repeat(200),
    '🔔'.repeat(100),
    '\ud800 half a character',
    '',
  ])('%j stays inside its property', (title) => {
    const [event, ...others] = events(calendar({ summary: title, description: title }, { name: title }));
    const expected = withoutControls(title.toWellFormed());
    expect(others).toEqual([]);
    expect(event!.children).toHaveLength(4);
    expect(all(event!, 'ATTENDEE')).toEqual([]);
    expect(textOf(event!, 'SUMMARY')).toBe(expected);
  });

  test('a URL and a language open no further property', () => {
    const [event] = events(
      calendar({ url: 'https://x.example/\r\nATTACH:evil' }, { language: 'en\r\nATTACH:evil' }),
    );
    expect(all(event!, 'ATTACH')).toEqual([]);
    expect(only(event!, 'URL')).toBe('https://x.example/ATTACH:evil');
  });

  test('any text comes back as it was, without its control characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const [event] = events(calendar({ summary: text }));
        expect(textOf(event!, 'SUMMARY')).toBe(withoutControls(text));
      }),
      { numRuns: 300 },
    );
  });

  test('any bytes at all leave one event with four alarms', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const list = events(calendar({ summary: text, description: text, url: text }, { name: text }));
        expect(list.map((event) => event.children.length)).toEqual([4]);
      }),
      { numRuns: 300 },
    );
  });
});
