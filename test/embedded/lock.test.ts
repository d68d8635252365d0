import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { takeLock } from '../../embedded/lock.ts';
import { markOf } from '../../embedded/processes.ts';
import { writeRun } from '../../embedded/runFile.ts';

let folder: string;
const holders: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-lock-'));
});

afterEach(() => {
  for (const holder of holders.splice(0)) holder.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** Another process that takes the lock and stays. */
function holder(): ChildProcess {
  const module = new URL('../../embedded/lock.ts', import.meta.url).href;
  const code = `const { takeLock } = await import(${JSON.stringify(module)});
    try { takeLock(${JSON.stringify(folder)}); process.stdout.write('held'); setInterval(() => {}, 1e6); }
    catch { process.stdout.write('refused'); }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  holders.push(child);
  return child;
}

async function saidBy(child: ChildProcess): Promise<string> {
  const [chunk] = (await once(child.stdout!, 'data')) as [Buffer];
  return chunk.toString();
}

test('a second copy in the same folder is told that one runs, and where', async () => {
  const child = holder();
  expect(await saidBy(child)).toBe('held');
  writeRun(folder, { apiUrl: 'http://127.0.0.1:8420', ports: {} });
  expect(() => takeLock(folder)).toThrow(`(process ${child.pid}) at http://127.0.0.1:8420`);
});

test('the lock of a copy that was killed is taken over', async () => {
  const child = holder();
  await saidBy(child);
  child.kill('SIGKILL');
  await once(child, 'exit');
  takeLock(folder).release();
  expect(readdirSync(folder)).toEqual([]);
});

test('a lock whose pid belongs to another program by now is taken over', () => {
  writeFileSync(join(folder, 'lock.json'), JSON.stringify({ pid: process.pid, startedAt: 'another boot' }));
  const lock = takeLock(folder);
  expect(JSON.parse(readFileSync(join(folder, 'lock.json'), 'utf8'))).toEqual(markOf(process.pid));
  lock.release();
});

test('a lock that was cut off by a full disk is taken over', () => {
  writeFileSync(join(folder, 'lock.json'), '{"pid":');
  takeLock(folder).release();
});

test('of several that race for a stale lock one gets it', async () => {
  writeFileSync(join(folder, 'lock.json'), JSON.stringify({ pid: 999_999, startedAt: 'long gone' }));
  const racers = [holder(), holder(), holder(), holder()];
  const said = await Promise.all(racers.map(saidBy));
  expect(said.filter((word) => word === 'held')).toHaveLength(1);
});
