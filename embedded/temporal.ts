import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { stopChild } from './children.ts';
import { lastLines, openLog } from './logFile.ts';
import { Problem } from './problem.ts';

const READY_MS = 60_000;
export const TEMPORAL_STOP = { signal: 'SIGTERM', graceMs: 10_000 } as const;
const DAY_SECONDS = 86_400;
/** Closed incidents stay readable in the Temporal UI for this long; PostgreSQL keeps the truth for as long as the policy says. */
const RETENTION_DAYS = 30;

/**
 * Durability of the SQLite file, as SQLite defines it: in WAL mode with synchronous=FULL (2) every commit is synced to
 * disk, so that a power loss loses nothing that was acknowledged; NORMAL (1) could lose the last transactions. Losing
 * some would do no lasting harm (PostgreSQL holds the truth and the daily look finds what is open), but an incident
 * whose workflow had lost its start would be silent until then: too long against a clock of 72 hours. WAL gives back
 * the speed: it syncs once a commit where the default rollback journal does so several times.
 */
const PRAGMAS = ['journal_mode=wal', 'synchronous=2'];

export type TemporalOptions = {
  cli: string;
  /** The SQLite file; in memory when absent (tests). */
  dbFile?: string;
  port: number;
  /** No web interface when absent. */
  uiPort?: number;
  namespace: string;
  logFile: string;
  /** Told of the process at once, long before it is ready. */
  onSpawn?: (child: ChildProcess) => void;
};

export type Temporal = { process: ChildProcess; address: string; stop(): Promise<void> };

/**
 * Starts the Temporal dev server on 127.0.0.1 and resolves once its namespace answers and keeps closed workflows for 30
 * days.
 * @throws Problem when it does not start
 */
export async function startTemporal(options: TemporalOptions): Promise<Temporal> {
  const log = openLog(options.logFile);
  const child = spawn(options.cli, serverArguments(options), {
    detached: true, // Ctrl-C at the terminal is the supervisor's alone
    stdio: ['ignore', log, log],
    env: { ...process.env, TEMPORAL_VERSION_CHECK_DISABLED: '1' },
  });
  closeSync(log);
  options.onSpawn?.(child);
  const address = `127.0.0.1:${options.port}`;
  await waitUntilReady(child, address, options);
  return { process: child, address, stop: () => stopChild(child, TEMPORAL_STOP) };
}

function serverArguments(options: TemporalOptions): string[] {
  const ui =
    options.uiPort === undefined
      ? ['--headless']
      : ['--ui-port', String(options.uiPort), '--ui-disable-news-fetch'];
  const pragmas = PRAGMAS.flatMap((pragma) => ['--sqlite-pragma', pragma]);
  const file = options.dbFile === undefined ? [] : ['--db-filename', options.dbFile, ...pragmas];
  const listen = ['--ip', '127.0.0.1', '--port', String(options.port)];
  return [
    'server',
    'start-dev',
    ...listen,
    ...ui,
    ...file,
    '--namespace',
    options.namespace,
    '--log-level',
    'warn',
  ];
}

async function waitUntilReady(child: ChildProcess, address: string, options: TemporalOptions): Promise<void> {
  let failed: string | undefined;
  child.once('error', (error) => (failed = error.message));
  const until = Date.now() + READY_MS;
  while (failed === undefined && Date.now() < until) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    if (await prepareNamespace(address, options.namespace)) return;
    await delay(50);
  }
  child.kill('SIGKILL');
  const reason = failed ?? lastLines(options.logFile, 3);
  throw new Problem(
    `${reason}\nThe Temporal dev server did not start: the reason is above and in ${options.logFile}.`,
  );
}

/** The CLI has no flag for retention (24 hours by default), so it is set through the API; false while not answering yet. */
async function prepareNamespace(address: string, namespace: string): Promise<boolean> {
  let connection: Connection | undefined;
  try {
    connection = await Connection.connect({ address, connectTimeout: 1_000 });
    const { workflowService } = connection;
    const found = await workflowService.describeNamespace({ namespace });
    if (Number(found.config?.workflowExecutionRetentionTtl?.seconds ?? 0) !== RETENTION_DAYS * DAY_SECONDS) {
      const seconds = RETENTION_DAYS * DAY_SECONDS;
      await workflowService.updateNamespace({
        namespace,
        config: { workflowExecutionRetentionTtl: { seconds: seconds as never } },
      });
    }
    return true;
  } catch {
    return false;
  } finally {
    await connection?.close();
  }
}
