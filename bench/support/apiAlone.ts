import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { parse } from 'yaml';
import { createWithKey } from '../../cli/offline.ts';
import { createDatabase } from '../../db/database.ts';
import { DataKeys } from '../../db/dataKeys.ts';
import { migrate } from '../../db/migrate.ts';
import { MasterKey } from '../../db/sealing.ts';
import { organisationSchema } from '../../domain/organisation.ts';
import { spawnNode, stopChild, NODE_STOP, waitForHttp } from '../../embedded/children.ts';
import { startPostgres } from '../../embedded/postgres.ts';
import { ensureRoles } from '../../embedded/roles.ts';
import { v7 as uuidv7 } from 'uuid';
import { readText, ROOT } from '../harness.ts';

const READY_MS = 60_000;

export interface Tenant {
  organisationId: string;
  apiKey: string;
}

export interface ApiAlone {
  url: string;
  /** The API's own database role. */
  databaseUrl: string;
  admin: pg.Pool;
  tenants: Tenant[];
  pids: { api: number; postgres: number };
  stop(): Promise<void>;
}

/**
 * The embedded PostgreSQL (durable) and the API as processes, with so many organisations. Neither worker nor Temporal:
 * what a declaration costs is to be seen, not what follows from it.
 */
export async function startApiAlone(options: { organisations: number; poolSize: number }): Promise<ApiAlone> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tocsin-bench-'));
  mkdirSync(join(dataDir, 'logs'));
  const password = randomBytes(24).toString('hex');
  const postgres = await startPostgres({
    dataDir,
    port: await freePort(),
    adminPassword: password,
    logFile: join(dataDir, 'logs', 'postgres.log'),
  });
  await ensureRoles(postgres.adminUrl, { owner: password, api: password, worker: password, relay: password });
  const urlOf = (role: string) => {
    const url = new URL(postgres.adminUrl);
    url.pathname = '/tocsin';
    url.username = `tocsin_${role}`;
    return url.href;
  };
  await migrate(urlOf('owner'));
  const masterKey = randomBytes(32);
  const tenants = await createTenants(urlOf('api'), masterKey, options.organisations);
  const port = await freePort();
  const keyFile = join(dataDir, 'master.key');
  writeFileSync(keyFile, masterKey.toString('base64'), { mode: 0o600 });
  const api = {
    name: 'API',
    script: join(ROOT, 'api/main.ts'),
    logFile: join(dataDir, 'logs', 'api.log'),
    env: {
      ...process.env,
      TOCSIN_DATABASE_URL_API: urlOf('api'),
      TOCSIN_DATABASE_POOL: String(options.poolSize),
      TOCSIN_MASTER_KEY_FILE: keyFile,
      TOCSIN_PORT: String(port),
      TOCSIN_LOG_LEVEL: 'warn',
    },
  };
  const child = spawnNode(api);
  const url = `http://127.0.0.1:${port}`;
  if (!(await waitForHttp(child, `${url}/readyz`, api, READY_MS))) throw new Error('the API did not start');
  const admin = new pg.Pool({ connectionString: urlOf('admin'), max: 2 });
  return {
    url,
    databaseUrl: urlOf('api'),
    admin,
    tenants,
    pids: { api: child.pid!, postgres: postgres.process.pid! },
    async stop() {
      await stopChild(child, NODE_STOP);
      await admin.end();
      await postgres.stop();
      if (!process.env['BENCH_KEEP']) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function createTenants(url: string, masterKey: Buffer, count: number): Promise<Tenant[]> {
  const db = createDatabase(url, { poolSize: 1, name: 'bench' });
  const keys = new DataKeys(new MasterKey(masterKey));
  const sample = organisationSchema.parse(parse(readText('examples/organisations/music-school.yaml')));
  const tenants: Tenant[] = [];
  for (let n = 0; n < count; n += 1) {
    const organisationId = uuidv7();
    const options = { organisationId, keyName: 'bench', now: new Date() };
    const apiKey = await createWithKey({ db, keys }, { ...sample, slug: `school-${n}` }, options);
    tenants.push({ organisationId, apiKey });
  }
  await db.destroy();
  return tenants;
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
