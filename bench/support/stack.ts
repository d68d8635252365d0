import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { embeddedUrl } from '../../embedded/childEnvironment.ts';
import { readRun } from '../../embedded/runFile.ts';
import { ROOT } from '../harness.ts';

const READY_MS = 120_000;
const STOP_MS = 60_000;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

export interface Stack {
  apiUrl: string;
  apiKey: string;
  organisationId: string;
  /** The API's own database role. */
  databaseUrl: string;
  adminUrl: string;
  masterKeyFile: string;
  temporalAddress: string;
  temporalNamespace: string;
  logs: string;
  stop(): Promise<void>;
}

/** What `npm start` starts, as processes, in a folder of its own that goes with it. */
export async function startStack(env: NodeJS.ProcessEnv): Promise<Stack> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tocsin-bench-'));
  const log = openSync(join(dataDir, 'start.log'), 'w');
  const child = spawn(process.execPath, ['embedded/main.ts', '--no-drill'], {
    cwd: ROOT,
    env: { ...process.env, TOCSIN_DATA_DIR: dataDir, TOCSIN_LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const stop = stopper(child, dataDir);
  try {
    return { ...(await untilReady(child, dataDir)), stop };
  } catch (error) {
    console.error(readFileSync(join(dataDir, 'start.log'), 'utf8'));
    await stop();
    throw error;
  }
}

function stopper(child: ChildProcess, dataDir: string): () => Promise<void> {
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    for (const signal of SIGNALS) process.off(signal, interrupted);
    if (child.exitCode === null) child.kill('SIGTERM');
    await Promise.race([gone, delay(STOP_MS, undefined, { ref: false })]);
    if (child.exitCode === null) child.kill('SIGKILL');
    if (!process.env['BENCH_KEEP']) rmSync(dataDir, { recursive: true, force: true });
  };
  const interrupted = () => void stop().then(() => process.exit(130));
  for (const signal of SIGNALS) process.once(signal, interrupted);
  return stop;
}

async function untilReady(child: ChildProcess, dataDir: string): Promise<Omit<Stack, 'stop'>> {
  const until = Date.now() + READY_MS;
  while (Date.now() < until && child.exitCode === null) {
    const run = readRun(dataDir);
    const { apiUrl, ports } = run ?? {};
    if (apiUrl && ports?.worker && ports.postgres) {
      const workerUrl = `http://127.0.0.1:${ports.worker}`;
      if ((await isReady(apiUrl)) && (await isReady(workerUrl))) {
        const json = <T>(file: string) => JSON.parse(readFileSync(join(dataDir, file), 'utf8')) as T;
        const secrets = json<{ api: string; admin: string }>('secrets.json');
        return {
          apiUrl,
          apiKey: json<{ apiKey: string }>('cli.json').apiKey,
          organisationId: json<{ organisationId: string }>('organisation.json').organisationId,
          databaseUrl: embeddedUrl(ports.postgres, 'api', secrets.api),
          adminUrl: embeddedUrl(ports.postgres, 'admin', secrets.admin),
          masterKeyFile: join(dataDir, 'master.key'),
          temporalAddress: run?.temporalAddress ?? '',
          temporalNamespace: run?.temporalNamespace ?? 'tocsin',
          logs: join(dataDir, 'logs'),
        };
      }
    }
    await delay(100);
  }
  throw new Error(`the stack did not start; see ${dataDir}`);
}

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/readyz`, { signal: AbortSignal.timeout(1_000) }).then(
    (response) => response.ok,
    () => false,
  );
