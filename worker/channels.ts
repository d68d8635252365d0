import type { Logger } from 'pino';
import { ChannelError } from '../channels/errors.ts';
import { createSmtpChannel, type SmtpOptions } from '../channels/smtp.ts';
import type { Channel } from '../channels/types.ts';
import { createWebhookChannel } from '../channels/webhook.ts';
import { type Config, ConfigError, type MailSender, mailSender } from '../config/index.ts';
import type { Clock } from '../domain/clock.ts';
import type { ChannelName } from '../domain/organisation.ts';

export interface Channels {
  channels: Partial<Record<ChannelName, Channel>>;
  catcher?: Channel;
}

const DEFAULT_SENDER: MailSender = { name: 'Tocsin', address: 'tocsin@localhost' };
/** Shorter than the activity's own limit, so that the outcome is recorded. */
const SEND_LIMIT_MS = 20_000;

/**
 * The ways out that are configured. Without a mail server mail goes to the local catcher and reaches nobody.
 * @throws ConfigError naming the variable whose URL cannot be used
 */
export function createChannels(config: Config, clock: Clock): Channels {
  const from = mailSender(config.TOCSIN_MAIL_FROM ?? '') ?? DEFAULT_SENDER;
  const catcher = config.TOCSIN_CATCHER_SMTP_URL
    ? mailChannel('TOCSIN_CATCHER_SMTP_URL', {
        url: config.TOCSIN_CATCHER_SMTP_URL,
        from,
        catcher: true,
        totalTimeoutMs: SEND_LIMIT_MS,
      })
    : undefined;
  const smtp = config.TOCSIN_SMTP_URL
    ? mailChannel('TOCSIN_SMTP_URL', {
        url: config.TOCSIN_SMTP_URL,
        from,
        allowPlaintext: config.TOCSIN_SMTP_ALLOW_PLAINTEXT,
        totalTimeoutMs: SEND_LIMIT_MS,
      })
    : catcher;
  const webhook = createWebhookChannel({ now: () => clock.now() });
  return { channels: { webhook, ...(smtp ? { smtp } : {}) }, ...(catcher ? { catcher } : {}) };
}

/** The channel's own sentence, which never repeats the URL, under the name of the variable. */
function mailChannel(variable: 'TOCSIN_SMTP_URL' | 'TOCSIN_CATCHER_SMTP_URL', options: SmtpOptions): Channel {
  try {
    return createSmtpChannel(options);
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    throw new ConfigError(
      `wrong environment: ${variable} cannot be used. ${error.message} See .env.example.`,
    );
  }
}

/** Asks the configured mail server once whether it would take our mail, and says loudly when it would not. */
export async function checkMailServer(
  { channels: { smtp } }: Pick<Channels, 'channels'>,
  logger: Logger,
): Promise<void> {
  if (!smtp?.outward) return;
  try {
    await smtp.verify();
  } catch (error) {
    const code = error instanceof ChannelError ? error.code : 'unknown';
    logger.error(
      { code, variable: 'TOCSIN_SMTP_URL' },
      'THE MAIL SERVER DOES NOT TAKE OUR MAIL: nobody is paged by mail until this is put right',
    );
  }
}

export async function closeChannels({ channels, catcher }: Channels): Promise<void> {
  await Promise.all(
    [...new Set([...Object.values(channels), ...(catcher ? [catcher] : [])])].map((one) => one.close()),
  );
}
