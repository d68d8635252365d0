import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporalTestServer } from '../../embedded/binaries.ts';
import { startPostgres, type Postgres } from '../../embedded/postgres.ts';
import { ensureRoles } from '../../embedded/roles.ts';
import { prebuildWorkflows } from './bundle.ts';
import { freePort } from './freePort.ts';
import { ROLE_PASSWORD, TEMPLATE, VARIABLES } from './testEnvironment.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let watchdog: ChildProcess | undefined;

/** Starts PostgreSQL (not durable, in a temporary folder), makes the migrated template and bundles the workflows. */
export async function startTestServers(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-test-'));
  watchdog = startWatchdog(folder);
  const [postgres, testServer, bundle] = await Promise.all([
    startTestPostgres(folder, watchdog),
    findTestServer(folder),
    prebuildWorkflows(root, folder),
  ]);
  await makeTemplate(postgres.adminUrl);
  process.env[VARIABLES.adminUrl] = postgres.adminUrl;
  if (testServer !== undefined) process.env[VARIABLES.testServer] = testServer;
  if (bundle !== undefined) process.env[VARIABLES.bundle] = bundle;
}

/** The watchdog stops PostgreSQL and removes the folder; resolves when it has. */
export async function stopTestServers(): Promise<void> {
  const ending = watchdog;
  if (ending === undefined) return;
  watchdog = undefined;
  // Without this nothing would keep jest alive here, and it would end before it has written its results and exit code.
  ending.ref();
  const gone = new Promise((resolve) => ending.once('exit', resolve));
  ending.stdin?.end();
  await gone;
}

async function startTestPostgres(folder: string, guard: ChildProcess): Promise<Postgres> {
  const postgres = await startPostgres({
    dataDir: folder,
    port: await freePort(),
    adminPassword: ROLE_PASSWORD,
    logFile: join(folder, 'logs', 'postgres.log'),
    durable: false,
    fallbackRoot: join(folder, 'fallback'),
    onSpawn: (child) => guard.stdin?.write(`${child.pid}\n`),
  });
  postgres.process.unref();
  return postgres;
}

async function makeTemplate(adminUrl: string): Promise<void> {
  await ensureRoles(
    adminUrl,
    { owner: ROLE_PASSWORD, api: ROLE_PASSWORD, worker: ROLE_PASSWORD, relay: ROLE_PASSWORD },
    TEMPLATE,
  );
  const file = join(root, 'db', 'migrate.ts');
  if (!existsSync(file)) return; // not written yet: the template stays empty
  const { migrate } = (await import(file)) as { migrate: (ownerUrl: string) => Promise<void> };
  const owner = new URL(adminUrl);
  owner.username = 'tocsin_owner';
  owner.password = ROLE_PASSWORD;
  owner.pathname = `/${TEMPLATE}`;
  await migrate(owner.href);
}

/** Tests of workflows need it; the rest of the run must not fail where it cannot be had. */
async function findTestServer(folder: string): Promise<string | undefined> {
  return await temporalTestServer(folder).catch((error: unknown) => {
    process.stderr.write(
      `${error instanceof Error ? error.message : String(error)}\nTests on the time-skipping server will fail.\n`,
    );
    return undefined;
  });
}

function startWatchdog(folder: string): ChildProcess {
  const script = fileURLToPath(new URL('watchdog.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  return child;
}
