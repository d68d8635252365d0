import { readFile } from 'node:fs/promises';
import { badInput } from './errors.ts';

/** What the API takes, in characters. */
const MOST = 500_000;

/**
 * Text from a file, or from standard input for "-".
 * @throws CliError (2) when it cannot be read, is no text or is too long
 */
export async function readEvidence(path: string): Promise<string> {
  const bytes = path === '-' ? await standardInput() : await readFile(path).catch(() => undefined);
  if (!bytes) throw badInput(`${path} cannot be read.`);
  const text = bytes.toString('utf8');
  if (text.includes('\u0000') || text.includes('\ufffd'))
    throw badInput(`${path} is no text; only text can be given here. Keep the file itself elsewhere.`);
  if (text.length > MOST)
    throw badInput(`${path} has more than ${MOST} characters; give the part that matters.`);
  return text;
}

async function standardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
