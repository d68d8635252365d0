import { statfs } from 'node:fs/promises';
import { type Check, fail, ok, unknown, warn } from './check.ts';

const GIGABYTE = 1024 ** 3;
const WARN_BYTES = 2 * GIGABYTE;
const FAIL_BYTES = 0.3 * GIGABYTE;

/** The disk under the data: what this machine sees of its folder, else what the worker sees. */
export async function diskCheck(folder: string | undefined, ofWorker: number | null): Promise<Check> {
  const own = folder === undefined ? null : await freeOf(folder);
  const free = own ?? ofWorker;
  if (free === null) return unknown('disk', 'the database lies elsewhere; watch the disk there');
  const says = `${(free / GIGABYTE).toFixed(1)} GB free`;
  const cure = 'Make room: on a full disk nothing is declared and nobody is paged.';
  if (free < FAIL_BYTES) return fail('disk', says, cure);
  return free < WARN_BYTES ? warn('disk', says, cure) : ok('disk', says);
}

const freeOf = (folder: string): Promise<number | null> =>
  statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => null,
  );

/** Tocsin makes none itself, and cannot see those of others. */
export const backupCheck = (): Check =>
  unknown(
    'backups',
    'cannot be seen from here',
    'Back up PostgreSQL and, apart from it, the master key; restore both once (docs/runbook.md).',
  );
