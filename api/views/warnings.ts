import { type Config, isLoopbackUrl } from '../../config/index.ts';
import type { Standing } from '../../domain/onCall/asked.ts';
import { everyWay } from '../../domain/onCall/reach.ts';
import { type Unready, unready } from '../../domain/onCall/readiness.ts';
import type { Policy } from '../../domain/organisation.ts';
import type { ContactMethod, Service } from '../../domain/policy/contacts.ts';
import { unreadyText, type Warning, warningText } from '../../templates/catalogue.ts';

/** Whom an incident's pages would ask, as things stand. */
export interface Pageable {
  policy: Policy;
  drill: boolean;
  standing: Standing;
  /** False where nobody looked which ways are verified: then nothing is said about them. */
  waysKnown: boolean;
}

/**
 * What would keep a page from reaching a person, said before anybody relies on it. During an incident only what counts
 * now: what is missing in the set-up is folded into one sentence, and left out where nothing leaves the machine anyway.
 */
export function warningsFor(config: Config, pageable: Pageable): Warning[] {
  const { policy, drill } = pageable;
  const plain = (code: string): Warning => ({ code, text: warningText(code, policy.language) });
  const ways = everyWay(policy, drill);
  const elsewhere = isElsewhere(config.TOCSIN_PUBLIC_URL);
  if (drill) return ways.length > 0 ? [] : [plain('nobodyAgreedToDrills')];
  const here = elsewhere ? [] : [plain('noPublicAddress')];
  if (ways.length === 0) return [plain('nobodyReachable'), ...here];
  if (!ways.some((way) => isOutward(config, way))) return [plain('noOutwardChannel'), ...here];
  const lacks = unready(policy, pageable.standing);
  const now = lacks.filter(isNow).map((lack) => worded(policy, lack));
  return [...now, ...here, ...(pageable.waysKnown ? folded(policy, lacks) : [])];
}

const worded = (policy: Policy, lack: Unready): Warning => ({
  code: lack.code,
  text: unreadyText(policy, lack),
});

const isNow = ({ code }: Unready): boolean => code === 'nobodyToAsk' || code === 'stepsEmpty';

/** What is missing in the set-up, in one sentence. */
function folded(policy: Policy, lacks: readonly Unready[]): Warning[] {
  const ways = lacks.find((lack) => lack.code === 'waysUnverified');
  const people = lacks.find((lack) => lack.code === 'oneWayOnly')?.people.length ?? 0;
  if (!ways && people === 0) return [];
  const values = { unverified: ways?.ways.length ?? 0, of: ways?.of ?? 0, people };
  return [{ code: 'contactsIncomplete', text: warningText('contactsIncomplete', policy.language, values) }];
}

/** Does this way leave the machine? */
function isOutward(config: Config, way: ContactMethod | Service): boolean {
  switch (way.channel) {
    case 'smtp':
      return config.TOCSIN_SMTP_URL !== undefined;
    case 'slack':
      return config.TOCSIN_SLACK_BOT_TOKEN !== undefined;
    case 'sms':
    case 'voice':
      return config.TOCSIN_TWILIO_ACCOUNT_SID !== undefined;
    case 'webhook':
    case 'teams':
    case 'pagerduty':
    case 'opsgenie':
      return isElsewhere(way.url);
  }
}

const isElsewhere = (address: string | undefined): boolean =>
  address !== undefined && !isLoopbackUrl(address);
