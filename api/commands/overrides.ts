import type { z } from 'zod';
import type { Scope } from '../../db/database.ts';
import { insertOverride, withdrawOverride } from '../../db/onCallOverrides.ts';
import { appendEntries } from '../../db/timeline.ts';
import { MOST_OVERRIDE_DAYS, type Override } from '../../domain/onCall/override.ts';
import { personName } from '../../domain/onCall/wording.ts';
import type { Policy } from '../../domain/organisation.ts';
import type { Actor } from '../../domain/timeline/kinds.ts';
import type { ApiContext } from '../context.ts';
import { Problem } from '../problems.ts';
import { ownOrganisation, readRotaInstant, requirePerson, requireSchedule } from '../rota.ts';
import type { overrideSchema } from '../schemas/onCall.ts';

/** Who changes the rota, for the record: the key, and the person where one is named. */
export interface By {
  actor: Actor;
  by: string;
}

/**
 * Puts somebody on call for a while, whatever the schedule says.
 * @throws Problem when the schedule or the person is unknown, or the time is none that an override can have
 */
export async function makeOverride(
  context: ApiContext,
  scope: Scope,
  body: z.infer<typeof overrideSchema>,
  by: By,
): Promise<{ policy: Policy; override: Override }> {
  const { policy } = (await ownOrganisation(context, scope)).organisation;
  const schedule = requireSchedule(policy, body.schedule, '/schedule');
  const person = requirePerson(policy, body.person, '/person');
  const zone = schedule.timeZone ?? policy.timeZone;
  const [from, until] = [wholeSecond('/from', body.from, zone), wholeSecond('/until', body.until, zone)];
  const now = context.clock.now();
  requireTime(from, until, now);
  const wanted = { scheduleId: schedule.id, personId: person.id, from, until };
  const override = await insertOverride(scope, wanted, now);
  await record(context, scope, { ...by, now, kind: 'onCall.overrideMade', override, name: person.name });
  return { policy, override };
}

/** Shifts begin and end with a second, which is as fine as a calendar writes them. */
const wholeSecond = (field: string, text: string, zone: string): Date =>
  new Date(Math.floor(readRotaInstant(field, text, zone).getTime() / 1000) * 1000);

function requireTime(from: Date, until: Date, now: Date): void {
  if (until <= from) throw wrongUntil('ends before it begins; until must be later than from');
  if (until <= now) throw wrongUntil('is over already; who was on call is not changed afterwards');
  if (until.getTime() - from.getTime() > MOST_OVERRIDE_DAYS * 86_400_000)
    throw wrongUntil(`lasts longer than ${MOST_OVERRIDE_DAYS} days; change the schedule instead`);
}

const wrongUntil = (message: string): Problem =>
  new Problem('invalidRequest', message, { errors: [{ field: '/until', message }] });

/**
 * Ends an override now, or before it begins.
 * @throws Problem when there is none, or it is over
 */
export async function endOverride(
  context: ApiContext,
  scope: Scope,
  id: string,
  by: By,
): Promise<{ policy: Policy; override: Override }> {
  const { policy } = (await ownOrganisation(context, scope)).organisation;
  const now = context.clock.now();
  const override = await withdrawOverride(scope, id, now);
  if (!override)
    throw new Problem('notFound', 'There is no such override, or it is over or withdrawn already.');
  const name = personName(policy, override.personId);
  await record(context, scope, { ...by, now, kind: 'onCall.overrideWithdrawn', override, name });
  return { policy, override };
}

interface Change extends By {
  kind: 'onCall.overrideMade' | 'onCall.overrideWithdrawn';
  override: Override;
  name: string;
  now: Date;
}

async function record(context: ApiContext, scope: Scope, change: Change): Promise<void> {
  const { override, actor, by, kind, name, now } = change;
  const sealer = await context.keys.of(scope, scope.organisationId);
  const data = {
    override: override.id,
    schedule: override.scheduleId,
    contact: sealer.pseudonym(override.personId),
    from: override.from.toISOString(),
    until: override.until.toISOString(),
  };
  await appendEntries(scope, { incidentId: null, drill: null, sealer, recordedAt: now }, [
    { kind, actor, occurredAt: now, data, personal: { person: name, by } },
  ]);
}
