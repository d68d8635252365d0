import { Resolver } from 'node:dns/promises';

/** `unknown`: no DNS server answered, which says nothing about the domain. */
export type RecordState = 'found' | 'missing' | 'unknown';

export interface SendingDomain {
  domain: string;
  spf: RecordState;
  dmarc: RecordState;
  /** Null where no selector is configured. */
  dkim: RecordState | null;
}

/** The names are known not to exist, or to have no text. */
const MISSING = ['ENOTFOUND', 'ENODATA'];

export type LookUp = (name: string) => Promise<string[][]>;

/** TXT records by the servers of the system, or by these; a few seconds at most. */
export function systemLookUp(servers?: string[]): LookUp {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  if (servers) resolver.setServers(servers);
  return (name) => resolver.resolveTxt(name);
}

/** What receivers look up before they believe a mail: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489). */
export async function lookAtDomain(
  domain: string,
  selector: string | undefined,
  lookUp: LookUp,
): Promise<SendingDomain> {
  const [spf, dmarc, dkim] = await Promise.all([
    stateOf(lookUp, domain, /^v=spf1(\s|$)/i),
    stateOf(lookUp, `_dmarc.${domain}`, /^v=DMARC1\s*(;|$)/i),
    selector === undefined ? null : stateOf(lookUp, `${selector}._domainkey.${domain}`, /(^|;)\s*p=[^;\s]/i),
  ]);
  return { domain, spf, dmarc, dkim };
}

async function stateOf(lookUp: LookUp, name: string, pattern: RegExp): Promise<RecordState> {
  try {
    const records = await lookUp(name);
    return records.some((parts) => pattern.test(parts.join(''))) ? 'found' : 'missing';
  } catch (error) {
    return MISSING.includes((error as NodeJS.ErrnoException).code ?? '') ? 'missing' : 'unknown';
  }
}
