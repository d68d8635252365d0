import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from './problem.ts';
import { commandLine, isAlive, processesIn, stopProcess, waitForExit } from './processes.ts';

const FAST_STOP_MS = 20_000;
const BACKENDS_LEAVE_MS = 10_000;

/**
 * Clears what a killed supervisor or a killed postmaster left of this cluster, so that it can be started again: a
 * postmaster that still serves it is stopped; backends without one are waited for (they hold the shared memory, and a
 * new postmaster beside them would damage the data); a postmaster.pid whose pid went to another program is removed.
 */
export async function clearOrphans(cluster: string): Promise<void> {
  if (!existsSync(cluster)) return;
  const pid = recordedPid(cluster);
  if (pid !== undefined && isAlive(pid)) {
    if (isPostmasterOf(pid, cluster)) await stopProcess(pid, 'SIGINT', FAST_STOP_MS);
  }
  await waitForBackends(cluster);
  // PostgreSQL removes a stale file itself, but refuses to start when the pid in it lives, whoever has it now.
  if (pid !== undefined && !isPostmasterOf(pid, cluster))
    rmSync(join(cluster, 'postmaster.pid'), { force: true });
}

function recordedPid(cluster: string): number | undefined {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  return Number.isInteger(pid) && pid > 1 ? pid : undefined;
}

function isPostmasterOf(pid: number, cluster: string): boolean {
  const command = commandLine(pid);
  return isAlive(pid) && /postgres(\.exe)? /.test(command) && command.includes(`-D ${cluster} `);
}

async function waitForBackends(cluster: string): Promise<void> {
  const until = Date.now() + BACKENDS_LEAVE_MS;
  for (const pid of processesIn(realpathSync(cluster))) {
    if (!commandLine(pid).startsWith('postgres')) continue;
    if (await waitForExit(pid, Math.max(0, until - Date.now()))) continue;
    await stopProcess(pid, 'SIGQUIT', 2_000);
    if (isAlive(pid))
      throw new Problem(`Process ${pid} still uses the database in ${cluster}: stop it and start again.`);
  }
}
