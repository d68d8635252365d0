import { sql } from 'kysely';
import { inOrganisation } from '../../db/database.ts';
import { lockIncident, type Store } from '../../db/incidentChange.ts';
import { appendEntries, type NewEntry } from '../../db/timeline.ts';
import type { Candidate } from '../../domain/watchdog/candidate.ts';
import { SYSTEM } from '../../domain/timeline/kinds.ts';
import type { Decision } from './decision.ts';

/** Whoever holds an incident's lock for longer may be what is stuck. */
const LOCK_WAIT = '2s';

type About = Pick<Candidate, 'kind' | 'dueAt' | 'incidentId'> & { alarms?: number };
type Saying = Pick<NewEntry, 'kind' | 'data'>;

/**
 * Writes into the timeline what was alarmed and what ended: of each incident in its own, of the organisation in the
 * organisation's. Comes after the alarm, which must not wait for it.
 * @param onError told of each entry that could not be written
 */
export async function writeEntries(
  store: Store,
  organisationId: string,
  { news, repeats, ended }: Decision,
  onError: (error: unknown) => void,
): Promise<void> {
  const said: [About, Saying][] = [
    ...news.map((one): [About, Saying] => [one, alarmed({ ...one, alarms: 1 })]),
    ...repeats.map((one): [About, Saying] => [one, alarmed({ ...one, alarms: one.alarms + 1 })]),
    ...ended.map((one): [About, Saying] => [
      one,
      { kind: 'watchdog.allClear', data: { finding: `watchdog-${one.kind}` } },
    ]),
  ];
  for (const [{ incidentId }, saying] of said)
    await writeEntry(store, organisationId, incidentId, saying).catch(onError);
}

const alarmed = ({ kind, dueAt, alarms = 1 }: About): Saying => ({
  kind: 'watchdog.alarmed',
  data: { finding: `watchdog-${kind}`, dueAt: dueAt.toISOString(), alarms },
});

const writeEntry = (
  store: Store,
  organisationId: string,
  incidentId: string | null,
  saying: Saying,
): Promise<void> =>
  inOrganisation(store.db, organisationId, async (scope) => {
    if (incidentId === null) {
      const recordedAt = store.clock.now();
      const sealer = await store.keys.of(scope, organisationId);
      const context = { incidentId, drill: null, sealer, recordedAt };
      return appendEntries(scope, context, [{ ...saying, actor: SYSTEM, occurredAt: recordedAt }]);
    }
    await sql`select set_config('lock_timeout', ${LOCK_WAIT}, true)`.execute(scope);
    const change = await lockIncident(store, scope, { incidentId, actor: SYSTEM });
    change.record(saying);
    await change.flush();
  });
