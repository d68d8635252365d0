import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { isRoot } from '../../embedded/osUser.ts';
import { startPostgres, type Postgres } from '../../embedded/postgres.ts';
import { ensureRoles } from '../../embedded/roles.ts';
import { freePort } from '../support/freePort.ts';

let folder: string;
const running: Postgres[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-pg-'));
  chmodSync(folder, 0o755);
});

afterEach(async () => {
  for (const postgres of running.splice(0)) await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(dataDir = join(folder, 'data'), durable = false): Promise<Postgres> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const postgres = await startPostgres({
    dataDir,
    port: await freePort(),
    adminPassword: 'not so secret',
    logFile: join(dataDir, 'postgres.log'),
    durable,
    fallbackRoot: join(folder, 'fallback'),
  });
  running.push(postgres);
  return postgres;
}

async function query<T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

async function kill(postgres: Postgres): Promise<void> {
  const gone = once(postgres.process, 'exit');
  postgres.process.kill('SIGKILL');
  await gone;
  running.splice(running.indexOf(postgres), 1);
}

describe('the embedded PostgreSQL', () => {
  test('recovers what was committed before a kill -9', async () => {
    const first = await start(undefined, true);
    await query(first.adminUrl, 'create table kept (n int); insert into kept values (72)');
    await kill(first);
    const second = await start(undefined, true);
    expect(await query(second.adminUrl, 'select n from kept')).toEqual([{ n: 72 }]);
    expect(await query(second.adminUrl, 'show fsync')).toEqual([{ fsync: 'on' }]);
  });

  test('stops an orphan of the same folder, and no other, before it starts', async () => {
    const orphan = await start();
    const stranger = await start(join(folder, 'other'));
    const gone = once(orphan.process, 'exit');
    await start();
    await gone;
    expect(await query(stranger.adminUrl, 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  test('starts although the pid in a stale postmaster.pid lives on as another program', async () => {
    const first = await start();
    await kill(first);
    const file = join(first.cluster, 'postmaster.pid');
    const [, ...rest] = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, [process.pid, ...rest].join('\n'));
    const second = await start();
    expect(await query(second.adminUrl, 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  test('listens on loopback only, keeps no socket file and wants a password', async () => {
    const { adminUrl } = await start();
    const settings = await query(
      adminUrl,
      "select name, setting from pg_settings where name in ('listen_addresses', 'unix_socket_directories', 'password_encryption') order by name",
    );
    expect(settings.map((row) => row['setting'] as string)).toEqual(['127.0.0.1', 'scram-sha-256', '']);
    await expect(query(adminUrl.replace('not so secret', 'wrong'), 'select 1')).rejects.toThrow(
      'password authentication failed',
    );
  });

  test('makes login roles that bypass nothing, however often it is asked', async () => {
    const { adminUrl } = await start();
    const passwords = { owner: 'o', api: 'a', worker: "w'", relay: 'r' };
    await ensureRoles(adminUrl, passwords);
    await Promise.all([ensureRoles(adminUrl, passwords), ensureRoles(adminUrl, passwords)]);
    const roles = await query(
      adminUrl,
      "select rolname from pg_roles where rolname like 'tocsin\\_%' and rolname <> 'tocsin_admin' and rolcanlogin and not (rolsuper or rolbypassrls or rolcreatedb or rolcreaterole) order by 1",
    );
    expect(roles.map((row) => row['rolname'] as string)).toEqual([
      'tocsin_api',
      'tocsin_owner',
      'tocsin_relay',
      'tocsin_worker',
    ]);
    const asWorker = adminUrl
      .replace('tocsin_admin:not so secret', `tocsin_worker:${encodeURIComponent("w'")}`)
      .replace('/postgres', '/tocsin');
    expect(await query(asWorker, 'select current_database() as name')).toEqual([{ name: 'tocsin' }]);
  });

  test('half a cluster, left by an initdb that was killed, is made anew', async () => {
    mkdirSync(join(folder, 'data', 'postgres', 'cluster.new'), { recursive: true });
    writeFileSync(join(folder, 'data', 'postgres', 'cluster.new', 'PG_VERSION'), '18\n');
    const { adminUrl } = await start();
    expect(await query(adminUrl, 'select 1 as n')).toEqual([{ n: 1 }]);
  });
});

const asRoot = isRoot() ? describe : describe.skip;

asRoot('started by root', () => {
  test('runs as another user, also below a folder which that user cannot enter, and finds its data again', async () => {
    const closed = join(folder, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const dataDir = join(closed, 'data');
    const first = await start(dataDir);
    expect(first.cluster.startsWith(join(folder, 'fallback'))).toBe(true);
    await query(first.adminUrl, 'create table kept (n int)');
    await kill(first);
    chmodSync(closed, 0o755); // it could be entered now: the data stay where they are
    const second = await start(dataDir);
    expect(await query(second.adminUrl, "select to_regclass('kept') is not null as there")).toEqual([
      { there: true },
    ]);
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
  });
});
