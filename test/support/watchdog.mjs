/**
 * Stops the test PostgreSQL and removes its folder once jest has gone, also when jest was killed: standard input is a
 * pipe that closes with it. Argument: the folder. A line on standard input: the postmaster's pid, once it has one.
 */
import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const folder = process.argv[2];
let said = '';
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined); // outlives Ctrl-C
process.stdin.on('data', (chunk) => (said += chunk));
process.stdin.on('close', () => void finish());

async function finish() {
  const pid = Number(said);
  signal(pid, 'SIGQUIT');
  for (let tries = 0; tries < 100 && signal(pid, 0); tries += 1) await delay(50);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.exit(0);
}

function signal(pid, name) {
  try {
    return pid > 1 && process.kill(pid, name);
  } catch {
    return false;
  }
}
