import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDatabase } from '../../db/database.ts';
import { DataKeys } from '../../db/dataKeys.ts';
import { MasterKey } from '../../db/sealing.ts';
import type { Organisation } from '../../domain/organisation.ts';
import { hasEnded, spawnNode } from '../../embedded/children.ts';
import { lastLines } from '../../embedded/logFile.ts';
import { ApiClient } from '../support/apiClient.ts';
import { freePort } from '../support/freePort.ts';
import { seedOrganisation } from '../support/seed.ts';
import { workflowBundlePath } from '../support/servers.ts';
import { until } from '../support/until.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface DatabaseUrls {
  apiUrl: string;
  workerUrl: string;
  relayUrl: string;
}

/** One of our own processes, which nobody starts again by itself. It ends with this one. */
export class OwnProcess {
  readonly url: string;
  readonly #script: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #logFile: string;
  #child: ChildProcess | undefined;

  constructor(script: string, port: number, env: NodeJS.ProcessEnv, folder: string) {
    this.#script = script;
    this.#env = env;
    this.url = `http://127.0.0.1:${port}`;
    this.#logFile = join(folder, `${script.replace('/', '-')}.log`);
  }

  /** Starts it; ready when /readyz says so, or as soon as it lives where Temporal or PostgreSQL is away. */
  async start(path: '/readyz' | '/healthz' = '/readyz'): Promise<void> {
    const options = { name: this.#script, env: this.#env, logFile: this.#logFile };
    this.#child = spawnNode({ ...options, script: join(ROOT, this.#script) });
    await until(
      `${this.#script} to answer`,
      async () => {
        if (this.exited) throw new Error(`${this.#script} ended:\n${this.log()}`);
        return fetch(this.url + path).then(
          (response) => response.ok,
          () => false,
        );
      },
      40_000,
    );
  }

  log = (): string => lastLines(this.#logFile, 30);

  get exited(): boolean {
    return this.#child === undefined || hasEnded(this.#child);
  }

  /** Sends the signal; resolves with the exit code, or the signal that ended it. */
  async end(signal: NodeJS.Signals): Promise<number | string | null> {
    const child = this.#child;
    if (!child || hasEnded(child)) return null;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
    return child.exitCode ?? child.signalCode;
  }
}

/** API and worker as two processes on servers that the test gives, and may take away. */
export async function startProcesses(options: {
  database: DatabaseUrls;
  temporal: { address: string; namespace: string };
  smtpUrl: string;
  organisation: Organisation;
  /** Further variables of the environment. */
  more?: Record<string, string>;
}) {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-processes-'));
  const masterKey = randomBytes(32);
  const [apiPort, workerPort] = [await freePort(), await freePort()];
  const { database, temporal } = options;
  const clean = Object.entries(process.env).filter(
    ([name]) => !/^(TOCSIN|TEMPORAL|NODE_OPTIONS|PG)/.test(name),
  );
  const env = {
    ...Object.fromEntries(clean),
    TOCSIN_MASTER_KEY: masterKey.toString('base64'),
    TOCSIN_PORT: String(apiPort),
    TOCSIN_WORKER_PORT: String(workerPort),
    TOCSIN_SMTP_URL: options.smtpUrl,
    TOCSIN_PUBLIC_URL: 'https://tocsin.school.test',
    TOCSIN_WORKFLOW_BUNDLE: workflowBundlePath(),
    TOCSIN_DATABASE_URL_API: database.apiUrl,
    TOCSIN_DATABASE_URL_WORKER: database.workerUrl,
    TOCSIN_DATABASE_URL_RELAY: database.relayUrl,
    TEMPORAL_CONFIG_FILE: join(folder, 'none.toml'),
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    ...options.more,
  };
  const db = createDatabase(database.apiUrl, { poolSize: 1 });
  const keys = new DataKeys(new MasterKey(masterKey));
  const { apiKey, organisationId } = await seedOrganisation(db, keys, options.organisation, new Date());
  await db.destroy();
  const api = new OwnProcess('api/main.ts', apiPort, env, folder);
  const worker = new OwnProcess('worker/main.ts', workerPort, env, folder);
  return {
    api,
    worker,
    organisationId,
    client: new ApiClient(api.url, apiKey),
    async stop(): Promise<void> {
      await Promise.all([api.end('SIGKILL'), worker.end('SIGKILL')]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Processes = Awaited<ReturnType<typeof startProcesses>>;
