import { spawnSync } from 'node:child_process';
import { Problem } from './problem.ts';

/** An operating-system user by numbers, as spawn() takes them. */
export type OsUser = { name: string; uid: number; gid: number };

const OWN_NAME = 'tocsin';

/** True when this process is root: PostgreSQL refuses to run as root. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * The user that PostgreSQL runs as when Tocsin is started by root: `postgres` if the machine has it, else a system user
 * `tocsin` made for it, else `nobody`. Undefined for an ordinary user, who runs it as himself.
 */
export function databaseUser(): OsUser | undefined {
  if (!isRoot()) return undefined;
  const user = lookUp('postgres') ?? lookUp(OWN_NAME) ?? create() ?? lookUp('nobody');
  if (user !== undefined) return user;
  throw new Problem(
    'PostgreSQL does not run as root and no other user was found: run `useradd --system tocsin` and start again.',
  );
}

/** True when the user may enter the folder, tried as that user: the rights of every folder above it count too. */
export function canEnter(user: OsUser, folder: string): boolean {
  return (
    spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...ids(user), cwd: '/', stdio: 'ignore' })
      .status === 0
  );
}

/** The part of spawn()'s options that changes the user; nothing for undefined. */
export function ids(user: OsUser | undefined): { uid: number; gid: number } | Record<string, never> {
  return user === undefined ? {} : { uid: user.uid, gid: user.gid };
}

/** `id` asks every user database that the machine has, which reading /etc/passwd would not. */
function lookUp(name: string): OsUser | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const result = spawnSync('id', [flag, name], { encoding: 'utf8' });
    return result.status === 0 ? Number(result.stdout) : undefined;
  });
  return uid === undefined || gid === undefined || uid === 0 ? undefined : { name, uid, gid };
}

function create(): OsUser | undefined {
  const ways: [string, string[]][] = [
    ['useradd', ['--system', '--no-create-home', '--shell', '/bin/false', OWN_NAME]],
    ['adduser', ['-S', '-D', '-H', OWN_NAME]],
  ];
  for (const [command, args] of ways) {
    if (spawnSync(command, args, { stdio: 'ignore' }).status === 0) return lookUp(OWN_NAME);
  }
  return undefined;
}
