import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from './problem.mjs';

const WANTED = 24;

/**
 * The Node that runs Tocsin: the platform package that npm installed, else the running one if it is new enough.
 * @param {string} root the repository
 * @returns {string} path of a Node >= 24
 */
export function findNode24(root) {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const packaged = join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin', binary);
  // The packaged Node needs glibc: on Alpine it is there and cannot be run.
  if (existsSync(packaged) && !isMusl()) return packaged;
  if (Number(process.versions.node.split('.')[0]) >= WANTED) return process.execPath;
  throw new Problem(
    `No Node ${WANTED} is packaged for ${process.platform}-${process.arch}, and the one running here is ` +
      `${process.version}: install Node ${WANTED} or newer and run this again.`,
  );
}

function isMusl() {
  if (process.platform !== 'linux') return false;
  return !existsSync('/lib64/ld-linux-x86-64.so.2') && !existsSync('/lib/ld-linux-aarch64.so.1');
}
