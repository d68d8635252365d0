import { dateTimeFormat } from './formats.ts';
import { offsetMs, offsetText } from './zone.ts';

/** English-speaking places whose people use letters for their own zones; Unicode gives each only its own. */
const PLACES = ['en-GB', 'en-IE', 'en-US', 'en-CA', 'en-AU', 'en-NZ', 'en-ZA'];

/**
 * The abbreviation that people there use ("GMT", "BST", "CET", "EST"), else "UTC+05:30". India's "IST" is not used:
 * Ireland and Israel say the same of theirs.
 */
export function zoneAbbreviation(instant: Date, timeZone: string, language = 'en'): string {
  for (const locale of language === 'en' ? PLACES : [language, ...PLACES]) {
    const name = shortName(instant, timeZone, locale);
    if (name !== undefined && /^\p{L}{2,6}$/u.test(name)) return name;
  }
  return `UTC${offsetText(offsetMs(timeZone, instant))}`;
}

const shortName = (instant: Date, timeZone: string, locale: string): string | undefined =>
  dateTimeFormat([locale, 'en-GB'], { timeZone, timeZoneName: 'short' })
    .formatToParts(instant)
    .find((part) => part.type === 'timeZoneName')?.value;
