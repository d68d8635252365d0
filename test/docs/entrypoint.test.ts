import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../deploy/tocsin/entrypoint.sh', import.meta.url));
let secrets: string;

beforeAll(() => {
  secrets = mkdtempSync(join(tmpdir(), 'tocsin-secrets-'));
  writeFileSync(join(secrets, 'plain'), 'abc\n');
  writeFileSync(join(secrets, 'odd'), 'p@ss/w:rd%{secret:plain}');
  writeFileSync(join(secrets, 'empty'), '');
});
afterAll(() => rmSync(secrets, { recursive: true, force: true }));

/** Starts a command that prints one variable through the entrypoint of the image. */
function printed(name: string, value: string) {
  const env = { PATH: process.env.PATH, SECRETS_DIR: secrets, [name]: value };
  const { status, stdout, stderr } = spawnSync('/bin/sh', [script, '/bin/sh', '-c', `printf %s "$${name}"`], {
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('the entrypoint of the image', () => {
  it('puts a secret where a variable names it', () => {
    expect(printed('TEMPORAL_API_KEY', '{secret:plain}').stdout).toBe('abc');
  });

  it('percent-encodes a secret in a URL and reads nothing into its content', () => {
    const { stdout } = printed('TOCSIN_SMTP_URL', 'smtps://me:{secret:odd}@mail.example:465');
    expect(stdout).toBe('smtps://me:p%40ss%2Fw%3Ard%25%7Bsecret%3Aplain%7D@mail.example:465');
  });

  it('takes several secrets in one variable', () => {
    expect(printed('TOCSIN_X', 'a{secret:plain}b{secret:odd}c').stdout).toBe(
      'aabcbp@ss/w:rd%{secret:plain}c',
    );
  });

  it('leaves other variables as they are', () => {
    expect(printed('TOCSIN_MAIL_FROM', 'Tocsin <tocsin@example.org>').stdout).toBe(
      'Tocsin <tocsin@example.org>',
    );
    expect(printed('OTHER', '{secret:plain}').stdout).toBe('{secret:plain}');
  });

  it.each(['missing', 'empty'])('starts nothing and says which secret is %s', (name) => {
    const { status, stdout, stderr } = printed('TOCSIN_SMTP_URL', `smtp://{secret:${name}}@mail.example`);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toBe(
      `TOCSIN_SMTP_URL names the secret ${name}, which is missing or empty: run deploy/make-secrets.sh, or write it.\n`,
    );
  });
});
