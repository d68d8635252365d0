import { badInput, CliError } from './errors.ts';
import { dataFolder, readKeyFile, runningCopy } from './folder.ts';

export interface Connection {
  /** Without a trailing slash. */
  apiUrl: string;
  apiKey: string;
}

/**
 * Where the API is and the key for it: `--api` or TOCSIN_API_URL, else the copy that runs in this folder;
 * TOCSIN_API_KEY, else the key that this copy's first start left in its data folder.
 * @throws CliError with the cure when nothing runs or there is no key
 */
export function findConnection(
  options: { api?: string | undefined },
  env: Record<string, string | undefined>,
): Connection {
  const folder = dataFolder(env);
  const local = runningCopy(folder)?.apiUrl;
  const named = options.api || env.TOCSIN_API_URL;
  const apiUrl = named ? checkedUrl(named) : local;
  if (!apiUrl) {
    throw new CliError(
      `Tocsin does not run with the data in ${folder}: start it with npm start, or say where the API is with --api or TOCSIN_API_URL.`,
    );
  }
  // The key of this machine's copy goes to this machine only.
  const key =
    env.TOCSIN_API_KEY || (apiUrl === local || isLoopback(apiUrl) ? readKeyFile(folder) : undefined);
  if (key) return { apiUrl, apiKey: key };
  throw new CliError(
    `There is no API key for ${apiUrl}: set TOCSIN_API_KEY, or make one with bin/tocsin keys create NAME on the machine of the database.`,
  );
}

function checkedUrl(text: string): string {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text.replace(/\/+$/, '');
  throw badInput(`"${text}" is not the address of an API; write it like http://127.0.0.1:8420.`);
}

const isLoopback = (url: string): boolean =>
  ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
