import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ports } from './ports.ts';
import type { ProcessMark } from './processes.ts';

/**
 * What `<data>/run.json` says: for the CLI (where is the API?), for the next start (the same ports again, so that links
 * already mailed stay valid) and for finding the processes that a killed supervisor left behind.
 */
export type RunFile = {
  apiUrl?: string;
  mailUrl?: string;
  temporalUiUrl?: string;
  temporalAddress?: string;
  temporalNamespace?: string;
  ports: Partial<Ports>;
  /** The supervisor; gone after an orderly stop. */
  pid?: number;
  /** ISO instant. */
  startedAt?: string;
  children?: (ProcessMark & { name: string })[];
};

const FILE = 'run.json';

/** Reads the file; undefined when there is none or it cannot be understood. */
export function readRun(dataDir: string): RunFile | undefined {
  try {
    const value = JSON.parse(readFileSync(join(dataDir, FILE), 'utf8')) as Partial<RunFile>;
    return { ...value, ports: value.ports ?? {} };
  } catch {
    return undefined;
  }
}

/** Writes the file whole or not at all, readable by its owner only. */
export function writeRun(dataDir: string, run: RunFile): void {
  const draft = join(dataDir, `${FILE}.${process.pid}`);
  try {
    writeFileSync(draft, `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600 });
    renameSync(draft, join(dataDir, FILE));
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
