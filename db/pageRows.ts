import type { Selectable } from 'kysely';
import type { ObligationKind } from '../domain/organisation.ts';
import type { Scope } from './database.ts';
import type { IncidentChange, IncidentView } from './incidentChange.ts';
import type { Pages } from './types.ts';

export const PAGE_REASONS = [
  'declared',
  'reminder',
  'overdue',
  'planEnded',
  'draftFailed',
  'reassessed',
  'confirmClock',
  'notReached',
  'noAction',
  'suspected',
] as const;
export type PageReason = (typeof PAGE_REASONS)[number];
export type PageRow = Selectable<Pages>;

/** Why one page starts: the milestone of a clock, or the declaration itself. */
export interface PageCause {
  obligationId: string | null;
  clockVersion: number;
  milestone: string;
  reason: PageReason;
}

export const findPage = (scope: Scope, id: string): Promise<PageRow | undefined> =>
  scope
    .selectFrom('pages')
    .selectAll()
    .where('organisationId', '=', scope.organisationId)
    .where('id', '=', id)
    .executeTakeFirst();

export const pagesOf = (scope: Scope, incidentId: string): Promise<PageRow[]> =>
  scope
    .selectFrom('pages')
    .selectAll()
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incidentId)
    .orderBy('openedAt')
    .orderBy('id')
    .execute();

/** Pages of the change's incident, the oldest first. */
export const pagesIn = (change: IncidentChange, state: 'open' | 'acknowledged') =>
  change.scope
    .selectFrom('pages')
    .selectAll()
    .where('organisationId', '=', change.scope.organisationId)
    .where('incidentId', '=', change.incident.id)
    .where('state', '=', state)
    .orderBy('openedAt')
    .orderBy('id');

/** Open pages for which this one speaks. */
export const bundledIn = (scope: Scope, leadId: string): Promise<PageRow[]> =>
  scope
    .selectFrom('pages')
    .selectAll()
    .where('organisationId', '=', scope.organisationId)
    .where('bundledInto', '=', leadId)
    .where('state', '=', 'open')
    .orderBy('openedAt')
    .orderBy('id')
    .execute();

/** The kind of a page's duty; null for one about the whole incident. */
export async function kindOf(
  { scope, incident }: Pick<IncidentView, 'scope' | 'incident'>,
  page: Pick<PageRow, 'obligationId'>,
): Promise<ObligationKind | null> {
  if (page.obligationId === null) return null;
  const row = await scope
    .selectFrom('obligations')
    .select('kind')
    .where('organisationId', '=', scope.organisationId)
    .where('incidentId', '=', incident.id)
    .where('id', '=', page.obligationId)
    .executeTakeFirst();
  return (row?.kind ?? null) as ObligationKind | null;
}

export async function setPage(
  change: IncidentChange,
  id: string,
  values: Record<string, unknown>,
): Promise<void> {
  await change.scope
    .updateTable('pages')
    .set(values)
    .where('organisationId', '=', change.scope.organisationId)
    .where('id', '=', id)
    .execute();
}

/** Notes which attempt is under way, and where in the steps it is. They only grow, so a repeat changes nothing. */
export async function advancePage(
  change: IncidentChange,
  pageId: string,
  values: Pick<PageRow, 'attempt' | 'round' | 'step' | 'snoozedUntil'> &
    Partial<Pick<PageRow, 'roundStartedAt' | 'alarmedAt'>>,
): Promise<void> {
  await setPage(change, pageId, values);
}
