import { timingSafeEqual } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import { digest } from '../domain/digest.ts';
import type { ChannelName, Policy } from '../domain/organisation.ts';
import { addressOf, contactMethods } from '../domain/policy/contacts.ts';
import type { Scope } from './database.ts';
import type { Sealer } from './sealing.ts';
import type { ContactVerifications } from './types.ts';

const CODE_LIVES_MS = 15 * 60_000;
const MOST_TRIES = 5;
const HOUR_MS = 3_600_000;
const MOST_CODES_AN_HOUR = 3;

export type ContactVerificationRow = Selectable<ContactVerifications>;

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

/** The digest of every way of everybody. */
export const methodDigests = (organisationId: string, { people }: Pick<Policy, 'people'>): string[] =>
  people.flatMap((person) =>
    contactMethods(person).map((method) =>
      methodDigest(organisationId, person.id, method.channel, addressOf(method)),
    ),
  );

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

/** Whatever is known of each way, by its digest. */
export async function verificationsOf(scope: Scope): Promise<Map<string, ContactVerificationRow>> {
  const rows = await scope
    .selectFrom('contactVerifications')
    .selectAll()
    .where('organisationId', '=', scope.organisationId)
    .execute();
  return new Map(rows.map((row) => [row.digest, row]));
}

/** A code that is to go out to one way. */
export interface NewCode {
  digest: string;
  code: string;
  messageId: string;
  now: Date;
}

export type Started =
  { sent: true; expiresAt: Date } | { sent: false; because: 'verified' } | { sent: false; retryAt: Date };

/** Only this is stored: six digits without the organisation's key say nothing. */
const hashOf = (sealer: Sealer, methodOf: string, code: string): string =>
  sealer.pseudonym(`contact code/${methodOf}/${code}`);

/**
 * Notes that a code goes out, which makes an earlier one void. At most three an hour, and none to a way that is
 * verified. Two at once wait for each other.
 */
export async function startVerification(scope: Scope, sealer: Sealer, request: NewCode): Promise<Started> {
  const { now } = request;
  const row = await lockedRow(scope, request.digest);
  if (row.verifiedAt) return { sent: false, because: 'verified' };
  const recent = row.sentAt.filter((sent) => sent.getTime() > now.getTime() - HOUR_MS);
  const [oldest] = recent.sort((a, b) => a.getTime() - b.getTime());
  if (oldest && recent.length >= MOST_CODES_AN_HOUR)
    return { sent: false, retryAt: new Date(oldest.getTime() + HOUR_MS) };
  const expiresAt = new Date(now.getTime() + CODE_LIVES_MS);
  await change(scope, request.digest, {
    codeHash: hashOf(sealer, request.digest, request.code),
    codeExpiresAt: expiresAt,
    tries: 0,
    sentAt: [...recent, now],
    messageId: request.messageId,
  });
  return { sent: true, expiresAt };
}

async function lockedRow(scope: Scope, of: string): Promise<ContactVerificationRow> {
  const { organisationId } = scope;
  await scope
    .insertInto('contactVerifications')
    .values({ organisationId, digest: of })
    .onConflict((conflict) => conflict.columns(['organisationId', 'digest']).doNothing())
    .execute();
  return scope
    .selectFrom('contactVerifications')
    .selectAll()
    .where('organisationId', '=', organisationId)
    .where('digest', '=', of)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

const change = (scope: Scope, of: string, values: Partial<Omit<ContactVerificationRow, 'digest'>>) =>
  scope
    .updateTable('contactVerifications')
    .set(values)
    .where('organisationId', '=', scope.organisationId)
    .where('digest', '=', of)
    .execute();

export type Entered =
  | { outcome: 'verified'; verifiedAt: Date }
  | { outcome: 'wrong'; triesLeft: number }
  | { outcome: 'noCode' | 'expired' | 'tooManyTries' };

/**
 * Compares a code with the newest that went out. Each try counts, also of two at once; a code serves once. The caller
 * commits whatever the outcome is: a try that is rolled back would not count.
 */
export async function enterCode(
  scope: Scope,
  sealer: Sealer,
  request: Pick<NewCode, 'digest' | 'code' | 'now'>,
): Promise<Entered> {
  const row = await lockedRow(scope, request.digest);
  const { codeHash, codeExpiresAt, tries } = row;
  if (!codeHash || !codeExpiresAt) return { outcome: 'noCode' };
  if (codeExpiresAt <= request.now) return { outcome: 'expired' };
  if (tries >= MOST_TRIES) return { outcome: 'tooManyTries' };
  const given = hashOf(sealer, request.digest, request.code);
  if (!timingSafeEqual(Buffer.from(given), Buffer.from(codeHash))) {
    await change(scope, request.digest, { tries: tries + 1 });
    return { outcome: 'wrong', triesLeft: MOST_TRIES - tries - 1 };
  }
  const done = { codeHash: null, codeExpiresAt: null, tries: 0, verifiedAt: request.now };
  await change(scope, request.digest, done);
  return { outcome: 'verified', verifiedAt: request.now };
}

/** Forgets every way that is not among these: an address that comes back is proved again. */
export const forgetOtherMethods = (scope: Scope, known: readonly string[]) =>
  scope
    .deleteFrom('contactVerifications')
    .where('organisationId', '=', scope.organisationId)
    .where(sql<boolean>`digest <> all(${known})`)
    .execute();
