import { join } from 'node:path';
import { loadConfig, masterKey } from '../config/index.ts';
import { CliError } from './errors.ts';
import { dataFolder, readSecrets, runningCopy } from './folder.ts';

type Environment = Record<string, string | undefined>;
type Role = 'api' | 'owner';

const VARIABLES: Record<Role, 'TOCSIN_DATABASE_URL' | 'TOCSIN_DATABASE_URL_API'> = {
  api: 'TOCSIN_DATABASE_URL_API',
  owner: 'TOCSIN_DATABASE_URL',
};

/**
 * The database URL of a role: from the environment, else of the copy that runs in this folder.
 * @throws CliError with the cure when there is neither
 */
export function databaseUrl(env: Environment, role: Role): string {
  const variable = VARIABLES[role];
  const named = loadConfig(env)[variable];
  if (named) return named;
  const folder = dataFolder(env);
  const port = runningCopy(folder)?.ports?.postgres;
  const password = readSecrets(folder)?.[role];
  if (port !== undefined && password) {
    return `postgres://tocsin_${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/tocsin`;
  }
  throw new CliError(
    `Which database? Set ${variable}, or start the copy with its data in ${folder} (npm start).`,
  );
}

/** The master key: from the environment, else of this folder's copy. */
export function baseMasterKey(env: Environment): Buffer {
  const config = loadConfig(env);
  if (config.TOCSIN_MASTER_KEY ?? config.TOCSIN_MASTER_KEY_FILE) return masterKey(config);
  return masterKey(loadConfig({ ...env, TOCSIN_MASTER_KEY_FILE: join(dataFolder(env), 'master.key') }));
}
