import { v7 as uuidv7 } from 'uuid';
import { type Database, inOrganisation, type Scope } from '../../db/database.ts';
import type { DataKeys } from '../../db/dataKeys.ts';
import { insertDirectMessage } from '../../db/directMessages.ts';
import { findOrganisation } from '../../db/organisations.ts';
import {
  type Finding,
  insertFinding,
  lockFindings,
  openFindings,
  updateFinding,
} from '../../db/watchdogFindings.ts';
import { backOffMs } from '../../domain/backOff.ts';
import type { ChannelName, Organisation } from '../../domain/organisation.ts';
import type { Candidate } from '../../domain/watchdog/candidate.ts';
import { decide, type Decision, isSilent, type Seen } from './decision.ts';
import { type Told, watchdogMessage } from './message.ts';
import { addressees } from './recipients.ts';

/** An alarm that lasts is said again after a quarter of an hour, then ever more seldom. */
const REPEAT = { firstMs: 15 * 60_000, mostMs: 4 * 3_600_000 };

export interface AlarmOptions {
  db: Database;
  keys: DataKeys;
  graceMs: number;
  channels: readonly ChannelName[];
  operator?: string | undefined;
}

/**
 * Stores what is to be said of one organisation, with the messages that say it, in one transaction: an alarm is never
 * on record without its messages, nor sent twice by two watchdogs.
 * @returns what was said; undefined where there was nothing to say, or another watchdog was at it
 */
export function recordFindings(
  options: AlarmOptions,
  organisationId: string,
  seen: Seen,
): Promise<Decision | undefined> {
  return inOrganisation(options.db, organisationId, async (scope) => {
    if (isSilent(decide(seen, await openFindings(scope), options.graceMs))) return undefined;
    if (!(await lockFindings(scope))) return undefined;
    const known = await openFindings(scope);
    const decision = decide(seen, known, options.graceMs);
    await store(scope, decision, seen.now);
    await tell(options, scope, decision, { now: seen.now, known });
    return decision;
  });
}

async function store(scope: Scope, { news, repeats, ended }: Decision, now: Date): Promise<void> {
  const next = (alarms: number) => new Date(now.getTime() + backOffMs(alarms, REPEAT, 1));
  for (const candidate of news) await insertFinding(scope, candidate, { now, nextAlarmAt: next(1) });
  for (const { id, alarms } of repeats)
    await updateFinding(scope, id, { alarms: alarms + 1, nextAlarmAt: next(alarms + 1) });
  for (const { id } of ended) await updateFinding(scope, id, { endedAt: now });
}

/** What one look brings up is one message to each way of each person; what ended is another. */
async function tell(
  options: AlarmOptions,
  scope: Scope,
  { news, repeats, ended }: Decision,
  { now, known }: { now: Date; known: Finding[] },
): Promise<void> {
  const sealer = await options.keys.of(scope, scope.organisationId);
  const organisation = (await findOrganisation(scope, sealer))?.organisation;
  if (!organisation) return;
  const alarm = await toldOf(scope, [...news, ...repeats]);
  const again = news.length === 0;
  const common = { scope, organisation, now };
  await send(options, { ...common, name: 'watchdog-alarm', told: alarm, again, lasting: [] });
  const over = await toldOf(scope, ended);
  const lasting = await toldOf(scope, [...news, ...known.filter((one) => !ended.includes(one))]);
  await send(options, { ...common, name: 'watchdog-all-clear', told: over, again: false, lasting });
}

interface Saying {
  scope: Scope;
  organisation: Organisation;
  name: 'watchdog-alarm' | 'watchdog-all-clear';
  told: Told[];
  again: boolean;
  /** What lasts on. */
  lasting: Told[];
  now: Date;
}

async function send({ keys, channels, operator }: AlarmOptions, saying: Saying): Promise<void> {
  const { scope, organisation, name: template, again, now } = saying;
  for (const { told, left, name, ...way } of addressees(organisation, saying, { channels, operator })) {
    await insertDirectMessage(scope, keys, {
      ...way,
      id: uuidv7(),
      kind: template === 'watchdog-alarm' ? 'alarm' : 'allClear',
      content: watchdogMessage({ name: template, organisation, told, again, left, now }, name),
      now,
    });
  }
}

/** What may be said of each: its incident's reference, and whether it is a drill. */
async function toldOf(scope: Scope, about: (Candidate | Finding)[]): Promise<Told[]> {
  const ids = about.flatMap(({ incidentId }) => (incidentId ? [incidentId] : []));
  if (about.length === 0) return [];
  const incidents =
    ids.length === 0
      ? []
      : await scope
          .selectFrom('incidents')
          .select(['id', 'reference', 'drillScale', 'drillLocalOnly', 'restrictedTo'])
          .where('organisationId', '=', scope.organisationId)
          .where('id', 'in', ids)
          .execute();
  return about.map(({ kind, dueAt, incidentId }) => {
    const incident = incidents.find(({ id }) => id === incidentId);
    return {
      kind,
      dueAt,
      reference: incident?.reference ?? null,
      drill: incident !== undefined && incident.drillScale !== null,
      localOnly: incident?.drillLocalOnly ?? false,
      restrictedTo: incident?.restrictedTo ?? null,
    };
  });
}
