import type { Callbacks } from '../channels/twilio.ts';
import type { OutboundMessage } from '../channels/types.ts';
import { type Config, isLoopbackUrl } from '../config/index.ts';
import { callbackToken } from '../domain/callbackToken.ts';
import type { Clock } from '../domain/clock.ts';
import { keyHash } from '../domain/keyHash.ts';
import { checkAcknowledgeToken } from '../domain/links.ts';

/**
 * Where the telephone provider reports to. Undefined where it cannot reach us, or where we could not tell its reports
 * from others'. What a message is about stands in its acknowledge link; one without a link gets no report.
 */
export function callbacksFor(config: Config, linkKey: Uint8Array, clock: Clock): Callbacks | undefined {
  const base = config.TOCSIN_PUBLIC_URL;
  if (!base || isLoopbackUrl(base) || !config.TOCSIN_TWILIO_AUTH_TOKEN) return undefined;
  return {
    status(message) {
      const token = tokenOf(message);
      const check = token && checkAcknowledgeToken(linkKey, token, clock.now());
      if (!check || !check.ok) return undefined;
      const subject = { ...check.claims, keyHash: keyHash(message.key) };
      return `${base}/hooks/twilio/status/${callbackToken(linkKey, subject)}`;
    },
    answer(message) {
      const token = tokenOf(message);
      return token && `${base}/hooks/twilio/voice/${token}`;
    },
  };
}

const tokenOf = ({ acknowledgeUrl }: OutboundMessage): string | undefined =>
  URL.parse(acknowledgeUrl ?? '')
    ?.pathname.split('/')
    .at(-1);
