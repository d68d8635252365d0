import { type Check, fail, ok, unknown, warn } from './check.ts';
import { clockCheck } from './clockChecks.ts';
import { untilCheck } from './outsideChecks.ts';
import type { Examination } from './types.ts';

const WHY: Record<string, [string, string]> = {
  auth: ['does not take our name and password', 'Correct user and password in TOCSIN_SMTP_URL.'],
  tls: [
    'offers no trustworthy encryption',
    "Renew the mail server's certificate, or correct its host in TOCSIN_SMTP_URL.",
  ],
  timeout: ['does not answer in time', 'Look at the firewall: many networks block ports 25 and 587.'],
  unreachable: ['cannot be reached', 'Correct TOCSIN_SMTP_URL, or look at the firewall.'],
};

/** Mail server, its certificate and clock, and what receivers look up of the sending domain. */
export function mailChecks(examination: Examination | undefined, now: number): Check[] {
  if (!examination) return [unknown('mail', 'no worker has looked yet')];
  const { mail, domain } = examination;
  return [
    serverCheck(mail),
    ...(mail.certificateUntil
      ? [untilCheck('certificate of the mail server', mail.certificateUntil, now)]
      : []),
    ...(mail.server === 'outward' ? [clockCheck('clock of the mail server', mail.aheadMs, 3_000)] : []),
    ...domainChecks(domain),
  ];
}

function serverCheck({ server, problem }: Examination['mail']): Check {
  const cure = 'Set TOCSIN_SMTP_URL: nobody is reached by mail until then.';
  if (server === 'none') return fail('mail', 'no mail server is set', cure);
  if (server === 'catcher') return fail('mail', 'stays on this machine (the catcher)', cure);
  if (problem === null) return ok('mail', 'the server takes our mail');
  const [says, what] = WHY[problem] ?? [
    `is not usable (${problem})`,
    "The worker's log and the mail server's say more.",
  ];
  return fail('mail', `the server ${says}`, what);
}

function domainChecks(domain: Examination['domain']): Check[] {
  if (!domain)
    return [
      warn(
        'sending domain',
        'no sender is set',
        'Set TOCSIN_MAIL_FROM to an address of yours: mail from "localhost" is thrown away.',
      ),
    ];
  const { domain: name, spf, dmarc, dkim } = domain;
  return [
    recordCheck(
      'SPF',
      spf,
      name,
      `Publish a TXT record "v=spf1 … -all" at ${name} that names your mail server.`,
    ),
    dkim === null
      ? unknown('DKIM', 'no selector is set', 'Set TOCSIN_DKIM_SELECTOR to have it looked up.')
      : recordCheck(
          'DKIM',
          dkim,
          name,
          'Publish the key of your mail server, or correct TOCSIN_DKIM_SELECTOR.',
        ),
    recordCheck('DMARC', dmarc, name, `Publish a TXT record "v=DMARC1; p=…" at _dmarc.${name}.`),
  ];
}

function recordCheck(name: string, state: string, domain: string, cure: string): Check {
  if (state === 'found') return ok(name, `published for ${domain}`);
  if (state === 'missing')
    return warn(name, `not published for ${domain}: pages may land in the junk folder`, cure);
  return unknown(name, 'could not be checked: no DNS server answers the worker');
}
