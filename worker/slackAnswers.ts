import type { Logger } from 'pino';
import type { SlackChannel } from '../channels/slack.ts';
import type { Press } from '../channels/slackPress.ts';
import { SlackSocket, type SocketEvent } from '../channels/slackSocket.ts';
import { ChannelError } from '../channels/errors.ts';
import type { Config } from '../config/index.ts';
import type { Store } from '../db/incidentChange.ts';
import { channelText, type ChannelText } from '../templates/catalogue.ts';
import { answerFromSlack, type SlackAnswer } from './slackAnswer.ts';

export interface SlackAnswersOptions extends Store {
  config: Config;
  /** The channel that says what became of a press. */
  slack: SlackChannel | undefined;
  linkKey: Uint8Array;
  logger: Logger;
}

export interface SlackAnswers {
  /** Takes no more presses; those under way finish. */
  stop(): Promise<void>;
}

/** Listens for presses of the button in Slack, where both tokens are set; undefined otherwise. */
export function startSlackAnswers(options: SlackAnswersOptions): SlackAnswers | undefined {
  const { config, slack, logger } = options;
  const { TOCSIN_SLACK_APP_TOKEN: token, TOCSIN_SLACK_URL: url } = config;
  if (!slack || !token) return undefined;
  const underWay = new Set<Promise<void>>();
  const socket = new SlackSocket({
    token,
    url,
    now: () => options.clock.now(),
    onPress: (press) => {
      const work = answer(options, slack, press).finally(() => underWay.delete(work));
      underWay.add(work);
    },
    onEvent: (event) => report(logger, event),
  });
  socket.start();
  return {
    async stop() {
      socket.stop();
      await Promise.all(underWay);
    },
  };
}

const TEXTS: Record<Exclude<SlackAnswer['outcome'], 'answered'>, ChannelText> = {
  notOpen: 'slackNotOpen',
  doubted: 'slackDoubted',
  unknown: 'slackUnknown',
  expired: 'slackExpired',
};

async function answer(options: SlackAnswersOptions, slack: SlackChannel, press: Press): Promise<void> {
  try {
    await show(slack, press, await taken(options, press));
  } catch (error) {
    // The answer is on record or its reader was told that it is not; only Slack did not take our word.
    options.logger.warn({ code: codeOf(error) }, 'Slack did not show what became of an answer');
  }
}

async function taken(options: SlackAnswersOptions, press: Press): Promise<SlackAnswer | undefined> {
  try {
    return await answerFromSlack(options, options.linkKey, press);
  } catch (error) {
    options.logger.error({ code: codeOf(error) }, 'an answer from Slack could not be kept');
    return undefined;
  }
}

async function show(slack: SlackChannel, press: Press, result: SlackAnswer | undefined): Promise<void> {
  const { conversation, member, ts, blocks } = press;
  if (!result) return slack.tell(conversation, member, channelText('slackFailed', 'en'));
  const { outcome, language, by = '' } = result;
  if (outcome !== 'answered')
    return slack.tell(conversation, member, channelText(TEXTS[outcome], language, { member }));
  const note = channelText('slackAnswered', language, { by });
  await (ts ? slack.showAnswer({ conversation, ts, blocks }, note) : slack.tell(conversation, member, note));
}

const codeOf = (error: unknown): string =>
  error instanceof ChannelError ? error.code : error instanceof Error ? error.name : 'unknown';

function report(logger: Logger, event: SocketEvent): void {
  if (event.event === 'ready') logger.info('Slack tells of answers');
  else if (event.event === 'ended' && event.reason === 'replace')
    logger.debug(event, 'Slack changes the connection');
  else logger.warn(event, 'Slack does not tell of answers just now: the button in a page is dead meanwhile');
}
