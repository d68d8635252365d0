import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import {
  type ClientConfigProfile,
  type ClientConnectConfig,
  loadClientConfigProfile,
  toClientOptions,
} from '@temporalio/envconfig';
import { ConfigError } from '../config/index.ts';

type Environment = Record<string, string>;
type Tls = NonNullable<ClientConfigProfile['tls']>;

/** host or host:port; an IPv6 address in brackets. */
const ADDRESS = /^(\[[0-9a-f.:]+\]|[^\s:/[\]]+)(:\d{1,5})?$/i;

const TLS_SOURCES = [
  { key: 'clientCert', variable: 'TEMPORAL_TLS_CLIENT_CERT', check: certificate },
  {
    key: 'clientKey',
    variable: 'TEMPORAL_TLS_CLIENT_KEY',
    check: (pem: Buffer) => void createPrivateKey(pem),
  },
  { key: 'serverCACert', variable: 'TEMPORAL_TLS_SERVER_CA_CERT', check: certificate },
] as const;

/**
 * Where and how to connect, from the SDK's own environment configuration (TEMPORAL_*), read once: what is wrong here
 * does not come right by waiting. An empty value counts as unset, as everywhere.
 * @throws ConfigError naming the variable; never with its value
 */
export function temporalSettings(env: NodeJS.ProcessEnv): ClientConnectConfig {
  const set = withoutEmpty(env);
  requireConfigFile(set);
  const profile = loadProfile(set);
  if (profile.address !== undefined && !ADDRESS.test(profile.address))
    throw wrong(set, 'TEMPORAL_ADDRESS', 'must be host:port, without https://');
  if (profile.apiKey !== undefined && !/^[\x21-\x7e]+$/.test(profile.apiKey))
    throw wrong(set, 'TEMPORAL_API_KEY', 'holds spaces, line breaks or other characters that no key has');
  if (profile.tls && profile.tls.disabled !== true) checkTls(set, profile.tls);
  return toClientOptions(profile);
}

/** An empty TEMPORAL_GRPC_META_… means something to the SDK: it takes the header away. */
const withoutEmpty = (env: NodeJS.ProcessEnv): Environment =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value || (value === '' && name.startsWith('TEMPORAL_GRPC_META_')) ? [[name, value]] : [],
    ),
  );

/** The SDK passes over a file that is missing and would look for a server on this machine. */
function requireConfigFile(env: Environment): void {
  const file = env['TEMPORAL_CONFIG_FILE'];
  if (file === undefined || env['TEMPORAL_ADDRESS'] !== undefined || existsSync(file)) return;
  throw wrong(env, 'TEMPORAL_CONFIG_FILE', 'names a file that does not exist');
}

function loadProfile(env: Environment): ClientConfigProfile {
  for (const { variable } of TLS_SOURCES) {
    if (env[`${variable}_PATH`] !== undefined && env[`${variable}_DATA`] !== undefined)
      throw wrong(env, `${variable}_PATH`, `and ${variable}_DATA are both set; one of them is enough`);
  }
  try {
    return loadClientConfigProfile({ overrideEnvVars: env });
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Profile '))
      throw wrong(env, 'TEMPORAL_PROFILE', 'names a profile that the configuration file does not have');
    const code = codeOf(error);
    throw wrong(
      env,
      'TEMPORAL_CONFIG_FILE',
      code ? `cannot be read (${code})` : 'is no TOML file with profiles',
    );
  }
}

function checkTls(env: Environment, tls: Tls): void {
  for (const { key, variable, check } of TLS_SOURCES) {
    const source = tls[key];
    if (!source) continue;
    const name = 'path' in source ? `${variable}_PATH` : `${variable}_DATA`;
    const pem = 'path' in source ? readPem(env, name, source.path) : Buffer.from(source.data);
    try {
      check(pem);
    } catch {
      throw wrong(env, name, `is no unencrypted ${key === 'clientKey' ? 'key' : 'certificate'} in PEM`);
    }
  }
  // The SDK would leave out half a pair without a word.
  if (tls.clientCert && !tls.clientKey)
    throw wrong(
      env,
      'TEMPORAL_TLS_CLIENT_KEY_PATH',
      'is not set, and the client certificate is useless without it',
    );
  if (tls.clientKey && !tls.clientCert)
    throw wrong(env, 'TEMPORAL_TLS_CLIENT_CERT_PATH', 'is not set, and the client key is useless without it');
}

function readPem(env: Environment, name: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw wrong(env, name, `cannot be read (${codeOf(error) ?? 'error'})`);
  }
}

function certificate(pem: Buffer): void {
  void new X509Certificate(pem);
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** Names the variable, and the configuration file where the value comes from there. */
function wrong(env: Environment, variable: string, what: string): ConfigError {
  const fromFile = env[variable] === undefined ? ' (as the configuration file has it)' : '';
  const unset = what.startsWith('is not set') ? '' : fromFile;
  return new ConfigError(`wrong environment: ${variable}${unset} ${what}. See .env.example.`);
}
