import { mkdirSync, realpathSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { ConfigError, loadConfig, type Config } from '../config/index.ts';
import { tooFullToStart } from './diskSpace.ts';
import type { Ports } from './ports.ts';
import { Problem } from './problem.ts';

export type ExternalDatabase = { owner: string; api: string; worker: string; relay: string };

/** What `npm start` is to do, read once from the environment. */
export type Settings = {
  root: string;
  /** Absolute and without symlinks: two names of one folder are one copy. */
  dataDir: string;
  host: string;
  fixedPorts: Partial<Ports>;
  publicUrl: string | undefined;
  /** Set: no embedded PostgreSQL. */
  database: ExternalDatabase | undefined;
  /** True: no embedded Temporal; the SDK's own environment configuration says which. */
  externalTemporal: boolean;
  /** True: real mail goes out, and there is no catcher. */
  externalMail: boolean;
  /** True: the user brings the master key. */
  ownMasterKey: boolean;
};

/**
 * Reads and checks the environment and makes the data folder.
 * @throws Problem naming the variable that is wrong
 */
export function readSettings(root: string, env: NodeJS.ProcessEnv): Settings {
  const config = checkedConfig(env);
  return {
    root,
    dataDir: ensureDataDir(env.TOCSIN_DATA_DIR || join(root, '.tocsin')),
    host: config.TOCSIN_HOST,
    fixedPorts: {
      ...(env.TOCSIN_PORT ? { api: config.TOCSIN_PORT } : {}),
      ...(env.TOCSIN_WORKER_PORT ? { worker: config.TOCSIN_WORKER_PORT } : {}),
      ...(env.TOCSIN_WATCHDOG_PORT ? { watchdog: config.TOCSIN_WATCHDOG_PORT } : {}),
    },
    publicUrl: config.TOCSIN_PUBLIC_URL,
    database: externalDatabase(config),
    externalTemporal: Boolean(env.TEMPORAL_ADDRESS || env.TEMPORAL_PROFILE || env.TEMPORAL_CONFIG_FILE),
    externalMail: config.TOCSIN_SMTP_URL !== undefined,
    ownMasterKey: (config.TOCSIN_MASTER_KEY ?? config.TOCSIN_MASTER_KEY_FILE) !== undefined,
  };
}

function checkedConfig(env: NodeJS.ProcessEnv): Config {
  try {
    return loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) throw new Problem(error.message);
    throw error;
  }
}

function externalDatabase(config: Config): ExternalDatabase | undefined {
  const owner = config.TOCSIN_DATABASE_URL;
  if (owner === undefined) return undefined;
  const roles = {
    api: config.TOCSIN_DATABASE_URL_API,
    worker: config.TOCSIN_DATABASE_URL_WORKER,
    relay: config.TOCSIN_DATABASE_URL_RELAY,
  };
  const missing = Object.entries(roles)
    .filter(([, url]) => url === undefined)
    .map(([role]) => `TOCSIN_DATABASE_URL_${role.toUpperCase()}`);
  if (missing.length > 0)
    throw new Problem(
      `TOCSIN_DATABASE_URL is set, so these must be too: ${missing.join(', ')}. See .env.example.`,
    );
  return { owner, ...(roles as Omit<ExternalDatabase, 'owner'>) };
}

function ensureDataDir(path: string): string {
  const absolute = isAbsolute(path) ? path : resolve(path);
  mkdirSync(absolute, { recursive: true, mode: 0o700 });
  const full = tooFullToStart(absolute);
  if (full !== undefined) throw new Problem(full);
  return realpathSync(absolute);
}
