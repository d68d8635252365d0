import type { Logger } from 'pino';
import { type Database, failureCode, inOrganisation } from '../../db/database.ts';
import { type DataKeys, KeyErasedError } from '../../db/dataKeys.ts';
import { listOrganisations } from '../../db/outbox.ts';
import { incidentCandidatesOf, outboxAges, unsealedAges } from '../../db/watchdogLook.ts';
import type { Clock } from '../../domain/clock.ts';
import type { ChannelName } from '../../domain/organisation.ts';
import type { Candidate, CandidateKind } from '../../domain/watchdog/candidate.ts';
import { writeEntries } from './entries.ts';
import { recordFindings } from './findings.ts';
import { Sightings } from './sightings.ts';

const ORGANISATIONS = 500;

export interface WatchdogOptions {
  db: Database;
  /** Sees the outbox. */
  relayDb: Database;
  keys: DataKeys;
  clock: Clock;
  logger: Logger;
  /** How long something may be overdue. */
  graceMs: number;
  /** The ways out that this installation has. */
  channels: readonly ChannelName[];
  operator?: string | undefined;
}

/** For how many milliseconds something of an organisation as a whole waits. */
type Ages = ReadonlyMap<string, number>;
/** What was asked of all organisations at once. */
interface Common {
  unsealed: Ages;
  outbox: Ages;
}

/**
 * Compares what should have happened by now with what is on record, from PostgreSQL alone, and alarms by direct
 * message. Knows nothing of Temporal.
 */
export class Watchdog {
  readonly #options: WatchdogOptions;
  readonly #sightings = new Map<string, Sightings>();

  constructor(options: WatchdogOptions) {
    this.#options = options;
  }

  /**
   * One look at every organisation; one that cannot be read keeps none of the others waiting.
   * @returns how many could not be seen
   * @throws what the database says where it is away
   */
  async look(): Promise<number> {
    const { db, relayDb, clock } = this.#options;
    const unsealed = await unsealedAges(db);
    const outbox = await outboxAges(relayDb, clock.now()).catch((error: unknown) => {
      this.#log(error, 'the outbox is not readable');
      return new Map<string, number>();
    });
    let after: string | undefined;
    let unseen = 0;
    for (;;) {
      const organisations = await listOrganisations(db, ORGANISATIONS, after);
      for (const id of organisations) if (!(await this.#sees(id, { unsealed, outbox }))) unseen += 1;
      after = organisations.at(-1);
      if (organisations.length < ORGANISATIONS) return unseen;
    }
  }

  /** One whose key was erased has nothing left to be seen. */
  async #sees(organisationId: string, common: Common): Promise<boolean> {
    try {
      await this.#lookAt(organisationId, common);
      return true;
    } catch (error) {
      if (error instanceof KeyErasedError) return true;
      this.#log(error, 'an organisation cannot be watched; the others are', organisationId);
      return false;
    }
  }

  async #lookAt(organisationId: string, common: Common): Promise<void> {
    const { db, keys, clock } = this.#options;
    const now = clock.now();
    const candidates = [
      ...(await inOrganisation(db, organisationId, (scope) => incidentCandidatesOf(scope, keys, now))),
      ...ofOrganisation('outbox', common.outbox.get(organisationId), now),
      ...ofOrganisation('sealing', common.unsealed.get(organisationId), now),
    ];
    const overdue = this.#sightingsOf(organisationId).look(candidates, now);
    const decision = await recordFindings(this.#options, organisationId, { candidates, overdue, now });
    if (!decision) return;
    const { news, repeats, ended } = decision;
    const counts = { news: news.length, repeats: repeats.length, ended: ended.length };
    this.#options.logger.error({ organisationId, ...counts }, 'the watchdog told people');
    await writeEntries(this.#options, organisationId, decision, (error) =>
      this.#log(error, 'an alarm is not in the timeline', organisationId),
    );
  }

  #sightingsOf(organisationId: string): Sightings {
    const known = this.#sightings.get(organisationId) ?? new Sightings(this.#options.graceMs);
    this.#sightings.set(organisationId, known);
    return known;
  }

  #log(error: unknown, sentence: string, organisationId?: string): void {
    const code = failureCode(error);
    this.#options.logger.error({ code, ...(organisationId ? { organisationId } : {}) }, sentence);
  }
}

const ofOrganisation = (kind: CandidateKind, waitsMs: number | undefined, now: Date): Candidate[] =>
  waitsMs === undefined
    ? []
    : [{ key: kind, kind, incidentId: null, dueAt: new Date(now.getTime() - waitsMs) }];
