import { join } from 'node:path';
import type { Context } from './context.ts';
import { errorLines } from './errors.ts';
import { saveDocument } from './files.ts';
import type { IncidentSummary } from './types.ts';

/** What keeps the clock alive when the machine does not: the calendar file and the one-page sheet. */
export const BRIEFING = { calendar: 'calendar.ics', sheet: 'sheet.pdf' } as const;

/** A reference is "2026-001" or "D-2026-001"; anything else in a file's name would be somebody's mistake. */
export const folderOf = (reference: string): string =>
  `tocsin-${reference.replaceAll(/[^A-Za-z0-9-]/g, '_')}`;

/** Saves both into ./tocsin-<reference>/. The incident is declared: a failure is told, not thrown. */
export async function saveBriefing(context: Context, incident: IncidentSummary): Promise<void> {
  const folder = folderOf(incident.reference);
  for (const file of Object.values(BRIEFING)) {
    const path = join(folder, file);
    try {
      await saveDocument(path, await context.client.download(`/v1/incidents/${incident.id}/${file}`));
      context.out.note(`Saved ${path}`);
    } catch (error) {
      context.out.warn(`${file} could not be saved: ${errorLines(error).join(' ')}`);
    }
  }
}
