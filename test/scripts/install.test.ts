import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const LOCK = '{"packages":{}}';
const FULL = 'npm warn tar TAR_ENTRY_ERROR ENOSPC: no space left on device, write';

/** A copy of what comes before the dependencies, and nothing else. */
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tocsin-install-test-'));
  cpSync(join(repository, 'scripts'), join(root, 'scripts'), { recursive: true });
  cpSync(join(repository, 'package.json'), join(root, 'package.json'));
  file('package-lock.json', LOCK);
  file('npm/package.json', '{"type":"commonjs"}');
  file('embedded/main.ts', "console.log('Tocsin runs');");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function file(path: string, text: string): string {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  return join(root, path);
}

/** `npm start`, with something in the place of npm and, if given, of what the disk has free. */
function start(npm: string, freeBytes?: number) {
  const disk = `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module';
    fs.statfsSync = () => ({ bavail: ${freeBytes}, bsize: 1 }); syncBuiltinESMExports();`;
  const preload =
    freeBytes === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(disk)}`];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...preload, join(root, 'scripts/bootstrap.mjs'), 'start'],
    {
      encoding: 'utf8',
      timeout: 60_000,
      env: { PATH: process.env.PATH, npm_execpath: file('npm/npm.js', npm) },
    },
  );
  return { status, stdout: stdout.trim(), stderr: stderr.trim() };
}

const writesHalf = "require('fs').mkdirSync('node_modules/half', { recursive: true });";

describe('the installation of the dependencies', () => {
  it('runs npm once, and then what was asked for', () => {
    const npm = `require('fs').mkdirSync('node_modules'); require('fs').appendFileSync('calls', 'x');`;
    expect(start(npm)).toEqual({ status: 0, stdout: 'Tocsin runs', stderr: '' });
    expect(start("throw new Error('again')")).toMatchObject({ status: 0, stdout: 'Tocsin runs' });
  });

  it.each([
    ['ends with 0 all the same', 'process.exit(0)'],
    ['goes on writing', 'setInterval(() => undefined, 1000)'],
  ])('on a full disk says so in one sentence and leaves no cut-off file, where npm %s', (_, then) => {
    const { status, stdout, stderr } = start(
      `${writesHalf} process.stderr.write('${FULL}\\n', () => ${then});`,
      Infinity,
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe(`The disk is full: free about 1.5 GB for ${root} and run this again.`);
    expect(existsSync(join(root, 'node_modules'))).toBe(false);
  });

  it('says so before npm runs where there is no room for it', () => {
    const { status, stderr } = start(writesHalf, 400e6);
    expect(status).toBe(1);
    expect(stderr).toBe(`The disk is full: free about 1.5 GB for ${root} and run this again.`);
    expect(existsSync(join(root, 'node_modules'))).toBe(false);
  });

  it('tells the error and not the warnings before it', () => {
    const { stderr } = start(
      "console.error('npm warn deprecated x\\nnpm error code EACCES'); process.exit(1);",
    );
    expect(stderr).toMatch(/^npm error code EACCES\nnpm may not write to .+ chown\.$/);
  });
});

it('npm start does not run the Node of a broken installation', () => {
  file('node_modules/.tocsin-install', createHash('sha256').update(LOCK).digest('hex'));
  chmodSync(file('node_modules/.bin/node', '#!/bin/sh\nexit 139\n'), 0o755);
  const { status, stdout } = spawnSync('npm', ['start', '--silent'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}` },
  });
  expect({ status, stdout: stdout.trim() }).toEqual({ status: 0, stdout: 'Tocsin runs' });
});
