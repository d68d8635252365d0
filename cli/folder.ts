import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

type Environment = Record<string, string | undefined>;

/** This copy of Tocsin. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Where `npm start` of this copy keeps its data. */
export const dataFolder = (env: Environment): string => resolve(env.TOCSIN_DATA_DIR || join(ROOT, '.tocsin'));

/** The part of `<data>/run.json` that the CLI needs. `pid` is there while the copy runs. */
export interface RunFile {
  apiUrl?: string;
  pid?: number;
  ports?: { postgres?: number };
}

export const readRunFile = (folder: string): RunFile | undefined => readJson<RunFile>(folder, 'run.json');

/** The running copy of the folder, or undefined; one that was killed leaves its pid behind. */
export function runningCopy(folder: string): RunFile | undefined {
  const run = readRunFile(folder);
  return run?.pid !== undefined && isAlive(run.pid) ? run : undefined;
}

/** The key that the first start left for this machine's CLI. */
export const readKeyFile = (folder: string): string | undefined =>
  readJson<{ apiKey?: string }>(folder, 'cli.json')?.apiKey;

/** Passwords of the embedded database's roles. */
export const readSecrets = (folder: string): Record<string, string> | undefined =>
  readJson<Record<string, string>>(folder, 'secrets.json');

/** Which organisation the first start made. */
export interface OrganisationMarker {
  organisationId: string;
  /** True once the organisation is in the database and its key in cli.json. */
  complete: boolean;
}

export const readMarker = (folder: string): OrganisationMarker | undefined =>
  readJson<OrganisationMarker>(folder, 'organisation.json');

/** @returns undefined when there is no such file, or none that can be read and understood */
function readJson<T>(folder: string, name: string): T | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, name), 'utf8')) as T;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
