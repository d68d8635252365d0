import { join } from 'node:path';
import { BRIEFING, folderOf } from '../briefing.ts';
import type { Context, Run } from '../context.ts';
import { saveDocument } from '../files.ts';
import { findIncident } from '../findIncident.ts';
import type { Incident } from '../types.ts';

export const calendar: Run<{ out?: string }> = (context, [name = ''], { out }) =>
  save(context, name, BRIEFING.calendar, out);

export const sheet: Run<{ out?: string }> = (context, [name = ''], { out }) =>
  save(context, name, BRIEFING.sheet, out);

async function save(context: Context, name: string, file: string, out: string | undefined): Promise<void> {
  const id = await findIncident(context.client, name);
  const content = await context.client.download(`/v1/incidents/${id}/${file}`);
  if (out === '-') return context.out.bytes(content);
  const path =
    out ?? join(folderOf((await context.client.get<Incident>(`/v1/incidents/${id}`)).reference), file);
  await saveDocument(path, content);
  context.out.note(`Saved ${path}`);
}
