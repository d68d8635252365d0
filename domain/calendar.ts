import { contentLines, textProperty, uriProperty, utcStamp } from './time/icalendar.ts';

const HOUR_MS = 3_600_000;
const DEFAULT_ALARM_HOURS = [24, 4, 1, 0];

export interface DeadlineEvent {
  incidentId: string;
  obligationId: string;
  /** The obligation's clock version, as SEQUENCE: a calendar program takes the higher one. */
  clockVersion: number;
  dueAt: Date;
  /** From the message catalogue, like `description`; any text, escaped here. */
  summary: string;
  description: string;
  /** Where to read on; left out if empty. */
  url?: string;
  /** The duty stands down or is done: the entry stays, struck out, without alarms. */
  cancelled?: boolean;
}

export interface DeadlineCalendar {
  /** When the calendar was made (DTSTAMP); alarms at or before it are left out. */
  stampedAt: Date;
  /** Shown as the calendar's name by programs that import it. */
  name: string;
  /** BCP 47 language of the texts. */
  language?: string;
  events: readonly DeadlineEvent[];
  /** Alarms this many hours before each deadline; 0 is the deadline itself. Default 24, 4, 1 and 0. */
  alarmHoursBefore?: readonly number[];
}

/**
 * An iCalendar file (RFC 5545) with one entry per deadline and alarms at absolute UTC instants, so that the clock
 * survives a sleeping, stolen or encrypted machine. The same input gives the same bytes.
 * Written here and not by ical-generator, which draws a random UID and reads the clock for each event it builds.
 * @throws RangeError for an invalid date
 * @example UID "018f…/authority@tocsin", DTSTART:20261127T140500Z, TRIGGER;VALUE=DATE-TIME:20261126T140500Z
 */
export function deadlineCalendar(input: DeadlineCalendar): string {
  const hours = [...new Set(input.alarmHoursBefore ?? DEFAULT_ALARM_HOURS)].sort((a, b) => b - a);
  return contentLines([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Tocsin//Deadlines//EN',
    'CALSCALE:GREGORIAN',
    textProperty('NAME', input.name),
    textProperty('X-WR-CALNAME', input.name),
    ...input.events.flatMap((event) => eventLines(event, input, hours)),
    'END:VCALENDAR',
  ]);
}

function eventLines(event: DeadlineEvent, calendar: DeadlineCalendar, hours: readonly number[]): string[] {
  return [
    'BEGIN:VEVENT',
    textProperty('UID', `${event.incidentId}/${event.obligationId}@tocsin`),
    `SEQUENCE:${Math.trunc(event.clockVersion)}`,
    `DTSTAMP:${utcStamp(calendar.stampedAt)}`,
    `DTSTART:${utcStamp(event.dueAt)}`,
    textProperty('SUMMARY', event.summary, calendar.language),
    textProperty('DESCRIPTION', event.description, calendar.language),
    ...(event.url ? [uriProperty('URL', event.url)] : []),
    `STATUS:${event.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'TRANSP:TRANSPARENT',
    ...(event.cancelled ? [] : hours.flatMap((before) => alarmLines(event, calendar, before))),
    'END:VEVENT',
  ];
}

function alarmLines(event: DeadlineEvent, calendar: DeadlineCalendar, hoursBefore: number): string[] {
  const at = new Date(event.dueAt.getTime() - hoursBefore * HOUR_MS);
  if (at <= calendar.stampedAt) return [];
  return [
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `TRIGGER;VALUE=DATE-TIME:${utcStamp(at)}`,
    textProperty('DESCRIPTION', event.summary),
    'END:VALARM',
  ];
}
