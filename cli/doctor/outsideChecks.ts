import { connect } from 'node:tls';
import { isIP } from 'node:net';
import { isLoopbackUrl } from '../../domain/loopback.ts';
import { type Check, fail, ok, roughly, unknown, warn } from './check.ts';
import { clockCheck } from './clockChecks.ts';

const ANSWER_MS = 10_000;
const DAY_MS = 86_400_000;
const WARN_DAYS = 30;

/** Whether people reach Tocsin from where they are, as far as that can be seen from here. */
export async function outsideChecks(publicUrl: string | null): Promise<Check[]> {
  if (publicUrl === null)
    return [
      fail(
        'public address',
        'none: links in messages open on this machine only',
        'Set TOCSIN_PUBLIC_URL (docs/configuration.md).',
      ),
    ];
  if (isLoopbackUrl(publicUrl))
    return [
      fail(
        'public address',
        `${publicUrl} opens on this machine only`,
        'Set TOCSIN_PUBLIC_URL to an address that telephones reach.',
      ),
    ];
  const asked = Date.now();
  const answer = await ask(`${publicUrl}/healthz`);
  const between = (asked + Date.now()) / 2;
  return [
    addressCheck(publicUrl, answer),
    insideCheck(publicUrl),
    ...(answer instanceof Response
      ? [clockCheck('clock of the public address', dateOf(answer) - between, 1_000)]
      : []),
    ...(publicUrl.startsWith('https:') ? [await certificateOf(publicUrl)] : []),
  ];
}

const ask = (url: string): Promise<Response | undefined> =>
  fetch(url, { signal: AbortSignal.timeout(ANSWER_MS), redirect: 'manual' }).then(
    async (answer) => {
      await answer.body?.cancel();
      return answer;
    },
    () => undefined,
  );

const dateOf = (answer: Response): number => Date.parse(answer.headers.get('date') ?? '');

function addressCheck(publicUrl: string, answer: Response | undefined): Check {
  const name = 'public address';
  if (!answer)
    return fail(
      name,
      `nothing answers at ${publicUrl}`,
      'Look at the reverse proxy and the firewall: links in messages do not open.',
    );
  if (!answer.ok)
    return fail(
      name,
      `${publicUrl}/healthz answers ${answer.status}`,
      'The reverse proxy must pass on /acknowledge and /healthz.',
    );
  return publicUrl.startsWith('https:')
    ? ok(name, publicUrl)
    : warn(
        name,
        `${publicUrl} is not encrypted`,
        'Put TLS in front: whoever reads along can acknowledge pages.',
      );
}

/** A private address is no address for a telephone; whether another one is can only be seen from outside. */
function insideCheck(publicUrl: string): Check {
  const { hostname } = new URL(publicUrl);
  const host = hostname.replace(/^\[|\]$/g, '');
  const inside =
    isIP(host) === 0
      ? !host.includes('.') || /\.(local|internal|lan|home\.arpa|test)$/.test(host)
      : isPrivate(host);
  if (inside)
    return warn(
      'from outside',
      `${host} looks like an address of your own network`,
      'People outside cannot open the links unless they are in your network (VPN).',
    );
  return unknown(
    'from outside',
    'cannot be seen from here',
    'Run bin/tocsin doctor --page and answer on a telephone without Wi-Fi.',
  );
}

const isPrivate = (ip: string): boolean =>
  /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(
    ip,
  ) || /^(f[cd]|fe[89ab])/i.test(ip);

/** Judged by the end of the certificate that the server shows. */
async function certificateOf(url: string): Promise<Check> {
  const { hostname, port } = new URL(url);
  const found = await peerCertificate(hostname.replace(/^\[|\]$/g, ''), port === '' ? 443 : Number(port));
  if (!found) return unknown('certificate', 'could not be looked at');
  if (!found.trusted)
    return fail(
      'certificate',
      `not trusted (${found.problem})`,
      'Browsers will refuse the links. Renew the certificate, with its whole chain.',
    );
  return untilCheck('certificate', found.until, Date.now());
}

interface Found {
  until: string;
  trusted: boolean;
  problem: string;
}

function peerCertificate(host: string, port: number): Promise<Found | undefined> {
  return new Promise((resolve) => {
    const servername = isIP(host) === 0 ? { servername: host } : {};
    const socket = connect({ host, port, rejectUnauthorized: false, ...servername }, () => {
      const until = new Date(socket.getPeerCertificate().valid_to).toISOString();
      const error = socket.authorizationError as Error | string | undefined;
      const problem =
        typeof error === 'string' ? error : ((error as NodeJS.ErrnoException | undefined)?.code ?? 'unknown');
      resolve({ until, trusted: socket.authorized, problem });
      socket.destroy();
    });
    socket.setTimeout(ANSWER_MS, () => socket.destroy());
    socket.on('error', () => resolve(undefined));
    socket.on('close', () => resolve(undefined));
  });
}

/** A certificate that ends within 30 days is somebody's task; one that has ended is an outage. */
export function untilCheck(name: string, until: string, now: number): Check {
  const left = Date.parse(until) - now;
  const cure = 'Renew it, and see why it was not renewed by itself.';
  if (left <= 0) return fail(name, `ended ${roughly(left)} ago`, cure);
  const says = `ends in ${roughly(left)}`;
  return left < WARN_DAYS * DAY_MS ? warn(name, says, cure) : ok(name, says);
}
