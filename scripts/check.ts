/** `npm run check`: everything that can be said about the code without running it. Exits non-zero if anything fails. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folders = [
  'domain',
  'workflows',
  'activities',
  'channels',
  'db',
  'templates',
  'api',
  'worker',
  'cli',
  'config',
  'embedded',
];
const cache = (name: string) => ['--cache', '--cache-location', `node_modules/.cache/${name}`];

/** Longest first, so that the last to end is a short one. */
const checks: { name: string; script: string; args: string[] }[] = [
  {
    name: 'lint',
    script: 'eslint/bin/eslint.js',
    args: ['.', ...cache('eslint'), '--cache-strategy', 'content', '--max-warnings', '0'],
  },
  { name: 'types', script: 'typescript/bin/tsc', args: ['--noEmit', '--pretty', 'false'] },
  { name: 'unused code and dependencies', script: 'knip/bin/knip.js', args: ['--no-progress'] },
  {
    name: 'import rules',
    script: 'dependency-cruiser/bin/dependency-cruiser.mjs',
    args: ['--config', '.dependency-cruiser.cjs', ...folders.filter(exists)],
  },
  {
    name: 'formatting',
    script: 'prettier/bin/prettier.cjs',
    args: ['--check', '.', '--log-level', 'warn', '--cache'],
  },
];

const started = Date.now();
const waiting = [...checks];
let failed = 0;
await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, takeTurns));
console.log(`${checks.length - failed} of ${checks.length} checks passed in ${seconds(started)}.`);
process.exitCode = failed === 0 ? 0 : 1;

async function takeTurns(): Promise<void> {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
    const begun = Date.now();
    const { code, output } = await run(check.script, check.args);
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${check.name} (${seconds(begun)})`);
    if (code === 0) continue;
    failed += 1;
    console.log(output.trimEnd().replaceAll(/^/gm, '    '));
  }
}

async function run(script: string, args: string[]): Promise<{ code: number; output: string }> {
  return await new Promise((resolve) => {
    const child = spawn(process.execPath, [`node_modules/${script}`, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk: Buffer) => (output += chunk.toString());
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => resolve({ code: 1, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

function exists(folder: string): boolean {
  return existsSync(new URL(`../${folder}`, import.meta.url));
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
