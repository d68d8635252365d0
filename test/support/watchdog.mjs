/**
 * Stops the test PostgreSQL and removes its folder once jest has gone, also when jest was killed: standard input is a
 * pipe that closes with it. Arguments: the postmaster's pid, the folder.
 */
import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const [pid, folder] = [Number(process.argv[2]), process.argv[3]];
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined); // outlives Ctrl-C
process.stdin.resume();
process.stdin.on('close', () => void finish());

async function finish() {
  signalPostmaster('SIGQUIT');
  for (let tries = 0; tries < 100 && signalPostmaster(0); tries += 1) await delay(50);
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
}

function signalPostmaster(signal) {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
