import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Connection } from '@temporalio/client';
import { stringify } from 'yaml';
import type { Organisation } from '../../domain/organisation.ts';
import { stopOrphans } from '../../embedded/orphans.ts';
import { isAlive } from '../../embedded/processes.ts';
import { readRun } from '../../embedded/runFile.ts';
import { ApiClient } from './apiClient.ts';
import { until } from './until.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const GUARD = fileURLToPath(new URL('stackGuard.ts', import.meta.url));
const READY_MS = 60_000;
const NODE_FLAGS = ['--disable-warning=ExperimentalWarning'];

/** As run.json names them; the supervisor is the process that looks after the others. */
export type StackProcess =
  'supervisor' | 'PostgreSQL' | 'Temporal' | 'mail catcher' | 'worker' | 'watchdog' | 'API';

export interface StackOptions {
  /** On top of an environment without any TOCSIN_* or TEMPORAL_* variable of the caller's. */
  env?: Record<string, string>;
  /** Mail goes there; without it, to the stack's own catcher. */
  smtpUrl?: string;
  /** The organisation that the first start makes; the music school of the examples without it. */
  organisation?: Organisation;
}

export interface Stack {
  readonly api: ApiClient;
  readonly apiUrl: string;
  readonly dataDir: string;
  readonly key: string;
  /** The living processes by name, as run.json has them now. */
  pids(): Partial<Record<StackProcess, number>>;
  /** kill -9, and waits until the process has gone. Killing what is not running is an error. */
  kill(name: StackProcess): Promise<void>;
  /** Waits until the supervisor has started it again and it does its work. */
  waitUntilBack(name: Exclude<StackProcess, 'supervisor'>): Promise<void>;
  /** Starts again on the same data folder, after `kill('supervisor')`. */
  startAgain(): Promise<void>;
  /** What the supervisor said, for a failed test's message. */
  output(): string;
  /** Orderly, as Ctrl-C; the data folder goes as well. */
  stop(): Promise<void>;
}

