import { copyFile, chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TEMPORAL_CLI, type Program } from './wheels.ts';

const LIMIT_MS = 90_000;

/**
 * The last resort of a machine without Python: the download that Temporal's SDK itself brings. It can only be had by
 * starting a server once. False when it fails for any reason; the caller then tells the first failure, which has the
 * better cure.
 */
export async function downloadBySdk(program: Program, cache: string, folder: string): Promise<boolean> {
  const work = await mkdtemp(join(cache, 'fetch-'));
  try {
    await Promise.race([startOnce(program, work), timeout()]);
    const found = (await readdir(work)).find((name) => name.includes('temporal'));
    if (found === undefined) return false;
    await mkdir(join(work, 'ready'));
    await copyFile(join(work, found), join(work, 'ready', program.executable));
    await chmod(join(work, 'ready', program.executable), 0o755);
    await rename(join(work, 'ready'), folder);
    return true;
  } catch {
    return false;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function startOnce(program: Program, downloadDir: string): Promise<void> {
  const { TestWorkflowEnvironment } = await import('@temporalio/testing');
  const executable = { type: 'cached-download', downloadDir, version: `v${program.version}` } as const;
  const environment = await (program === TEMPORAL_CLI
    ? TestWorkflowEnvironment.createLocal({ server: { executable } })
    : TestWorkflowEnvironment.createTimeSkipping({ server: { executable } }));
  await environment.teardown();
}

async function timeout(): Promise<never> {
  return await new Promise((_, reject) => {
    setTimeout(() => reject(new Error('no download in time')), LIMIT_MS).unref();
  });
}
