/**
 * What `npm start`, `npm test`, `npm run check`, `npm run mutation` and bin/tocsin run first. Plain JavaScript for
 * Node 20 and without dependencies, because it is what installs them and finds Node 24.
 */
import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './install.mjs';
import { findNode24 } from './node24.mjs';
import { Problem } from './problem.mjs';

const OLDEST = 20;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const quiet = '--disable-warning=ExperimentalWarning';
const commands = {
  start: [quiet, join(root, 'embedded', 'main.ts')],
  test: [quiet, '--experimental-vm-modules', join(root, 'node_modules', 'jest', 'bin', 'jest.js')],
  check: [quiet, join(root, 'scripts', 'check.ts')],
  mutation: [quiet, join(root, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js'), 'run'],
  cli: [quiet, join(root, 'cli', 'main.ts')],
};

/**
 * Installs what is missing and hands over to the command; ends this process with its exit code.
 * @param {string[]} argv `start|test|check|mutation|cli`, then the command's own arguments
 */
export async function run([command, ...args]) {
  try {
    const script = commands[command];
    if (script === undefined) throw new Problem(`Say one of: ${Object.keys(commands).join(', ')}.`);
    if (Number(process.versions.node.split('.')[0]) < OLDEST) {
      throw new Problem(
        `Node ${process.versions.node} is too old: install Node ${OLDEST} or newer (24 is best) and run this again.`,
      );
    }
    await ensureDependencies(root);
    handOver(command, findNode24(root), [...script, ...args]);
  } catch (error) {
    process.stderr.write(`${sentence(error)}\n`);
    process.exitCode = 1;
  }
}

function handOver(command, node, args) {
  const path = `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`;
  const cwd = command === 'cli' ? process.cwd() : root;
  // The channel tells `start` at once when this process is gone, also after a kill -9; it stops in order then.
  const stdio = command === 'start' ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit';
  const child = spawn(node, args, { cwd, stdio, env: { ...process.env, PATH: path } });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // Ctrl-C reaches the whole foreground group. `start` counts presses by time and takes the repeat as one;
      // anything else would see two.
      const alreadyThere = signal === 'SIGINT' && process.stdin.isTTY === true && command !== 'start';
      if (!alreadyThere) child.kill(signal);
    });
  }
  whenNpmIsGone(() => child.kill('SIGTERM'));
  child.on('error', (error) => {
    process.stderr.write(`${node} cannot be run (${error.message}): install Node 24 and run this again.\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

/** npm and the shell that it puts between may be killed without a word to us; everything would run on unseen. */
function whenNpmIsGone(then) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    then();
  }, 500);
  timer.unref();
}

function sentence(error) {
  if (error instanceof Problem) return error.message;
  if (error.code === 'ENOSPC') return `The disk is full: free about 1.5 GB for ${root} and run this again.`;
  return error.stack ?? String(error);
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await run(process.argv.slice(2));
}
