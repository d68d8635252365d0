import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

const MAIN = fileURLToPath(new URL('../../api/main.ts', import.meta.url));
const GOOD = {
  TOCSIN_MASTER_KEY: Buffer.alloc(32).toString('base64'),
  TOCSIN_DATABASE_URL_API: 'postgres://127.0.0.1:1/none',
};

it.each([
  ['TOCSIN_PORT', { TOCSIN_PORT: '99999' }, /^wrong environment: TOCSIN_PORT: .+\. See \.env\.example\.$/],
  [
    'TOCSIN_DATABASE_URL_API',
    { TOCSIN_DATABASE_URL_API: '' },
    /^TOCSIN_DATABASE_URL_API is not set\. See \.env\.example\.$/,
  ],
  ['TOCSIN_MASTER_KEY', { TOCSIN_MASTER_KEY: 'secret' }, /^the master key must be 32 bytes in base64; .+$/],
])('an API whose %s is wrong ends with one sentence', (_, wrong, sentence) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', MAIN],
    { encoding: 'utf8', env: { ...GOOD, ...wrong } },
  );
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr.trim()).toMatch(sentence);
});
