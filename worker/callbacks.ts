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
  const subjectOf = (message: OutboundMessage) => {
    const token = tokenOf(message);
    const check = checkAcknowledgeToken(linkKey, token, clock.now());
    return check.ok ? { token, claims: check.claims } : undefined;
  };
  return {
    status(message) {
      const subject = subjectOf(message);
      if (!subject) return undefined;
      const token = callbackToken(linkKey, { ...subject.claims, keyHash: keyHash(message.key) });
      return `${base}/hooks/twilio/status/${token}`;
    },
    answer(message) {
      const subject = subjectOf(message);
      return subject && `${base}/hooks/twilio/voice/${subject.token}`;
    },
  };
}

const tokenOf = ({ acknowledgeUrl }: OutboundMessage): string =>
  URL.parse(acknowledgeUrl ?? '')
    ?.pathname.split('/')
    .at(-1) ?? '';
