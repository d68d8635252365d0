import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
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

interface Property {
  name: string;
  parameters: Record<string, string>;
  value: string;
}
interface Component {
  kind: string;
  properties: Property[];
  children: Component[];
}

/** Reads RFC 5545 strictly and throws at whatever the grammar does not allow. */
function parse(text: string): Component {
  if (!text.endsWith('\r\n')) throw new Error('no line break at the end');
  for (const line of text.split('\r\n')) {
    if (Buffer.byteLength(line) > 75) throw new Error('a line is longer than 75 octets');
    if (/[^\P{Cc}\t]/u.test(line)) throw new Error('a control character');
    if (!line.isWellFormed()) throw new Error('a character was torn apart');
  }
  const lines = text.slice(0, -2).replace(/\r\n /g, '').split('\r\n');
  const root: Component = { kind: 'root', properties: [], children: [] };
  const open = [root];
  for (const line of lines) {
    const { name, parameters, value } = property(line);
    if (name === 'BEGIN') {
      const child: Component = { kind: value, properties: [], children: [] };
      open.at(-1)!.children.push(child);
      open.push(child);
    } else if (name === 'END') {
      if (open.pop()?.kind !== value) throw new Error(`END:${value} closes nothing`);
    } else {
      open.at(-1)!.properties.push({ name, parameters, value });
    }
  }
  if (open.length !== 1 || root.children.length !== 1) throw new Error('not exactly one calendar');
  return root.children[0]!;
}

function property(line: string): Property {
  const match = /^([A-Z-]+)((?:;[A-Z-]+=[A-Za-z0-9-]+)*):(.*)$/su.exec(line);
  if (!match) throw new Error(`not a content line: ${line}`);
  const parameters = match[2]!
    .split(';')
    .slice(1)
    .map((one) => one.split('='));
  return {
    name: match[1]!,
    parameters: Object.fromEntries(parameters) as Record<string, string>,
    value: match[3]!,
  };
}

const all = (component: Component, name: string) => component.properties.filter((one) => one.name === name);
function only(component: Component, name: string): string {
  const found = all(component, name);
  expect(found).toHaveLength(1);
  return found[0]!.value;
}
function textOf(component: Component, name: string): string {
  const value = only(component, name);
  if (/(^|[^\\])(\\\\)*[;,]/.test(value)) throw new Error('a separator is not escaped');
  return value.replace(/\\([\\;,nN])/g, (_all, escaped: string) => (/n/i.test(escaped) ? '\n' : escaped));
}
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
