import { spawn, type ChildProcess } from 'node:child_process';
import { chownSync, closeSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { stopChild } from './children.ts';
import { lastLines, openLog } from './logFile.ts';
import { ids } from './osUser.ts';
import { locatePostgres, type PostgresFiles } from './postgresFiles.ts';
import { clearOrphans } from './postgresOrphans.ts';
import { Problem, errorCode } from './problem.ts';
import { runProgram } from './run.ts';

export const ADMIN = 'tocsin_admin';
const READY_MS = 60_000;
/** "Fast" shutdown: open transactions are rolled back, everything is on disk. */
export const POSTGRES_STOP = { signal: 'SIGINT', graceMs: 20_000 } as const;

export type PostgresOptions = {
  dataDir: string;
  port: number;
  adminPassword: string;
  logFile: string;
  /** False: a commit survives a kill -9, but no power loss. For tests only. */
  durable?: boolean;
  /** Where the cluster goes when the database's user cannot reach the data folder; tests set it. */
  fallbackRoot?: string;
  /** Told of the process at once, long before it is ready: a killed supervisor's successor must know it. */
  onSpawn?: (child: ChildProcess) => void;
};

export type Postgres = { process: ChildProcess; adminUrl: string; cluster: string; stop(): Promise<void> };

/**
 * Starts the embedded PostgreSQL of a data folder on 127.0.0.1, making its cluster the first time, and resolves once it
 * takes connections (after a kill -9 this includes its recovery). Stops an orphan of the same folder first.
 * @throws Problem with the last lines of its log when it does not start
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const files = locatePostgres(options.dataDir, options.fallbackRoot);
  await clearOrphans(files.cluster);
  if (!existsSync(files.cluster)) await createCluster(files, options);
  const child = launch(files, options);
  options.onSpawn?.(child);
  const adminUrl = `postgres://${ADMIN}:${options.adminPassword}@127.0.0.1:${options.port}/postgres`;
  await waitUntilReady(child, adminUrl, options.logFile);
  return { process: child, adminUrl, cluster: files.cluster, stop: () => stopChild(child, POSTGRES_STOP) };
}

/** Made beside and moved in one step: an initdb that was killed leaves no half cluster. */
async function createCluster(files: PostgresFiles, options: PostgresOptions): Promise<void> {
  const draft = `${files.cluster}.new`;
  const passwordFile = join(dirname(files.cluster), `password-${process.pid}`);
  rmSync(draft, { recursive: true, force: true });
  try {
    writeFileSync(passwordFile, `${options.adminPassword}\n`, { mode: 0o600 });
    if (files.user !== undefined) chownSync(passwordFile, files.user.uid, files.user.gid);
    const { code, output } = await runProgram(
      join(files.binaries, 'initdb'),
      initArguments(draft, passwordFile, options),
      spawnOptions(files),
    );
    if (code !== 0) throw new Problem(initProblem(output, files.cluster));
    renameSync(draft, files.cluster);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function initArguments(draft: string, passwordFile: string, options: PostgresOptions): string[] {
  const common = ['-D', draft, '-U', ADMIN, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  // The builtin C.UTF-8 sorts the same on every machine and never changes with a system library.
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  return [...common, ...locale, ...(options.durable === false ? ['--no-sync'] : [])];
}

function launch(files: PostgresFiles, options: PostgresOptions): ChildProcess {
  const log = openLog(options.logFile);
  const args = [
    '-D',
    files.cluster,
    '-p',
    String(options.port),
    ...settings(options).flatMap((setting) => ['-c', setting]),
  ];
  // In a session of its own: Ctrl-C at the terminal must reach the supervisor only, which stops things in order.
  const child = spawn(join(files.binaries, 'postgres'), args, {
    ...spawnOptions(files),
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  return child;
}

function settings(options: PostgresOptions): string[] {
  return [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=120',
    'shared_buffers=128MB',
    'max_wal_size=512MB',
    'timezone=UTC',
    'log_timezone=UTC',
    'log_line_prefix=%m [%p] %u ',
    // Failing statements and the details of their errors hold personal data: they stay out of the log.
    'log_min_error_statement=panic',
    'log_error_verbosity=terse',
    // Parallel workers gain nothing here and need /dev/shm, which is small in containers and keeps leftovers of a kill -9.
    'dynamic_shared_memory_type=mmap',
    'max_parallel_workers_per_gather=0',
    ...(options.durable === false ? ['fsync=off', 'full_page_writes=off'] : []),
  ];
}

function spawnOptions(files: PostgresFiles): {
  cwd: string;
  env: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
} {
  // A clean environment: the user's PG* variables and locale must not change what the cluster is.
  return {
    ...ids(files.user),
    cwd: dirname(files.binaries),
    env: { PATH: process.env.PATH, LC_ALL: 'C', TMPDIR: tmpdir() },
  };
}

async function waitUntilReady(child: ChildProcess, adminUrl: string, logFile: string): Promise<void> {
  let spawnError: Error | undefined;
  child.once('error', (error) => (spawnError = error));
  const until = Date.now() + READY_MS;
  while (Date.now() < until) {
    if (spawnError !== undefined)
      throw new Problem(
        `PostgreSQL cannot be run on this machine (${spawnError.message}): set TOCSIN_DATABASE_URL to a PostgreSQL of your own.`,
      );
    if (child.exitCode !== null || child.signalCode !== null) break;
    if (await answers(adminUrl)) return;
    await delay(25);
  }
  child.kill('SIGQUIT');
  throw new Problem(
    `${lastLines(logFile, 5)}\nPostgreSQL did not start: the last lines of ${logFile} (above) say why.`,
  );
}

async function answers(adminUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    // 28P01, a wrong password: the port belongs to another PostgreSQL, or secrets.json to other data.
    if (errorCode(error) === '28P01')
      throw new Problem(
        'PostgreSQL refuses the password in secrets.json: put back the secrets.json that belongs to these data.',
      );
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function initProblem(output: string, cluster: string): string {
  if (/No space left/i.test(output))
    return `The disk is full: free about 300 MB for ${cluster} and start again.`;
  return `${output.trim().split('\n').slice(-5).join('\n')}\nPostgreSQL could not make its data folder ${cluster} (the reason is above).`;
}
