import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findConnection } from '../../cli/connection.ts';
import { baseMasterKey, databaseUrl } from '../../cli/installation.ts';

let folder: string;
let env: Record<string, string>;
const put = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-cli-'));
  env = { TOCSIN_DATA_DIR: folder };
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('Where the API is', () => {
  test('the copy that runs in the folder, with the key of its first start', () => {
    put('run.json', { apiUrl: 'http://127.0.0.1:8420', pid: process.pid });
    put('cli.json', { apiKey: 'k' });
    expect(findConnection({}, env)).toEqual({ apiUrl: 'http://127.0.0.1:8420', apiKey: 'k' });
  });

  test('flag before environment before the running copy; the key of the environment first', () => {
    put('run.json', { apiUrl: 'http://127.0.0.1:8420', pid: process.pid });
    put('cli.json', { apiKey: 'k' });
    const named = { ...env, TOCSIN_API_URL: 'https://env.example.org/', TOCSIN_API_KEY: 'mine' };
    expect(findConnection({}, named)).toEqual({ apiUrl: 'https://env.example.org', apiKey: 'mine' });
    expect(findConnection({ api: 'https://flag.example.org' }, named).apiUrl).toBe(
      'https://flag.example.org',
    );
  });

  test('the key of this machine’s copy is not given to another host', () => {
    put('cli.json', { apiKey: 'k' });
    expect(() => findConnection({ api: 'https://other.example.org' }, env)).toThrow('no API key');
    expect(findConnection({ api: 'http://localhost:9999' }, env).apiKey).toBe('k');
  });

  test('nothing runs: it says how to start it, also when a killed copy left its file', () => {
    expect(() => findConnection({}, env)).toThrow('npm start');
    put('run.json', { apiUrl: 'http://127.0.0.1:8420', pid: 2 ** 22 + 1 });
    expect(() => findConnection({}, env)).toThrow('npm start');
    put('run.json', { apiUrl: 'http://127.0.0.1:8420' });
    expect(() => findConnection({}, env)).toThrow('npm start');
  });

  test('an address that is none is bad input', () => {
    expect(() => findConnection({ api: 'localhost:8420' }, env)).toThrow(
      expect.objectContaining({ exitCode: 2 }),
    );
  });
});

describe('The database of offline commands', () => {
  test('is named by the environment, else it is the running copy’s', () => {
    put('secrets.json', { api: 'p/w' });
    put('run.json', { pid: process.pid, ports: { postgres: 8429 } });
    expect(databaseUrl(env, 'api')).toBe('postgres://tocsin_api:p%2Fw@127.0.0.1:8429/tocsin');
    expect(databaseUrl({ ...env, TOCSIN_DATABASE_URL_API: 'postgres://h/d' }, 'api')).toBe('postgres://h/d');
    expect(() => databaseUrl(env, 'owner')).toThrow('TOCSIN_DATABASE_URL');
  });

  test('its master key lies in the folder unless the environment has one', () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    writeFileSync(join(folder, 'master.key'), key);
    expect(baseMasterKey(env)).toEqual(Buffer.alloc(32, 7));
    const other = Buffer.alloc(32, 8);
    expect(baseMasterKey({ ...env, TOCSIN_MASTER_KEY: other.toString('base64') })).toEqual(other);
  });
});
