import type { Context } from './context.ts';
import { saveDocument } from './files.ts';

/** Formats that a terminal can show. */
const READABLE = ['md', 'json', 'html', 'csv'];

/** Text is printed unless a file is named; documents are saved, in this folder under `name` unless `out` says where. */
export async function give(
  { out }: Context,
  content: Buffer,
  options: { format: string; out?: string; name: string },
): Promise<void> {
  const path = options.out ?? (READABLE.includes(options.format) ? '-' : options.name);
  if (path === '-') return out.bytes(content);
  await saveDocument(path, content);
  out.note(`Saved ${path}`);
}
