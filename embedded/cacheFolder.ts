import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where downloaded programs are kept for every copy on this machine: TOCSIN_CACHE_DIR, else the XDG cache folder, else
 * ~/.cache/tocsin; the data folder when that cannot be written (a service user often has no home).
 */
export function cacheFolder(dataDir: string, env: NodeJS.ProcessEnv = process.env): string {
  const shared = env.TOCSIN_CACHE_DIR ?? join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'tocsin');
  return isWritable(shared) ? shared : ensure(join(dataDir, 'cache'));
}

function isWritable(folder: string): boolean {
  try {
    accessSync(ensure(folder), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function ensure(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return folder;
}
