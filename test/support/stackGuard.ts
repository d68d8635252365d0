/**
 * Beside every stack of test/support/stack.ts: when its standard input closes (the test ended, or was killed) it waits
 * for the supervisor to stop in order, stops whatever a killed one left, and removes the data folder.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stopOrphans } from '../../embedded/orphans.ts';
import { clearOrphans } from '../../embedded/postgresOrphans.ts';
import { isSame, type ProcessMark, stopProcess, waitForExit } from '../../embedded/processes.ts';
import { readRun } from '../../embedded/runFile.ts';

const ORDERLY_STOP_MS = 60_000;
const dataDir = process.argv[2] ?? '';

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.stdin.resume();
process.stdin.on('close', () => void finish());

async function finish(): Promise<void> {
  const supervisor = lockHolder();
  if (supervisor && isSame(supervisor)) await waitForExit(supervisor.pid, ORDERLY_STOP_MS);
  if (supervisor && isSame(supervisor)) await stopProcess(supervisor.pid, 'SIGKILL', 1_000);
  await stopOrphans(readRun(dataDir)?.children ?? []);
  await clearOrphans(join(dataDir, 'postgres', 'cluster')).catch(() => undefined);
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  process.exit(0);
}

/** A killed supervisor leaves its pid behind, which may be somebody else's by now; the lock tells when it began. */
function lockHolder(): ProcessMark | undefined {
  try {
    return JSON.parse(readFileSync(join(dataDir, 'lock.json'), 'utf8')) as ProcessMark;
  } catch {
    return undefined;
  }
}
