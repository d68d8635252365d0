import type { Incident, TimelineEntry } from '../cli/types.ts';
import type { Mail } from './sampleDrillMail.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Entries whose news is told by another entry beside it. */
const SILENT = [
  'page.opened',
  'page.sent',
  'page.ended',
  'notice.superseded',
  'containment.recorded',
  'scope.recorded',
];

export const isTold = (entry: TimelineEntry): boolean => !SILENT.includes(entry.kind);

/**
 * A length of time since awareness, on the drill's clock.
 * @example stamp(36 * 3_600_000) is "[+36 h 00 min]"
 */
export function stamp(sinceMs: number): string {
  const minutes = Math.max(0, Math.floor(sinceMs / MINUTE_MS));
  const rest = String(minutes % 60).padStart(2, '0');
  return `[+${String(Math.floor(minutes / 60)).padStart(2, ' ')} h ${rest} min]`;
}

/** One line of the story: when on the drill's clock it was recorded, counted from awareness. */
export function entryLine(entry: TimelineEntry, awareAt: string): string {
  const at = Date.parse(entry.recordedAtDrill ?? entry.occurredAt);
  return `${stamp(at - Date.parse(awareAt))} ${oneLine(entry.text)}`;
}

export const mailLine = (mail: Mail, where: string): string =>
  `               mail to ${mail.to.join(', ')}: ${oneLine(mail.subject)}  ${where}`;

/** What the scripted responder does, so that nobody takes it for Tocsin's own act. */
export const actorLine = (text: string): string => `               » ${text}`;

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** What is printed before the drill. */
export function openingLines(incident: Incident): string[] {
  const { drill, reference } = incident;
  const minutes = Math.round((72 * HOUR_MS) / (drill?.scale ?? 1) / MINUTE_MS);
  return [
    '',
    `Sample drill ${reference}: 72 hours pass in ${minutes} minutes. Times count from awareness, on the drill's clock.`,
    'A scripted responder (») plays the people; everything else is Tocsin at work, on the real parts.',
    '',
  ];
}

/** Where to read what the drill left behind. */
export const closingLines = (reference: string, mailUrl: string): string[] => [
  '',
  'Read on:',
  `  bin/tocsin show ${reference}`,
  `  bin/tocsin timeline ${reference}`,
  `  bin/tocsin draft ico ${reference} --format pdf     (also docx, html, md, json)`,
  `  bin/tocsin sheet ${reference}                      (the one-page sheet; calendar: the deadlines)`,
  `  ${mailUrl}      (every mail of the drill)`,
];
