import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigError, isLoopbackUrl, loadConfig, mailSender } from '../../config/index.ts';
import { createChannels } from '../../worker/channels.ts';
import { temporalSettings } from '../../worker/temporalSettings.ts';

const LINK_KEY = Buffer.alloc(32);
const clock = { now: () => new Date() };
let folder: string;
let keyFile: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-environment-'));
  keyFile = file(
    'client.key',
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Nothing from the machine on which the tests run. */
const settings = (env: Record<string, string>) => temporalSettings({ XDG_CONFIG_HOME: folder, ...env });

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  throw new Error('nothing was wrong');
}

describe('the environment of Temporal', () => {
  it('is taken as the SDK reads it, and an empty value counts as unset', () => {
    expect(
      settings({ TEMPORAL_ADDRESS: '[::1]:7233', TEMPORAL_NAMESPACE: 'tocsin', TEMPORAL_PROFILE: '' }),
    ).toMatchObject({
      namespace: 'tocsin',
      connectionOptions: { address: '[::1]:7233' },
    });
    expect(settings({ TEMPORAL_API_KEY: 'abc.def' }).connectionOptions.tls).toBe(true);
    expect(settings({}).connectionOptions.address).toBeUndefined();
  });

  it.each<[string, () => Record<string, string>]>([
    ['TEMPORAL_ADDRESS', () => ({ TEMPORAL_ADDRESS: 'https://tocsin.tmprl.cloud:7233' })],
    ['TEMPORAL_API_KEY', () => ({ TEMPORAL_API_KEY: 'secret\n' })],
    ['TEMPORAL_CONFIG_FILE', () => ({ TEMPORAL_CONFIG_FILE: join(folder, 'no-secret.toml') })],
    ['TEMPORAL_CONFIG_FILE', () => ({ TEMPORAL_CONFIG_FILE: folder })],
    ['TEMPORAL_CONFIG_FILE', () => ({ TEMPORAL_CONFIG_FILE: file('bad.toml', 'secret = [') })],
    ['TEMPORAL_CONFIG_FILE', () => ({ TEMPORAL_CONFIG_FILE: file('none.toml', 'secret = 1') })],
    ['TEMPORAL_PROFILE', () => ({ TEMPORAL_PROFILE: 'secret' })],
    ['TEMPORAL_TLS_SERVER_CA_CERT_PATH', () => ({ TEMPORAL_TLS_SERVER_CA_CERT_PATH: '/no/secret.pem' })],
    ['TEMPORAL_TLS_SERVER_CA_CERT_DATA', () => ({ TEMPORAL_TLS_SERVER_CA_CERT_DATA: 'secret' })],
    ['TEMPORAL_TLS_CLIENT_KEY_PATH', () => ({ TEMPORAL_TLS_CLIENT_KEY_PATH: file('secret', 'secret') })],
    ['TEMPORAL_TLS_CLIENT_CERT_PATH', () => ({ TEMPORAL_TLS_CLIENT_KEY_PATH: keyFile })],
    [
      'TEMPORAL_TLS_CLIENT_KEY_PATH',
      () => ({ TEMPORAL_TLS_CLIENT_KEY_PATH: keyFile, TEMPORAL_TLS_CLIENT_KEY_DATA: 'secret' }),
    ],
  ])('a wrong %s is named, without its value', (variable, env) => {
    const message = messageOf(() => settings(env()));
    expect(message).toContain(variable);
    expect(message).not.toContain('secret');
  });

  it('does not look at TLS files where TLS is off', () => {
    expect(() =>
      settings({ TEMPORAL_TLS: 'false', TEMPORAL_TLS_SERVER_CA_CERT_PATH: '/none' }),
    ).not.toThrow();
  });

  it('a worker that it leads nowhere ends with one sentence', () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        '--disable-warning=ExperimentalWarning',
        fileURLToPath(new URL('../../worker/main.ts', import.meta.url)),
      ],
      {
        encoding: 'utf8',
        env: {
          TOCSIN_MASTER_KEY: Buffer.alloc(32).toString('base64'),
          TOCSIN_DATABASE_URL_WORKER: 'postgres://127.0.0.1:1/none',
          TOCSIN_DATABASE_URL_RELAY: 'postgres://127.0.0.1:1/none',
          TEMPORAL_TLS_SERVER_CA_CERT_PATH: '/none.pem',
        },
      },
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr.trim()).toBe(
      'wrong environment: TEMPORAL_TLS_SERVER_CA_CERT_PATH cannot be read (ENOENT). See .env.example.',
    );
  });
});

describe('the environment of mail', () => {
  it.each([
    ['Tocsin <tocsin@school.test>', { name: 'Tocsin', address: 'tocsin@school.test' }],
    ['tocsin@school.test', { name: 'Tocsin', address: 'tocsin@school.test' }],
    ['<on-call@school.test>', { name: 'Tocsin', address: 'on-call@school.test' }],
  ])('takes %s as a sender', (text, sender) => {
    expect(mailSender(text)).toEqual(sender);
    expect(() => loadConfig({ TOCSIN_MAIL_FROM: text })).not.toThrow();
  });

  it.each(['Tocsin', 'Tocsin <tocsin>', 'a@b.test, c@d.test', 'Tocsin <a@b.test> x'])(
    'names TOCSIN_MAIL_FROM where it is %s',
    (text) => {
      expect(messageOf(() => loadConfig({ TOCSIN_MAIL_FROM: text }))).toContain('TOCSIN_MAIL_FROM: must be');
    },
  );

  it.each(['smtp://', 'smtps://user:secret@mail.test?tls=off', 'smtp://user:%zz-secret@mail.test'])(
    'names TOCSIN_SMTP_URL where it cannot be used, without the password in it',
    (url) => {
      const message = messageOf(() => createChannels(loadConfig({ TOCSIN_SMTP_URL: url }), clock, LINK_KEY));
      expect(message).toContain('TOCSIN_SMTP_URL');
      expect(message).not.toContain('secret');
    },
  );
});

describe('an address', () => {
  it.each([
    'http://localhost:8420',
    'http://127.0.0.1',
    'https://127.1.2.3:8420/x',
    'http://2130706433',
    'http://[::1]:8420',
    'http://[::ffff:127.0.0.1]',
    'http://api.localhost',
    'http://localhost.',
    'http://0.0.0.0:8420',
    'http://[::]',
  ])('%s is of this machine only', (url) => {
    expect(isLoopbackUrl(url)).toBe(true);
  });

  it.each([
    'https://tocsin.example.org',
    'http://192.168.1.20:8420',
    'https://localhost.example.org',
    'https://127.0.0.1.example.org',
    'http://[2001:db8::1]',
  ])('%s is not', (url) => {
    expect(isLoopbackUrl(url)).toBe(false);
  });
});
