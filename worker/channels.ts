import type { Logger } from 'pino';
import { ChannelError } from '../channels/errors.ts';
import { createOpsgenieChannel } from '../channels/opsgenie.ts';
import { createPagerDutyChannel } from '../channels/pagerduty.ts';
import { createSlackChannel, type SlackChannel } from '../channels/slack.ts';
import { createSmtpChannel, type SmtpOptions } from '../channels/smtp.ts';
import { createTeamsChannel } from '../channels/teams.ts';
import type { TextsOf } from '../channels/texts.ts';
import type { Channel } from '../channels/types.ts';
import { createWebhookChannel } from '../channels/webhook.ts';
import { type Config, type MailSender, mailSender } from '../config/index.ts';
import type { Clock } from '../domain/clock.ts';
import type { ChannelName } from '../domain/organisation.ts';
import { channelText } from '../templates/catalogue.ts';
import { telephoneChannels } from './telephone.ts';
import { usable } from './usable.ts';

export interface Channels {
  channels: Partial<Record<ChannelName, Channel>>;
  catcher?: Channel;
  /** The same as channels.slack, with what only Slack can do. */
  slack?: SlackChannel;
}

const DEFAULT_SENDER: MailSender = { name: 'Tocsin', address: 'tocsin@localhost' };
/** Shorter than the activity's own limit, so that the outcome is recorded. */
const SEND_LIMIT_MS = 20_000;

/** What channels add to a message, from the texts. */
export const channelTexts: TextsOf = (language) => ({
  acknowledge: channelText('acknowledge', language),
  open: channelText('open', language),
  pressOne: channelText('pressOne', language),
});

/**
 * The ways out that are configured; one that is not is absent. Webhooks, Teams and pagers need no setting: addresses
 * and keys are in the policy. Without a mail server mail goes to the local catcher and reaches nobody.
 * @param linkKey of the acknowledge links, for the addresses to which a telephone provider reports
 * @throws ConfigError naming the variable that cannot be used
 */
export function createChannels(config: Config, clock: Clock, linkKey: Uint8Array): Channels {
  const { smtp, catcher } = mailChannels(config);
  const options = { now: () => clock.now(), texts: channelTexts, timeoutMs: SEND_LIMIT_MS };
  const slack = slackChannel(config, options);
  return {
    channels: {
      webhook: createWebhookChannel(options),
      teams: createTeamsChannel(options),
      pagerduty: createPagerDutyChannel(options),
      opsgenie: createOpsgenieChannel(options),
      ...telephoneChannels(config, clock, { linkKey, texts: channelTexts }),
      ...(slack ? { slack } : {}),
      ...(smtp ? { smtp } : {}),
    },
    ...(slack ? { slack } : {}),
    ...(catcher ? { catcher } : {}),
  };
}

function mailChannels(config: Config): { smtp?: Channel | undefined; catcher?: Channel | undefined } {
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
  return { smtp, catcher };
}

const mailChannel = (
  variable: 'TOCSIN_SMTP_URL' | 'TOCSIN_CATCHER_SMTP_URL',
  options: SmtpOptions,
): Channel => usable(variable, () => createSmtpChannel(options));

function slackChannel(
  config: Config,
  options: { now: () => Date; texts: TextsOf; timeoutMs: number },
): SlackChannel | undefined {
  const { TOCSIN_SLACK_BOT_TOKEN: token, TOCSIN_SLACK_URL: url } = config;
  if (!token) return undefined;
  return usable('TOCSIN_SLACK_URL', () => createSlackChannel({ ...options, token, url }));
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
