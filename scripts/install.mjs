import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withInstallLock } from './installLock.mjs';
import { Problem } from './problem.mjs';
import { withProgress } from './progress.mjs';

const STAMP = join('node_modules', '.tocsin-install');
/** What npm writes into node_modules (790 MB), and what the first start wants free after it. */
const NEEDED_BYTES = 1.1e9;
const DISK_FULL = /ENOSPC|no space left/i;

/**
 * Makes sure that node_modules is what package-lock.json says; does nothing when the stamp matches.
 * @param {string} root the repository
 */
export async function ensureDependencies(root) {
  if (isInstalled(root)) return;
  await withInstallLock(root, async () => {
    if (isInstalled(root)) return; // the one we waited for did it
    if (!matchesLockFile(root)) await install(root);
    writeStamp(root);
  });
}

async function install(root) {
  // An old node_modules is emptied first, and nobody knows how much that frees.
  if (!existsSync(join(root, 'node_modules')) && freeBytes(root) < NEEDED_BYTES) throw diskFull(root);
  await withProgress('Installing the dependencies (npm ci)', () => npmCi(root));
}

function freeBytes(folder) {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function diskFull(root) {
  return new Problem(`The disk is full: free about 1.5 GB for ${root} and run this again.`);
}

function isInstalled(root) {
  try {
    return readFileSync(join(root, STAMP), 'utf8') === lockHash(root);
  } catch {
    return false;
  }
}

function writeStamp(root) {
  try {
    writeFileSync(join(root, STAMP), lockHash(root));
  } catch (error) {
    // Somebody else's node_modules, right as it is: it is only looked at again next time.
    if (error.code !== 'EACCES' && error.code !== 'EROFS') throw error;
  }
}

function lockHash(root) {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

/** True when npm's own record of node_modules agrees with the lock file: somebody ran `npm ci` or `npm install` by hand. */
function matchesLockFile(root) {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wantedFits = Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    if (present[path] === undefined)
      return entry.optional === true || entry.devOptional === true || entry.peer === true;
    return present[path].version === entry.version;
  });
  return wantedFits && Object.keys(present).every((path) => wanted[path] !== undefined);
}

function npmCi(root) {
  // NODE_ENV=production must not leave out what tests, checks and the optional Node 24 need. Only a warning says that a
  // file could not be written.
  const args = ['ci', '--no-audit', '--no-fund', '--include=dev', '--include=optional', '--loglevel=warn'];
  args.push('--fetch-retry-mintimeout=2000', '--fetch-retry-maxtimeout=10000');
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm'];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let full = false;
    const keep = (chunk) => {
      output = (output + chunk).slice(0, 64_000);
      if (full || !DISK_FULL.test(chunk)) return;
      full = true;
      child.kill(); // it would write what is left of each file, and end with 0
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', () =>
      reject(new Problem('npm is not on the PATH: install npm (it comes with Node) and run this again.')),
    );
    child.on('close', (code) => {
      if (full) reject(withoutHalf(root));
      else if (code === 0) resolve();
      else reject(explain(output, root));
    });
  });
}

/** Files that were cut off must be neither run nor taken for whole ones; without them there is room to write again. */
function withoutHalf(root) {
  rmSync(join(root, 'node_modules'), { recursive: true, force: true, maxRetries: 5 });
  return diskFull(root);
}

/** npm tells the reason first; its usage and where its own log lies come after. */
function explain(output, root) {
  const lines = output.split('\n').filter((line) => line.replace(/^npm (error|warn)/, '').trim() !== '');
  const errors = lines.filter((line) => !line.startsWith('npm warn'));
  const said = (errors.length > 0 ? errors : lines).slice(0, 6).join('\n');
  return new Problem(`${said}\n${cure(output, root)}`);
}

function cure(output, root) {
  if (/EUSAGE/.test(output)) {
    return 'package-lock.json does not fit package.json: take both from one commit (`git checkout package.json package-lock.json`).';
  }
  if (/EACCES|EPERM/.test(output)) {
    return `npm may not write to ${root}: run this as the owner of that folder, or give it to you with chown.`;
  }
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT|network/i.test(output)) {
    return "npm could not reach its package registry: connect to the network (or set npm's proxy and registry) and run this again.";
  }
  return 'npm ci failed (why is above): cure that and run this again.';
}
