import { commandLine, isSame, markOf, stopProcess } from './processes.ts';
import type { RunFile } from './runFile.ts';

export type ChildRecord = NonNullable<RunFile['children']>[number];

const GRACE_MS = 20_000;

/** What is written down about a running child, so that it can be recognised after this process was killed. */
export function recordOf(name: string, pid: number): ChildRecord | undefined {
  const mark = markOf(pid);
  return mark === undefined ? undefined : { name, ...mark };
}

/**
 * Stops the children that a killed supervisor of this data folder left, last started first. A process is ours only if
 * its pid, its start time and its program agree with what was recorded.
 * @returns the names of those that were stopped
 */
export async function stopOrphans(children: readonly ChildRecord[]): Promise<string[]> {
  const stopped: string[] = [];
  for (const child of children.toReversed()) {
    if (!isSame(child) || !looksRight(child)) continue;
    await stopProcess(child.pid, child.name === 'PostgreSQL' ? 'SIGINT' : 'SIGTERM', GRACE_MS);
    stopped.push(child.name);
  }
  return stopped;
}

function looksRight({ pid, name }: ChildRecord): boolean {
  const command = commandLine(pid);
  if (name === 'PostgreSQL') return /postgres(\.exe)? -D /.test(command);
  if (name === 'Temporal') return command.includes('server start-dev');
  return command.includes('childGuard.ts');
}