/**
 * The real thing: `embedded/main.ts --no-drill` and all its processes on a fresh data folder, on free ports, as root
 * or as anybody. When the caller dies, however it dies, the supervisor stops everything (its IPC channel closes) and
 * the guard beside it stops what a killed supervisor left and removes the folder.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tocsin-stack-'));
  const guard = startGuard(dataDir);
  const env = environment(dataDir, options);
  let supervisor = startSupervisor(env);
  const abandon = async () => {
    await stopSupervisor(supervisor.child);
    await stopOrphans(readRun(dataDir)?.children ?? []);
    await stopGuard(guard);
  };
  try {
    await untilReady(dataDir, supervisor);
  } catch (error) {
    await abandon();
    throw error;
  }
  const apiUrl = readRun(dataDir)?.apiUrl ?? '';
  const { apiKey: key } = JSON.parse(readFileSync(join(dataDir, 'cli.json'), 'utf8')) as { apiKey: string };
  const killed = new Map<StackProcess, number>();

  const pids = () => livingProcesses(dataDir);
  return {
    api: new ApiClient(apiUrl, key),
    apiUrl,
    dataDir,
    key,
    pids,
    async kill(name) {
      const pid = pids()[name];
      if (pid === undefined) throw new Error(`${name} does not run`);
      killed.set(name, pid);
      process.kill(pid, 'SIGKILL');
      await until(`${name} to be gone`, () => !isAlive(pid));
    },
    async waitUntilBack(name) {
      await until(
        `${name} to be back`,
        async () => {
          const pid = pids()[name];
          return pid !== undefined && pid !== killed.get(name) && (await works(dataDir, name));
        },
        READY_MS,
      );
    },
    async startAgain() {
      supervisor = startSupervisor(env);
      await untilReady(dataDir, supervisor);
    },
    output: () => supervisor.said.join(''),
    stop: abandon,
  };
}

interface Supervisor {
  child: ChildProcess;
  said: string[];
}

function environment(dataDir: string, options: StackOptions): NodeJS.ProcessEnv {
  // Where downloaded programs lie stays as it is: nothing is fetched again for a test.
  const kept = /^(TOCSIN_CACHE_DIR|TEMPORAL_CLI)$/;
  const clean = Object.entries(process.env).filter(
    ([name]) => kept.test(name) || !/^(TOCSIN|TEMPORAL|NODE_OPTIONS|PG)/.test(name),
  );
  return {
    ...Object.fromEntries(clean),
    ...(options.organisation ? { TOCSIN_ORGANISATION_FILE: organisationFile(dataDir, options) } : {}),
    ...(options.smtpUrl ? { TOCSIN_SMTP_URL: options.smtpUrl } : {}),
    ...options.env,
    TOCSIN_DATA_DIR: dataDir,
  };
}

function organisationFile(dataDir: string, { organisation }: StackOptions): string {
  const path = join(dataDir, 'organisation-of-the-test.yaml');
  writeFileSync(path, stringify(organisation));
  return path;
}

function startSupervisor(env: NodeJS.ProcessEnv): Supervisor {
  const script = join(ROOT, 'embedded', 'main.ts');
  const child = spawn(process.execPath, [...NODE_FLAGS, script, '--no-drill'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  return { child, said };
}

async function untilReady(dataDir: string, { child, said }: Supervisor): Promise<void> {
  await until(
    'the stack to be ready',
    async () => {
      if (hasEnded(child)) throw new Error(`the supervisor ended:\n${said.join('')}`);
      if (readRun(dataDir)?.pid !== child.pid || !existsSync(join(dataDir, 'cli.json'))) return false;
      const ready = await Promise.all([works(dataDir, 'API'), works(dataDir, 'worker')]);
      return said.join('').includes('Tocsin runs.') && ready.every(Boolean);
    },
    READY_MS,
  ).catch((error: Error) => {
    throw new Error(`${error.message}; it said:\n${said.join('')}`);
  });
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

async function stopSupervisor(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

function livingProcesses(dataDir: string): Partial<Record<StackProcess, number>> {
  const run = readRun(dataDir);
  const all = [
    ...(run?.children ?? []),
    ...(run?.pid === undefined ? [] : [{ name: 'supervisor', pid: run.pid }]),
  ];
  return Object.fromEntries(all.filter(({ pid }) => isAlive(pid)).map(({ name, pid }) => [name, pid]));
}

/** Whether the process does what it is there for, asked from outside. */
async function works(dataDir: string, name: StackProcess): Promise<boolean> {
  const run = readRun(dataDir);
  if (!run?.apiUrl) return false;
  if (name === 'Temporal') return temporalAnswers(run.temporalAddress ?? '');
  if (name === 'watchdog') return isOk(`http://127.0.0.1:${run.ports.watchdog}/readyz`);
  if (name === 'worker') return isOk(`http://127.0.0.1:${run.ports.worker}/readyz`);
  if (name === 'mail catcher') return isOk(`http://127.0.0.1:${run.ports.mailWeb}/healthz`);
  return isOk(`${run.apiUrl}/readyz`); // asks PostgreSQL
}

const isOk = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
    (response) => response.ok,
    () => false,
  );

async function temporalAnswers(address: string): Promise<boolean> {
  try {
    const connection = await Connection.connect({ address, connectTimeout: 1_000 });
    await connection.workflowService.describeNamespace({ namespace: 'tocsin' });
    await connection.close();
    return true;
  } catch {
    return false;
  }
}

function startGuard(dataDir: string): ChildProcess {
  const child = spawn(process.execPath, [...NODE_FLAGS, GUARD, dataDir], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  return child;
}

/** Resolves once the guard has found nothing left and the folder is gone. */
async function stopGuard(guard: ChildProcess): Promise<void> {
  guard.ref();
  const gone = new Promise((resolve) => guard.once('exit', resolve));
  guard.stdin?.end();
  await gone;
}
