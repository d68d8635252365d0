import { createSmsChannel } from '../channels/sms.ts';
import type { TextsOf } from '../channels/texts.ts';
import type { TwilioOptions } from '../channels/twilio.ts';
import type { Channel } from '../channels/types.ts';
import { createVoiceChannel } from '../channels/voice.ts';
import type { Config } from '../config/index.ts';
import type { Clock } from '../domain/clock.ts';
import { callbacksFor } from './callbacks.ts';
import { usable } from './usable.ts';

const URL_VARIABLE = 'TOCSIN_TWILIO_URL';

/** Text messages and calls, where account, credentials and sender are set. A messaging service sends no calls. */
export function telephoneChannels(
  config: Config,
  clock: Clock,
  { linkKey, texts }: { linkKey: Uint8Array; texts: TextsOf },
): { sms?: Channel; voice?: Channel } {
  const { TOCSIN_TWILIO_ACCOUNT_SID: accountSid, TOCSIN_TWILIO_FROM: from } = config;
  const credentials = telephoneCredentials(config);
  if (!accountSid || !credentials) return {};
  const callbacks = callbacksFor(config, linkKey, clock);
  const common = {
    now: () => clock.now(),
    texts,
    url: config.TOCSIN_TWILIO_URL,
    accountSid,
    ...credentials,
    ...(callbacks ? { callbacks } : {}),
  };
  const caller = config.TOCSIN_TWILIO_VOICE_FROM ?? (from?.startsWith('+') ? from : undefined);
  return {
    ...(from ? { sms: usable(URL_VARIABLE, () => createSmsChannel({ ...common, from })) } : {}),
    ...(caller ? { voice: usable(URL_VARIABLE, () => createVoiceChannel({ ...common, from: caller })) } : {}),
  };
}

/** An API key goes before the auth token. */
function telephoneCredentials(config: Config): Pick<TwilioOptions, 'user' | 'password'> | undefined {
  const { TOCSIN_TWILIO_API_KEY: key, TOCSIN_TWILIO_API_SECRET: secret } = config;
  const { TOCSIN_TWILIO_ACCOUNT_SID: account, TOCSIN_TWILIO_AUTH_TOKEN: token } = config;
  if (key && secret) return { user: key, password: secret };
  return account && token ? { user: account, password: token } : undefined;
}
