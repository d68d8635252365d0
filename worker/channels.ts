import { createSmtpChannel } from '../channels/smtp.ts';
import type { Channel } from '../channels/types.ts';
import { createWebhookChannel } from '../channels/webhook.ts';
import type { Config } from '../config/index.ts';
import type { Clock } from '../domain/clock.ts';
import type { ChannelName } from '../domain/organisation.ts';

export interface Channels {
  channels: Partial<Record<ChannelName, Channel>>;
  catcher?: Channel;
}

const DEFAULT_SENDER = 'Tocsin <tocsin@localhost>';
/** Shorter than the activity's own limit, so that the outcome is recorded. */
const SEND_LIMIT_MS = 20_000;

/** "Name <address>" or a bare address. */
function sender(text: string): { name: string; address: string } {
  const match = /^(?<name>[^<>]*)<(?<address>[^<>]+)>$/.exec(text.trim());
  return {
    name: match?.groups?.['name']?.trim() || 'Tocsin',
    address: match?.groups?.['address'] ?? text.trim(),
  };
}

/** The ways out that are configured. Without a mail server mail goes to the local catcher and reaches nobody. */
export function createChannels(config: Config, clock: Clock): Channels {
  const from = sender(config.TOCSIN_MAIL_FROM ?? DEFAULT_SENDER);
  const catcher = config.TOCSIN_CATCHER_SMTP_URL
    ? createSmtpChannel({
        url: config.TOCSIN_CATCHER_SMTP_URL,
        from,
        catcher: true,
        totalTimeoutMs: SEND_LIMIT_MS,
      })
    : undefined;
  const smtp = config.TOCSIN_SMTP_URL
    ? createSmtpChannel({
        url: config.TOCSIN_SMTP_URL,
        from,
        allowPlaintext: config.TOCSIN_SMTP_ALLOW_PLAINTEXT,
        totalTimeoutMs: SEND_LIMIT_MS,
      })
    : catcher;
  const webhook = createWebhookChannel({ now: () => clock.now() });
  return { channels: { webhook, ...(smtp ? { smtp } : {}) }, ...(catcher ? { catcher } : {}) };
}

export async function closeChannels({ channels, catcher }: Channels): Promise<void> {
  await Promise.all(
    [...new Set([...Object.values(channels), ...(catcher ? [catcher] : [])])].map((one) => one.close()),
  );
}
