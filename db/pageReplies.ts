import { sql } from 'kysely';
import type { Scope } from './database.ts';
import type { PageRow } from './pages.ts';

/** A reply to the mail of a page, and what became of it. */
export interface PageReply {
  id: string;
  incidentId: string;
  pageId: string;
  messageKey: string;
  receivedAt: Date;
  outcome: 'acknowledged' | 'notCounted';
  because: string | null;
  answered: boolean;
}

/** @returns false when this very mail was taken before */
export async function insertPageReply(scope: Scope, reply: PageReply): Promise<boolean> {
  const inserted = await scope
    .insertInto('pageReplies')
    .values({ organisationId: scope.organisationId, ...reply })
    .onConflict((conflict) => conflict.columns(['organisationId', 'messageKey']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

export const isReplyKnown = async (scope: Scope, messageKey: string): Promise<boolean> => {
  const query = scope
    .selectFrom('pageReplies')
    .select('id')
    .where('organisationId', '=', scope.organisationId)
    .where('messageKey', '=', messageKey);
  return (await query.executeTakeFirst()) !== undefined;
};

/** Pages whose id ends in these twelve hexadecimal digits: one, or by a rare chance more. */
export const pagesEndingIn = (scope: Scope, digits: string): Promise<PageRow[]> =>
  scope
    .selectFrom('pages')
    .selectAll()
    .where('organisationId', '=', scope.organisationId)
    .where(sql<boolean>`right(id::text, 12) = ${digits}`)
    .execute();
