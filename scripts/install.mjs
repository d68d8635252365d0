import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withInstallLock } from './installLock.mjs';
import { Problem } from './problem.mjs';
import { withProgress } from './progress.mjs';

const STAMP = join('node_modules', '.tocsin-install');

/**
 * Makes sure that node_modules is what package-lock.json says; does nothing when the stamp matches.
 * @param {string} root the repository
 */
export async function ensureDependencies(root) {
  if (isInstalled(root)) return;
  await withInstallLock(root, async () => {
    if (isInstalled(root)) return; // the one we waited for did it
    if (!matchesLockFile(root)) await withProgress('Installing the dependencies (npm ci)', () => npmCi(root));
    writeStamp(root);
  });
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
  // NODE_ENV=production must not leave out what tests, checks and the optional Node 24 need.
  const args = ['ci', '--no-audit', '--no-fund', '--include=dev', '--include=optional', '--loglevel=error'];
  args.push('--fetch-retry-mintimeout=2000', '--fetch-retry-maxtimeout=10000');
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm'];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => (output = (output + chunk).slice(0, 8_000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', () =>
      reject(new Problem('npm is not on the PATH: install npm (it comes with Node) and run this again.')),
    );
    child.on('close', (code) => (code === 0 ? resolve() : reject(explain(output, root))));
  });
}

/** npm tells the reason first; its usage and where its own log lies come after. */
function explain(output, root) {
  const lines = output.split('\n').filter((line) => line.replace(/^npm (error|warn)/, '').trim() !== '');
  const said = lines.slice(0, 6).join('\n');
  return new Problem(`${said}\n${cure(output, root)}`);
}

function cure(output, root) {
  if (/ENOSPC|no space left/i.test(output)) {
    return `The disk is full: free about 1.5 GB for ${root} and run this again.`;
  }
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
