import { ChannelError } from './errors.ts';
import { isLoopback } from './identity.ts';

/** Connecting, greeting and each answer may take at most this long. */
const LONGEST_STEP_MS = 10_000;

export interface SmtpOptions {
  /** `smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`; user and password percent-encoded. */
  url: string;
  from: { name: string; address: string };
  /** True for the embedded catcher: mail stays on this machine, so the channel is not outward. */
  catcher?: boolean;
  /** Allow mail without encryption to another machine; off unless an operator says so. */
  allowPlaintext?: boolean;
  /** For connecting, the greeting and each answer; at most 10 s, which is the default. */
  stepTimeoutMs?: number;
  /** For one whole message; at most 30 s, which is the default. */
  totalTimeoutMs?: number;
  maxConnections?: number;
}

/**
 * What nodemailer's pool needs. The query of the URL is refused and not read, so that nothing in it can switch
 * certificate checks off. On loopback any certificate will do.
 * @throws ChannelError `misconfigured`; the message never repeats the URL, which holds a password
 */
export function poolOptions(options: SmtpOptions) {
  const url = parsedUrl(options.url);
  const secure = url.protocol === 'smtps:';
  const local = isLoopback(url.hostname);
  const step = Math.min(options.stepTimeoutMs ?? LONGEST_STEP_MS, LONGEST_STEP_MS);
  return {
    pool: true as const,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: !secure && !local && options.allowPlaintext !== true,
    tls: { rejectUnauthorized: !local, minVersion: 'TLSv1.2' as const },
    ...(url.username === '' ? {} : { auth: credentials(url) }),
    connectionTimeout: step,
    greetingTimeout: step,
    dnsTimeout: step,
    socketTimeout: step,
    maxConnections: options.maxConnections ?? 5,
    /** Once, for a pooled connection that the server closed meanwhile; further retries are the caller's. */
    maxRequeues: 1,
  };
}

function parsedUrl(text: string): URL {
  const url = URL.parse(text);
  if (!url || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    throw unusable('The mail server is given as smtp://user:password@host:587 or smtps://user:password@host');
  }
  if (url.search !== '' || url.hash !== '' || !['', '/'].includes(url.pathname)) {
    throw unusable(
      'The URL of the mail server takes no path, query or fragment (percent-encode the password)',
    );
  }
  return url;
}

function credentials(url: URL): { user: string; pass: string } {
  try {
    return { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };
  } catch {
    throw unusable('The user or password in the URL of the mail server is not percent-encoded correctly');
  }
}

const unusable = (advice: string) => new ChannelError('smtp', 'misconfigured', { advice });
