import { readdirSync, readFileSync } from 'node:fs';

/** The kernel counts in hundredths of a second (USER_HZ), on every machine that we meet. */
const TICK_MS = 10;

interface Process {
  parent: number;
  ms: number;
}

/**
 * CPU milliseconds that each process has used until now, those that it started included, other than those named here
 * themselves. NaN where there is no /proc.
 */
export function cpuTime<K extends string>(pids: Record<K, number>): Record<K, number> {
  const all = processes();
  const sums = Object.fromEntries(Object.keys(pids).map((name) => [name, all ? 0 : NaN]));
  const names = new Map(Object.entries<number>(pids).map(([name, pid]) => [pid, name]));
  for (const [pid, { ms }] of all ?? []) {
    const name = ownerOf(pid, all!, names);
    if (name !== undefined) sums[name]! += ms;
  }
  return sums as Record<K, number>;
}

/** The nearest process above, or the process itself, that has a name. */
function ownerOf(pid: number, all: Map<number, Process>, names: Map<number, string>): string | undefined {
  for (let at: number | undefined = pid; at !== undefined; at = all.get(at)?.parent) {
    const name = names.get(at);
    if (name !== undefined) return name;
  }
  return undefined;
}

function processes(): Map<number, Process> | undefined {
  if (process.platform !== 'linux') return undefined;
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return new Map(pids.flatMap((pid) => readProcess(pid)));
}

/** See proc_pid_stat(5); the fields after the name, which may hold anything. Nothing for a process that has ended. */
function readProcess(pid: string): [number, Process][] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return [
      [Number(pid), { parent: Number(fields[1]), ms: (Number(fields[11]) + Number(fields[12])) * TICK_MS }],
    ];
  } catch {
    return [];
  }
}
