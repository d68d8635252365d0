import type { IncidentChange } from './incidentChange.ts';
import { type PageRow, pagesOf, setPage, withholdUntried } from './pages.ts';
import { addResponder } from './responders.ts';

/**
 * Puts an open page off.
 * @param until on the incident's clock, for the record
 * @param comesBackAt the same in real time
 */
export async function snoozePage(
  change: IncidentChange,
  page: PageRow,
  { until, comesBackAt, by }: { until: Date; comesBackAt: Date; by: string },
): Promise<void> {
  await withholdUntried(change, page.id, 'snoozed');
  await setPage(change, page.id, { snoozedUntil: comesBackAt });
  change.record({
    kind: 'page.snoozed',
    data: { page: page.id, obligation: page.obligationId, until: until.toISOString() },
    personal: { by },
  });
  change.wakePage(page.id, 2);
}

/** Asks further people at once; a page that was answered is open again, and those that it spoke for. */
export async function handOn(
  change: IncidentChange,
  page: PageRow,
  asking: { people: readonly string[]; by: string; reason?: string | undefined; handOver: boolean },
): Promise<void> {
  const { people, by, reason, handOver } = asking;
  if (page.state === 'acknowledged') await openAgain(change, page);
  if (handOver) await withholdUntried(change, page.id, 'reassigned');
  await setPage(change, page.id, { snoozedUntil: null });
  for (const personId of people) {
    const responder = { personId, handedOver: handOver, addedAt: change.now };
    await addResponder(change.scope, page.id, responder);
    change.record({
      kind: handOver ? 'page.reassigned' : 'page.responderAdded',
      data: {
        page: page.id,
        obligation: page.obligationId,
        contact: change.sealer.pseudonym(personId),
      },
      personal: { by, person: personId, reason },
    });
  }
  change.wakePage(page.id, 2);
}

async function openAgain(change: IncidentChange, page: PageRow): Promise<void> {
  const pages = await pagesOf(change.scope, change.incident.id);
  const isNewest = (one: PageRow) =>
    pages.filter(({ obligationId }) => obligationId === one.obligationId).at(-1)?.id === one.id;
  const together = pages.filter(
    (one) =>
      one.id === page.id || (one.bundledInto === page.id && one.state === 'acknowledged' && isNewest(one)),
  );
  const values = { state: 'open', closedAt: null, acknowledgedSealed: null, acknowledgedThrough: null };
  for (const { id } of together) await setPage(change, id, values);
}
