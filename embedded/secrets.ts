import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from './problem.ts';

/** Passwords of the embedded database: its superuser and the login roles. */
export type Secrets = { admin: string; owner: string; api: string; worker: string; relay: string };

const NAMES = ['admin', 'owner', 'api', 'worker', 'relay'] as const;

/** The passwords in `<data>/secrets.json` (mode 0600), made at random the first time. */
export function ensureSecrets(dataDir: string): Secrets {
  const path = join(dataDir, 'secrets.json');
  if (existsSync(path)) return parse(path);
  const secrets = Object.fromEntries(
    NAMES.map((name) => [name, randomBytes(24).toString('base64url')]),
  ) as Secrets;
  writePrivately(path, `${JSON.stringify(secrets, null, 2)}\n`);
  return secrets;
}

/** The path of `<data>/master.key` (32 random bytes, base64, mode 0600), made the first time. Without it sealed columns are lost. */
export function ensureMasterKey(dataDir: string): string {
  const path = join(dataDir, 'master.key');
  if (existsSync(path)) return path;
  // The passwords are made after it: with them there and it gone, a new key would leave the sealed data unreadable.
  if (existsSync(join(dataDir, 'secrets.json'))) {
    throw new Problem(
      `${path} is missing, and without it the sealed data cannot be read: put it back from your backup, or start with a new TOCSIN_DATA_DIR.`,
    );
  }
  writePrivately(path, `${randomBytes(32).toString('base64')}\n`);
  return path;
}

/** On disk whole before anything is sealed or protected with it. */
function writePrivately(path: string, text: string): void {
  const draft = `${path}.new`;
  const file = openSync(draft, 'w', 0o600);
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
  renameSync(draft, path);
}

function parse(path: string): Secrets {
  try {
    const value = JSON.parse(readFileSync(path, 'utf8')) as Partial<Secrets>;
    if (NAMES.every((name) => typeof value[name] === 'string')) return value as Secrets;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Problem(
    `${path} cannot be understood: put back the copy that belongs to these data, or start with a new TOCSIN_DATA_DIR.`,
  );
}
