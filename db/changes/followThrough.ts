import { realDelayMs } from '../../domain/drillClock.ts';
import { type Incident, isLive } from '../../domain/incident.ts';
import { isRunning } from '../../domain/obligations.ts';
import type { IncidentChange, IncidentView } from '../incidentChange.ts';
import { obligationsOf, type StoredObligation } from '../obligations.ts';
import { openTogether, type PageRow, pagesOf } from '../pages.ts';
import { lastPersonalAct } from '../timelineRead.ts';

type View = Pick<IncidentView, 'scope' | 'incident'>;

/** An answer that nobody has acted upon so far, and the real instant at which its page comes back. */
export interface Promised {
  page: PageRow;
  backAt: Date;
}

/** People act in real time, in a drill as well. */
const SHORTEST_IN_A_DRILL_MS = 10 * 60_000;

function windowMs({ organisation, drill }: Pick<Incident, 'organisation' | 'drill'>): number {
  const ms = realDelayMs(drill, organisation.policy.followThrough.actionWithinMinutes);
  return drill ? Math.max(SHORTEST_IN_A_DRILL_MS, ms) : ms;
}

/**
 * The answers of an incident that are promises still: the newest page of its duty was answered, the duty runs, and no
 * person has done anything on the incident since.
 */
export async function promises(view: View, obligations: readonly StoredObligation[]): Promise<Promised[]> {
  const pages = await pagesOf(view.scope, view.incident.id);
  const answered = pages.filter((page) => page.state === 'acknowledged' && isNewest(page, pages));
  const open = answered.filter((page) => stillRuns(page, obligations));
  if (open.length === 0) return [];
  const acted = await lastPersonalAct(view.scope, view.incident.id);
  const wait = windowMs(view.incident);
  return open.flatMap((page) =>
    page.closedAt && (!acted || acted <= page.closedAt)
      ? [{ page, backAt: new Date(page.closedAt.getTime() + wait) }]
      : [],
  );
}

const isNewest = (page: PageRow, pages: readonly PageRow[]): boolean =>
  pages.filter(({ obligationId }) => obligationId === page.obligationId).at(-1)?.id === page.id;

const stillRuns = ({ obligationId }: PageRow, obligations: readonly StoredObligation[]): boolean =>
  obligations.some((one) => isRunning(one) && (obligationId === null || one.id === obligationId));

/** An answer that was not followed by action within the time of the policy: the page comes back. */
export async function bringBack(change: IncidentChange): Promise<void> {
  const { scope, incident, sealer, now } = change;
  if (!isLive(incident)) return;
  const obligations = await obligationsOf(scope, incident.id, sealer);
  const broken = (await promises(change, obligations)).filter(({ backAt }) => backAt <= now);
  for (const { page } of broken)
    change.record({ kind: 'page.notActedUpon', data: { page: page.id, obligation: page.obligationId } });
  await openTogether(
    change,
    broken.map(({ page: { id, obligationId, clockVersion } }) => ({
      obligationId,
      clockVersion,
      milestone: `noAction-${id}`,
      reason: 'noAction',
    })),
  );
}
