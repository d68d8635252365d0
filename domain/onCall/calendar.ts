import { contentLines, textProperty, utcStamp } from '../time/icalendar.ts';

/** One shift in a calendar. */
export interface ShiftEvent {
  scheduleId: string;
  from: Date;
  until: Date;
  /** From the message catalogue; any text, escaped here. */
  summary: string;
}

export interface ShiftCalendar {
  /** Names the installation's organisation in the UIDs, so that two of them never meet in one calendar. */
  organisationId: string;
  name: string;
  /** BCP 47 language of the texts. */
  language: string;
  /** When rota or overrides changed last (DTSTAMP): the same rota gives the same bytes. */
  changedAt: Date;
  /** Grows with each change of rota or overrides (SEQUENCE). */
  sequence: number;
  events: readonly ShiftEvent[];
}

/**
 * An iCalendar file (RFC 5545) with one entry per shift, in UTC instants. A shift is named by its schedule and its start,
 * so that it keeps its UID when its end or its person changes; calendar programs then take the higher SEQUENCE.
 * @throws RangeError for an invalid date
 */
export const shiftCalendar = (calendar: ShiftCalendar): string =>
  contentLines([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Tocsin//On call//EN',
    'CALSCALE:GREGORIAN',
    textProperty('NAME', calendar.name),
    textProperty('X-WR-CALNAME', calendar.name),
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    ...calendar.events.filter(lasts).flatMap((event) => eventLines(event, calendar)),
    'END:VCALENDAR',
  ]);

/** An end is later than its start (RFC 5545 §3.8.2.2), and instants are written to the second. */
const lasts = ({ from, until }: ShiftEvent): boolean => utcStamp(from) < utcStamp(until);

const eventLines = ({ scheduleId, from, until, summary }: ShiftEvent, calendar: ShiftCalendar): string[] => [
  'BEGIN:VEVENT',
  textProperty('UID', `${calendar.organisationId}/${scheduleId}/${utcStamp(from)}@tocsin`),
  `SEQUENCE:${calendar.sequence}`,
  `DTSTAMP:${utcStamp(calendar.changedAt)}`,
  `DTSTART:${utcStamp(from)}`,
  `DTEND:${utcStamp(until)}`,
  textProperty('SUMMARY', summary, calendar.language),
  'STATUS:CONFIRMED',
  'TRANSP:TRANSPARENT',
  'END:VEVENT',
];
