import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ensureMasterKey, ensureSecrets } from '../../embedded/secrets.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-secrets-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

test('the master key is 32 random bytes, private to its owner, and stays the same', () => {
  const path = ensureMasterKey(folder);
  const key = readFileSync(path, 'utf8');
  expect(Buffer.from(key, 'base64')).toHaveLength(32);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readFileSync(ensureMasterKey(folder), 'utf8')).toBe(key);
});

test('the passwords are private to their owner and stay the same', () => {
  const secrets = ensureSecrets(folder);
  expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
  expect(ensureSecrets(folder)).toEqual(secrets);
});

test('a lost master key is told and never replaced, because sealed data would be unreadable', () => {
  ensureMasterKey(folder);
  ensureSecrets(folder);
  rmSync(join(folder, 'master.key'));
  expect(() => ensureMasterKey(folder)).toThrow('master.key is missing');
});

test('a damaged secrets.json is told and never replaced', () => {
  writeFileSync(join(folder, 'secrets.json'), '{"admin":');
  expect(() => ensureSecrets(folder)).toThrow('cannot be understood');
});
