import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NO_OWNER_GRACE_MS = 10_000;

/**
 * Runs `work` while no other bootstrap of the same folder does. The lock lies in the temporary folder, since
 * `npm ci` empties node_modules; one left by a killed process is found by its dead pid.
 * @template T
 * @param {string} root
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withInstallLock(root, work) {
  const lock = join(
    tmpdir(),
    `tocsin-install-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`,
  );
  let told = false;
  while (!tryLock(lock)) {
    if (!told)
      process.stderr.write('Another Tocsin in this folder is installing the dependencies; waiting for it.\n');
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function tryLock(lock) {
  try {
    mkdirSync(lock);
    writeFileSync(join(lock, 'pid'), String(process.pid));
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (isStale(lock)) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

function isStale(lock) {
  try {
    return !isAlive(Number(readFileSync(join(lock, 'pid'), 'utf8')));
  } catch {
    try {
      return Date.now() - statSync(lock).mtimeMs > NO_OWNER_GRACE_MS;
    } catch {
      return false; // gone in the meantime
    }
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
