import { inOrganisation, type Database } from '../db/database.ts';
import type { DataKeys } from '../db/dataKeys.ts';
import type { Clock } from '../domain/clock.ts';
import { findOwnOrganisation } from '../db/organisations.ts';
import { listOrganisations } from '../db/outbox.ts';

/** A source of kind "mail" in the policy of one organisation. */
export interface MailSource {
  organisationId: string;
  sourceId: string;
  address: string;
}

const AT_ONCE = 500;
/** Policies are sealed, so they are opened one by one; what was read serves for so long. */
const KEPT_MS = 60_000;
/** An address that is not known may be new; it is looked for again, but not more often than this. */
const AGAIN_MS = 2_000;

/** Which address belongs to which source, over all organisations. */
export class MailSources {
  readonly #options: { db: Database; keys: DataKeys; clock: Clock };
  #sources: MailSource[] = [];
  #readAt = -Infinity;

  constructor(options: { db: Database; keys: DataKeys; clock: Clock }) {
    this.#options = options;
  }

  /** The sources to which these addresses belong. */
  async find(addresses: readonly string[]): Promise<MailSource[]> {
    const known = matching(await this.#all(KEPT_MS), addresses);
    return known.length > 0 ? known : matching(await this.#all(AGAIN_MS), addresses);
  }

  /** The one source that there is, for a folder into which only its mail is filtered; undefined where there are several. */
  async only(): Promise<MailSource | undefined> {
    const sources = await this.#all(KEPT_MS);
    return sources.length === 1 ? sources[0] : undefined;
  }

  async #all(maxAgeMs: number): Promise<MailSource[]> {
    const now = performance.now();
    if (now - this.#readAt < maxAgeMs) return this.#sources;
    const sources: MailSource[] = [];
    for (const organisationId of await this.organisations())
      sources.push(...(await this.#read(organisationId)));
    this.#sources = sources;
    this.#readAt = now;
    return sources;
  }

  /** Every organisation's id. */
  async organisations(): Promise<string[]> {
    const all: string[] = [];
    for (let more = true; more;) {
      const some = await listOrganisations(this.#options.db, AT_ONCE, all.at(-1));
      all.push(...some);
      more = some.length === AT_ONCE;
    }
    return all;
  }

  async #read(organisationId: string): Promise<MailSource[]> {
    const { db, keys } = this.#options;
    const stored = await inOrganisation(db, organisationId, (scope) => findOwnOrganisation(scope, keys));
    return (stored?.organisation.policy.inbound ?? []).flatMap((source) =>
      source.kind === 'mail'
        ? [{ organisationId, sourceId: source.id, address: source.address.toLowerCase() }]
        : [],
    );
  }
}

const matching = (sources: readonly MailSource[], addresses: readonly string[]): MailSource[] =>
  sources.filter(({ address }) => addresses.includes(address));
