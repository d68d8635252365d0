import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { E164 } from '../domain/policy/contacts.ts';
import { isReplyAddress } from '../domain/replyAddress.ts';
import { mailSender } from './mailSender.ts';

export { isLoopbackUrl } from '../domain/loopback.ts';
export { mailSender, type MailSender } from './mailSender.ts';

/** A wrong or missing variable, with its name and the cure. Never holds the value: it may be a secret. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

const port = z.coerce.number().int().min(0).max(65535);
const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgres://');
const webUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));

const environment = z.object({
  TOCSIN_HOST: z.string().default('127.0.0.1'),
  TOCSIN_PORT: port.default(8420),
  TOCSIN_WORKER_PORT: port.default(8421),
  TOCSIN_WATCHDOG_PORT: port.default(8422),
  TOCSIN_PUBLIC_URL: webUrl.optional(),
  TOCSIN_DATABASE_URL: postgresUrl.optional(),
  TOCSIN_DATABASE_URL_API: postgresUrl.optional(),
  TOCSIN_DATABASE_URL_WORKER: postgresUrl.optional(),
  TOCSIN_DATABASE_URL_RELAY: postgresUrl.optional(),
  TOCSIN_DATA_DIR: z.string().optional(),
  TOCSIN_DATABASE_POOL: z.coerce.number().int().min(1).max(200).default(10),
  TOCSIN_MASTER_KEY: z.string().optional(),
  TOCSIN_MASTER_KEY_FILE: z.string().optional(),
  TOCSIN_SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must start with smtp:// or smtps://')
    .optional(),
  TOCSIN_SMTP_ALLOW_PLAINTEXT: z.stringbool().default(false),
  TOCSIN_MAIL_FROM: z
    .string()
    .refine((text) => mailSender(text) !== undefined, 'must be "Name <address>" or one e-mail address')
    .optional(),
  TOCSIN_CATCHER_SMTP_URL: z
    .string()
    .regex(/^smtp:\/\//, 'must start with smtp://')
    .optional(),
  TOCSIN_CATCHER_WEB_URL: webUrl.optional(),
  TOCSIN_OPERATOR_EMAIL: z.email().max(254).optional(),
  TOCSIN_DKIM_SELECTOR: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i, 'must be the selector alone, for example "mail2026"')
    .max(120)
    .optional(),
  TOCSIN_HEARTBEAT_URL: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
  TOCSIN_HEARTBEAT_METHOD: z.enum(['GET', 'POST']).default('GET'),
  TOCSIN_HEARTBEAT_SECONDS: z.coerce.number().int().min(5).max(3600).default(60),
  TOCSIN_WATCHDOG_GRACE_SECONDS: z.coerce.number().int().min(2).max(3600).default(120),
  TOCSIN_SLACK_BOT_TOKEN: z
    .string()
    .regex(/^xoxb-[\w-]{8,}$/, 'must be a bot token, "xoxb-…"')
    .optional(),
  TOCSIN_SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-[\w-]{8,}$/, 'must be an app-level token, "xapp-…"')
    .optional(),
  TOCSIN_SLACK_URL: webUrl.optional(),
  TOCSIN_TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^[\w-]{1,64}$/, 'must be the id of an account, "AC…"')
    .optional(),
  TOCSIN_TWILIO_AUTH_TOKEN: z.string().optional(),
  TOCSIN_TWILIO_API_KEY_SID: z
    .string()
    .regex(/^[^:\s]+$/, 'must be the id of an API key, "SK…"')
    .optional(),
  TOCSIN_TWILIO_API_KEY_SECRET: z.string().optional(),
  TOCSIN_TWILIO_FROM: z
    .string()
    .regex(/^(\+[1-9]\d{6,14}|MG[0-9a-f]{32})$/, 'must be a number such as +441632960101, or "MG…"')
    .optional(),
  TOCSIN_TWILIO_VOICE_FROM: z.string().regex(E164, 'must be a number such as +441632960101').optional(),
  TOCSIN_TWILIO_URL: webUrl.optional(),
  TOCSIN_IMAP_URL: z
    .string()
    .refine((text) => isMailbox(text), 'must be imaps://user:password@host, percent-encoded')
    .optional(),
  TOCSIN_IMAP_FOLDER: z.string().min(1).default('INBOX'),
  TOCSIN_IMAP_DONE_FOLDER: z.string().min(1).optional(),
  TOCSIN_INBOUND_SMTP_HOST: z.string().min(1).default('127.0.0.1'),
  TOCSIN_INBOUND_SMTP_PORT: port.optional(),
  TOCSIN_REPLY_ADDRESS: z
    .string()
    .refine((text) => isReplyAddress(text), 'must be an address, such as tocsin+{token}@example.org')
    .optional(),
  TOCSIN_AUTHSERV_ID: z
    .string()
    .regex(/^[^\s;]+$/, 'must be the name in Authentication-Results')
    .optional(),
  TOCSIN_TASK_QUEUE: z.string().min(1).default('tocsin'),
  TOCSIN_DEPLOYMENT_NAME: z
    .string()
    .regex(/^[^.]+$/, 'must not contain a full stop')
    .default('tocsin'),
  TOCSIN_BUILD_ID: z
    .string()
    .regex(/^[^.]+$/, 'must not contain a full stop')
    .default('dev'),
  TOCSIN_MAX_CACHED_WORKFLOWS: z.coerce.number().int().min(1).default(500),
  TOCSIN_WORKFLOW_BUNDLE: z.string().optional(),
  TOCSIN_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: webUrl.optional(),
});

/** A user, a password and a host, with nothing behind them. */
function isMailbox(text: string): boolean {
  const url = URL.parse(text);
  const parts = [url?.username, url?.password, url?.hostname];
  if (!url || !['imap:', 'imaps:'].includes(url.protocol) || parts.some((part) => !part)) return false;
  try {
    return decodeURIComponent(url.username + url.password) !== '' && ['', '/'].includes(url.pathname);
  } catch {
    return false;
  }
}

export type Config = Readonly<z.infer<typeof environment>>;

/**
 * The environment, parsed once. An empty value counts as unset.
 * @throws ConfigError naming each wrong variable and what is expected
 */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environment.safeParse(set);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigError(`wrong environment: ${problems.join('; ')}. See .env.example.`);
}

/** @throws ConfigError when the variable is not set */
export function required<K extends keyof Config>(config: Config, name: K): NonNullable<Config[K]> {
  const value = config[name];
  if (value === undefined || value === null) throw new ConfigError(`${name} is not set. See .env.example.`);
  return value;
}

/** The 32-byte master key that wraps every data key, from the environment or from a file. */
export function masterKey(config: Config): Buffer {
  const encoded = config.TOCSIN_MASTER_KEY ?? readKeyFile(required(config, 'TOCSIN_MASTER_KEY_FILE'));
  const key = Buffer.from(encoded.trim(), 'base64');
  if (key.length === 32) return key;
  throw new ConfigError('the master key must be 32 bytes in base64; make one with: openssl rand -base64 32');
}

function readKeyFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError(
      `TOCSIN_MASTER_KEY_FILE cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'})`,
    );
  }
}

/** Where people reach this installation: the public address, or the local one with a warning elsewhere. */
export const baseUrl = (config: Config): string =>
  config.TOCSIN_PUBLIC_URL ??
  `http://${config.TOCSIN_HOST === '0.0.0.0' ? '127.0.0.1' : config.TOCSIN_HOST}:${config.TOCSIN_PORT}`;
