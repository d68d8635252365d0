import { expect } from '@jest/globals';
import { ChannelError } from '../../channels/errors.ts';
import { createOpsgenieChannel } from '../../channels/opsgenie.ts';
import { createPagerDutyChannel } from '../../channels/pagerduty.ts';
import { createSlackChannel } from '../../channels/slack.ts';
import { createSmsChannel } from '../../channels/sms.ts';
import { createTeamsChannel } from '../../channels/teams.ts';
import type { ChannelTexts } from '../../channels/texts.ts';
import type { Callbacks } from '../../channels/twilio.ts';
import type { Channel, OutboundMessage } from '../../channels/types.ts';
import { createVoiceChannel } from '../../channels/voice.ts';
import type { HttpBehaviour, ReceivedRequest } from '../support/httpReceiver.ts';

export const NOW = new Date('2026-11-27T14:05:30.900Z');
export const TOKEN = 'eyJhIjoxfQ.c2lnbmF0dXJl';
export const LINK = `https://tocsin.school.test/acknowledge/${TOKEN}`;
export const SECRET = 'routing-key-0123456789';
export const ACCOUNT = `AC${'0'.repeat(32)}`;
export const SID = `SM${'a'.repeat(32)}`;
export const DEDUP = 'tocsin:one:two:three:signature';

export const texts: Record<string, ChannelTexts> = {
  en: { acknowledge: 'I have it', open: 'Open', pressOne: 'Press one.' },
  de: { acknowledge: 'Ich habe es', open: 'Öffnen', pressOne: 'Drücken Sie die Eins.' },
};
const textsOf = (language: string): ChannelTexts => texts[language] as ChannelTexts;
/** The machine is shared: only a test about silence is impatient. */
const common = { now: () => NOW, timeoutMs: 5_000, texts: textsOf };
export const IMPATIENT = { timeoutMs: 300 };

export type Tested = 'slack' | 'teams' | 'pagerduty' | 'opsgenie' | 'sms' | 'voice';
export const TESTED: Tested[] = ['slack', 'teams', 'pagerduty', 'opsgenie', 'sms', 'voice'];

/** What the real provider answers when it takes a message. */
export const ACCEPTED: Record<Tested, HttpBehaviour> = {
  slack: answer(200, { ok: true, channel: 'D0123456789', ts: '1732716330.000100', message: {} }),
  teams: { status: 202 },
  pagerduty: answer(202, { status: 'success', message: 'Event processed', dedup_key: DEDUP }),
  opsgenie: answer(202, {
    result: 'Request will be processed',
    took: 0.107,
    requestId: '43a29c5c-3dbf-4fa4',
  }),
  sms: answer(201, { sid: SID, status: 'queued', error_code: null }),
  voice: answer(201, { sid: SID.replace('SM', 'CA'), status: 'queued' }),
};

export function answer(status: number, body: unknown, headers: Record<string, string> = {}): HttpBehaviour {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

/** A channel whose provider is a receiver on this machine. */
export function channelAt(
  name: Tested,
  url: string,
  more: { callbacks?: Callbacks; timeoutMs?: number } = {},
): Channel {
  const options = { ...common, url, ...more };
  const twilio = {
    ...options,
    accountSid: ACCOUNT,
    user: ACCOUNT,
    password: 'auth-token',
    from: '+441632960101',
  };
  switch (name) {
    case 'slack':
      return createSlackChannel({ ...options, token: 'xoxb-1234567890' });
    case 'teams':
      return createTeamsChannel(options);
    case 'pagerduty':
      return createPagerDutyChannel(options);
    case 'opsgenie':
      return createOpsgenieChannel(options);
    case 'sms':
      return createSmsChannel(twilio);
    case 'voice':
      return createVoiceChannel(twilio);
  }
}

const ADDRESS: Record<Tested, (url: string) => string> = {
  slack: () => 'U0123456789',
  teams: (url) => url,
  pagerduty: () => '',
  opsgenie: () => '',
  sms: () => '+441632960202',
  voice: () => '+441632960202',
};

/** A page as the engine hands it to this channel. */
export const pageTo = (name: Tested, url: string, more: Partial<OutboundMessage> = {}): OutboundMessage => ({
  key: 'inc-1/authority/1/50/1/1/pseudonym/channel',
  to: { name: 'Maria', address: ADDRESS[name](url) },
  subject: 'ICO notification due Fri 27 Nov 2026, 14:05 GMT',
  short: 'Incident 2026-001: ICO notification due 14:05 GMT',
  text: 'Due in 36 hours.\n\nAnswer please.',
  html: '<p>unused</p>',
  data: {},
  acknowledgeUrl: LINK,
  secret: SECRET,
  endpoint: url,
  alert: { action: 'trigger', dedupKey: DEDUP, severity: 'critical' },
  ...more,
});

export async function failureOf(sending: Promise<unknown>): Promise<ChannelError> {
  const error = await sending.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ChannelError);
  expect((error as ChannelError).cause).toBeUndefined();
  return error as ChannelError;
}

/** The fields of a form as it went over the wire. */
export const formOf = (request: ReceivedRequest | undefined): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(request?.body));
