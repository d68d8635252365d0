import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { badInput, CliError } from './errors.ts';

/**
 * Reads YAML or JSON (which is YAML) from a file, or from standard input for "-".
 * @throws CliError (2) when it cannot be read or understood, with the line
 */
export async function readDocument(path: string): Promise<Record<string, unknown>> {
  const text = path === '-' ? await readStandardInput() : await readText(path);
  const { parse, YAMLParseError } = await import('yaml');
  try {
    const value: unknown = parse(text);
    if (value !== null && typeof value === 'object' && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw badInput(`${nameOf(path)} is neither YAML nor JSON: ${error.message.split('\n')[0]}`);
  }
  throw badInput(`${nameOf(path)} must hold fields with their values, like "title: …".`);
}

/** Writes a document, making its folder. */
export async function saveDocument(path: string, content: Buffer): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  } catch (error) {
    throw new CliError(`${path} cannot be written (${codeOf(error)}).`);
  }
}

const nameOf = (path: string): string => (path === '-' ? 'Standard input' : path);
const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'error';

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw badInput(`${path} cannot be read (${codeOf(error)}).`);
  }
}

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
