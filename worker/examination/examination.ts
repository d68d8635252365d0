import { statfs } from 'node:fs/promises';
import { ChannelError } from '../../channels/errors.ts';
import type { Channel } from '../../channels/types.ts';
import { type Config, mailSender } from '../../config/index.ts';
import type { Clock } from '../../domain/clock.ts';
import { lookAtMailServer, type MailServerLook } from './mailServer.ts';
import { lookAtDomain, type LookUp, type SendingDomain } from './sendingDomain.ts';

/** What a worker finds when it looks at what it depends on. Codes and instants; `bin/tocsin doctor` has the sentences. */
export interface Examination {
  at: string;
  mail: MailFindings;
  domain: SendingDomain | null;
  /** Free on the disk of the data folder, where one is set; in bytes. */
  freeBytes: number | null;
}

export interface MailFindings extends MailServerLook {
  /** `catcher`: mail stays on this machine. */
  server: 'none' | 'catcher' | 'outward';
  /** Why the server would not take our mail; null when it would. */
  problem: string | null;
  /** The server's clock ahead of ours, in milliseconds, where its greeting has a date. */
  aheadMs: number | null;
}

export interface ExaminationOptions {
  config: Config;
  clock: Clock;
  smtp: Channel | undefined;
  lookUp: LookUp;
}

export async function examine({ config, clock, smtp, lookUp }: ExaminationOptions): Promise<Examination> {
  const sender = mailSender(config.TOCSIN_MAIL_FROM ?? '');
  const domain = sender?.address.split('@').at(-1)?.toLowerCase();
  const [mail, sending, freeBytes] = await Promise.all([
    examineMail(config.TOCSIN_SMTP_URL, smtp, clock),
    domain === undefined ? null : lookAtDomain(domain, config.TOCSIN_DKIM_SELECTOR, lookUp),
    freeOf(config.TOCSIN_DATA_DIR),
  ]);
  return { at: clock.now().toISOString(), mail, domain: sending, freeBytes };
}

const NOTHING = { certificateUntil: null, greetingDate: null, aheadMs: null };

async function examineMail(
  url: string | undefined,
  smtp: Channel | undefined,
  clock: Clock,
): Promise<MailFindings> {
  if (!smtp) return { ...NOTHING, server: 'none', problem: null };
  if (!smtp.outward || url === undefined) return { ...NOTHING, server: 'catcher', problem: null };
  const [problem, look] = await Promise.all([
    smtp.verify().then(() => null, codeOf),
    lookAtMailServer(url).catch(() => undefined),
  ]);
  const aheadMs = look?.greetingDate ? Date.parse(look.greetingDate) - clock.now().getTime() : null;
  return { ...NOTHING, ...look, server: 'outward', problem, aheadMs };
}

const codeOf = (error: unknown): string => (error instanceof ChannelError ? error.code : 'unknown');

const freeOf = (folder: string | undefined): Promise<number | null> =>
  folder
    ? statfs(folder).then(
        ({ bavail, bsize }) => bavail * bsize,
        () => null,
      )
    : Promise.resolve(null);
