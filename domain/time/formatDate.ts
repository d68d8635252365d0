import { dateTimeFormat } from './formats.ts';

const FIELDS = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
} as const;

/**
 * A calendar date (ISO 8601) as people read it; it has no time zone. An unknown language is written in English.
 * @example formatDate('2026-11-27') is "Fri 27 Nov 2026"
 */
export function formatDate(date: string, language = 'en'): string {
  const instant = new Date(`${date}T12:00:00Z`);
  if (language !== 'en') return dateTimeFormat([language, 'en-GB'], FIELDS).format(instant);
  return dateTimeFormat(['en-GB'], FIELDS).format(instant).replace(',', '');
}
