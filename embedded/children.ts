import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { lastLines, openLog } from './logFile.ts';
import { Problem } from './problem.ts';

export type StopManner = { signal: NodeJS.Signals; graceMs: number };

/** Node children drain what they are doing; a worker gives its activities 35 s at most and closes what it holds. */
export const NODE_STOP: StopManner = { signal: 'SIGTERM', graceMs: 45_000 };

const GUARD = fileURLToPath(new URL('childGuard.ts', import.meta.url));
const POLL_MS = 50;

export type NodeChildOptions = { name: string; script: string; env: NodeJS.ProcessEnv; logFile: string };

/** Starts a TypeScript entry point as a process of its own, which ends when this one does. */
export function spawnNode({ script, env, logFile }: NodeChildOptions): ChildProcess {
  const log = openLog(logFile);
  const flags = ['--disable-warning=ExperimentalWarning', '--import', GUARD];
  const child = spawn(process.execPath, [...flags, script], {
    env,
    stdio: ['ignore', log, log, 'ipc'],
    detached: true, // Ctrl-C at the terminal is the supervisor's alone
  });
  closeSync(log);
  child.on('error', () => undefined); // told by whoever waits for it
  return child;
}

/** Resolves true once the address answers 200, false after `timeoutMs`; throws when the process ends before. */
export async function waitForHttp(
  child: ChildProcess,
  url: string,
  options: NodeChildOptions,
  timeoutMs: number,
): Promise<boolean> {
  const until = Date.now() + timeoutMs;
  while (Date.now() < until) {
    if (hasEnded(child)) {
      throw new Problem(
        `${lastLines(options.logFile, 8)}\nThe ${options.name} ended at once: the last lines of ${options.logFile} (above) say why.`,
      );
    }
    if (await answersOk(url)) return true;
    await delay(POLL_MS);
  }
  return false;
}

/** Asks the process to end, waits, and kills it in the end. */
export async function stopChild(child: ChildProcess, { signal, graceMs }: StopManner): Promise<void> {
  if (child.pid === undefined || hasEnded(child)) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await gone;
  clearTimeout(timer);
}

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function answersOk(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}
