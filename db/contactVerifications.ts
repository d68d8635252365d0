import { digest } from '../domain/digest.ts';
import type { ChannelName } from '../domain/organisation.ts';
import type { Scope } from './database.ts';

/**
 * Names one way to reach one person: its verification stands under this, and is lost with a change of the address.
 * Mail addresses are compared without regard to case.
 */
export const methodDigest = (
  organisationId: string,
  personId: string,
  channel: ChannelName,
  address: string,
): string =>
  digest([organisationId, personId, channel, channel === 'smtp' ? address.toLowerCase() : address]);

/** The digests of all ways that somebody proved to be theirs. */
export async function verifiedMethods(scope: Scope): Promise<ReadonlySet<string>> {
  const rows = await scope
    .selectFrom('contactVerifications')
    .select('digest')
    .where('organisationId', '=', scope.organisationId)
    .where('verifiedAt', 'is not', null)
    .execute();
  return new Set(rows.map((row) => row.digest));
}
