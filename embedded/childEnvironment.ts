import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ports } from './ports.ts';
import type { Settings } from './settings.ts';

export const NAMESPACE = 'tocsin';

export type RoleUrls = { api: string; worker: string; relay: string };

/** The database URL of a role in the embedded PostgreSQL. */
export function embeddedUrl(port: number, role: string, password: string): string {
  return `postgres://tocsin_${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/tocsin`;
}

/** The environment of one of our own processes: what the user set, what was chosen here, and only its own database roles. */
export function childEnvironment(
  settings: Settings,
  ports: Ports,
  masterKeyFile: string | undefined,
  databaseUrls: Partial<RoleUrls>,
): NodeJS.ProcessEnv {
  return {
    ...withoutDatabase(process.env),
    ...(settings.externalTemporal ? {} : embeddedTemporal(settings.dataDir, ports.temporal)),
    ...Object.fromEntries(
      Object.entries(databaseUrls).map(([role, url]) => [`TOCSIN_DATABASE_URL_${role.toUpperCase()}`, url]),
    ),
    ...(masterKeyFile === undefined ? {} : { TOCSIN_MASTER_KEY_FILE: masterKeyFile }),
    ...catcher(ports),
    TOCSIN_DATA_DIR: settings.dataDir,
    TOCSIN_HOST: settings.host,
    TOCSIN_PORT: String(ports.api),
    TOCSIN_WORKER_PORT: String(ports.worker),
    TOCSIN_WATCHDOG_PORT: String(ports.watchdog),
  };
}

/**
 * Also a configuration file, which the Temporal CLI takes as well: without it the SDK would read the user's own
 * (~/.config/temporalio), whose keys and TLS settings belong to another server.
 */
function embeddedTemporal(dataDir: string, port: number): NodeJS.ProcessEnv {
  const file = join(dataDir, 'temporal.toml');
  const address = `127.0.0.1:${port}`;
  writeFileSync(file, `[profile.default]\naddress = "${address}"\nnamespace = "${NAMESPACE}"\n`, {
    mode: 0o600,
  });
  const others = Object.keys(process.env).filter((name) => name.startsWith('TEMPORAL_'));
  return {
    ...Object.fromEntries(others.map((name) => [name, undefined])),
    TEMPORAL_CONFIG_FILE: file,
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: NAMESPACE,
  };
}

function catcher(ports: Ports): NodeJS.ProcessEnv {
  return {
    TOCSIN_CATCHER_SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
    TOCSIN_CATCHER_WEB_URL: `http://127.0.0.1:${ports.mailWeb}`,
  };
}

function withoutDatabase(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('TOCSIN_DATABASE_URL')));
}
