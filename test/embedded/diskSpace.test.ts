import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { watchDisk } from '../../embedded/diskSpace.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test('a disk that runs full is told once, and again when it runs full again', () => {
  let full = false;
  const said: string[] = [];
  const look = () => (full ? 'full' : undefined);
  const stop = watchDisk('/', (line) => said.push(line), look);
  const pass = (isFull: boolean) => {
    full = isFull;
    jest.advanceTimersByTime(10_000);
    return said.length;
  };
  expect([false, true, true, false, true].map(pass)).toEqual([0, 1, 1, 1, 2]);
  stop();
  expect([false, true].map(pass)).toEqual([2, 2]);
});

test.each([
  ['tooFullToStart', 299, 'The disk is nearly full at /data: free at least 300 MB and start again.'],
  ['tooFullToStart', 301, 'undefined'],
  [
    'fullWhileRunning',
    39,
    'The disk is full at /data: free at least 300 MB. Until then nothing can be written,',
  ],
  ['fullWhileRunning', 41, 'undefined'],
])('%s with %i MB free says: %s', (name, megabytes, sentence) => {
  const module = new URL('../../embedded/diskSpace.ts', import.meta.url).href;
  const script = `
    import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    fs.statfsSync = () => ({ bavail: ${megabytes}, bsize: 1024 * 1024 });
    syncBuiltinESMExports();
    console.log((await import('${module}')).${name}('/data'));`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(stdout.startsWith(sentence)).toBe(true);
});
