import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Problem, errorCode } from './problem.ts';
import { isSame, markOf, type ProcessMark } from './processes.ts';
import { readRun } from './runFile.ts';

const FILE = 'lock.json';
const ATTEMPTS = 20;

export type Lock = { release(): void };

/**
 * Takes the one place that a data folder has for a running copy. A lock whose process has gone (kill -9, power loss) or
 * whose pid belongs to another program by now is taken over.
 * @throws Problem when another copy runs, saying where
 */
export function takeLock(dataDir: string): Lock {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, FILE);
  const mine = JSON.stringify(markOf(process.pid));
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (create(path, mine)) return { release: () => release(path, mine) };
    const held = read(path);
    if (held === undefined) continue; // released in the meantime
    if (isHeld(held)) throw new Problem(alreadyRunning(dataDir, held));
    removeStale(path, held);
  }
  throw new Problem(`The lock ${path} keeps changing hands: wait a moment and start again.`);
}

/** link() creates the lock with its content in one step: nobody ever reads a half-written one. */
function create(path: string, content: string): boolean {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, content, { mode: 0o600, flush: true });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** rename() is won by one of two that race; who moved away a fresh lock instead of the stale one puts it back. */
function removeStale(path: string, stale: string): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
    if (read(aside) !== stale) linkSync(aside, path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function release(path: string, mine: string): void {
  if (read(path) === mine) rmSync(path, { force: true });
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function isHeld(content: string): boolean {
  const mark = parse(content);
  return mark !== undefined && isSame(mark);
}

function parse(content: string): ProcessMark | undefined {
  try {
    const value = JSON.parse(content) as Partial<ProcessMark>;
    return typeof value.pid === 'number' && typeof value.startedAt === 'string'
      ? { pid: value.pid, startedAt: value.startedAt }
      : undefined;
  } catch {
    return undefined; // cut off by a full disk: as good as stale
  }
}

function alreadyRunning(dataDir: string, content: string): string {
  const run = readRun(dataDir);
  const where = run?.apiUrl === undefined ? '' : ` at ${run.apiUrl}`;
  return (
    `Tocsin already runs with the data in ${dataDir} (process ${parse(content)?.pid ?? '?'})${where}: ` +
    'use that one, stop it first, or set TOCSIN_DATA_DIR to another folder for a second copy.'
  );
}
