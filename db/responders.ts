import type { Selectable } from 'kysely';
import type { Scope } from './database.ts';
import type { PageResponders } from './types.ts';

export type ResponderRow = Selectable<PageResponders>;

/** Who was asked beside the steps of a page, in the order in which they were added. */
export const respondersOf = (scope: Scope, pageId: string): Promise<ResponderRow[]> =>
  scope
    .selectFrom('pageResponders')
    .selectAll()
    .where('organisationId', '=', scope.organisationId)
    .where('pageId', '=', pageId)
    .orderBy('n')
    .execute();

export async function addResponder(
  scope: Scope,
  pageId: string,
  responder: { personId: string; handedOver: boolean; addedAt: Date },
): Promise<void> {
  const before = await respondersOf(scope, pageId);
  await scope
    .insertInto('pageResponders')
    .values({ organisationId: scope.organisationId, pageId, n: before.length + 1, ...responder })
    .execute();
}

/** Their messages are stored: from now on they are asked with the first step of each round. */
export async function markAsked(scope: Scope, pageId: string, askedAt: Date): Promise<void> {
  await scope
    .updateTable('pageResponders')
    .set({ askedAt })
    .where('organisationId', '=', scope.organisationId)
    .where('pageId', '=', pageId)
    .where('askedAt', 'is', null)
    .execute();
}
