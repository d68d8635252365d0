import { randomInt } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import {
  type Entered,
  enterCode,
  methodDigest,
  type Started,
  startVerification,
} from '../../db/contactVerifications.ts';
import type { Scope } from '../../db/database.ts';
import { insertDirectMessage } from '../../db/directMessages.ts';
import { appendEntries } from '../../db/timeline.ts';
import type { Organisation } from '../../domain/organisation.ts';
import { addressOf, type ContactMethod, contactMethods, type Person } from '../../domain/policy/contacts.ts';
import { formatInstant } from '../../domain/time/format.ts';
import type { Actor } from '../../domain/timeline/kinds.ts';
import { codeMessage } from '../../templates/catalogue.ts';
import type { ApiContext } from '../context.ts';
import { Problem } from '../problems.ts';
import { ownOrganisation } from '../rota.ts';

/** One way of one person, as the path names it. */
export interface MethodPath {
  person: string;
  method: string;
}

interface Found {
  organisation: Organisation;
  person: Person;
  method: ContactMethod;
  digest: string;
}

async function findMethod(context: ApiContext, scope: Scope, path: MethodPath): Promise<Found> {
  const { organisation } = await ownOrganisation(context, scope);
  const person = organisation.policy.people.find(({ id }) => id === path.person);
  if (!person) throw new Problem('notFound', `There is no person "${path.person}" in the policy.`);
  const methods = contactMethods(person);
  const method = methods.find(({ id }) => id === path.method);
  const ids = methods.map(({ id }) => id).join(', ') || 'none';
  if (!method)
    throw new Problem('notFound', `"${person.id}" has no way "${path.method}"; there are: ${ids}.`);
  const digest = methodDigest(scope.organisationId, person.id, method.channel, addressOf(method));
  return { organisation, person, method, digest };
}

/**
 * Sends a code of six digits through that very channel, in the transaction that notes it.
 * @returns until when it works
 * @throws Problem when there is no such way, it is verified, or three codes went out within the hour
 */
export async function sendCode(
  context: ApiContext,
  scope: Scope,
  path: MethodPath,
  actor: Actor,
): Promise<{ channel: ContactMethod['channel']; expiresAt: Date }> {
  const found = await findMethod(context, scope, path);
  const now = context.clock.now();
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const messageId = uuidv7();
  const sealer = await context.keys.of(scope, scope.organisationId);
  const request = { digest: found.digest, code, messageId, now };
  const started = await startVerification(scope, sealer, request);
  if (!started.sent) throw refusal(started, path, now);
  await insertDirectMessage(scope, context.keys, {
    id: messageId,
    personId: found.person.id,
    methodId: found.method.id,
    channel: found.method.channel,
    kind: 'verification',
    content: contentOf(found, code, started.expiresAt),
    now,
  });
  await record(context, scope, { kind: 'contact.codeSent', found, actor });
  return { channel: found.method.channel, expiresAt: started.expiresAt };
}

function contentOf({ organisation, person, method }: Found, code: string, expiresAt: Date) {
  const { policy, name } = organisation;
  const language = person.language ?? policy.language;
  const validUntilLocal = formatInstant(expiresAt, policy.timeZone, language);
  const values = { organisation: name, recipient: person.name, code, validUntilLocal };
  const { subject, text, html, short } = codeMessage(values, { language, channel: method.channel });
  const data = { type: 'contact.verification', code, expiresAt: expiresAt.toISOString() };
  return { subject, text, html, short, data };
}

function refusal(
  started: Exclude<Started, { sent: true }>,
  { person, method }: MethodPath,
  now: Date,
): Problem {
  if ('because' in started)
    return new Problem('alreadySatisfied', `The way "${method}" of "${person}" is verified already.`);
  return new TooManyCodes(started.retryAt, now);
}

/** Three codes went out; `retryAfterSeconds` from now the next may. */
export class TooManyCodes extends Problem {
  readonly retryAfterSeconds: number;

  constructor(retryAt: Date, now: Date) {
    const seconds = Math.ceil((retryAt.getTime() - now.getTime()) / 1000);
    const detail = `Three codes went to this way within an hour. The next can go in ${Math.ceil(seconds / 60)} minutes.`;
    super('tooManyRequests', detail, { extra: { retryAt: retryAt.toISOString() } });
    this.retryAfterSeconds = seconds;
  }
}

/** Compares a code. The caller commits, and then answers: see {@link codeProblem}. */
export async function confirmCode(
  context: ApiContext,
  scope: Scope,
  path: MethodPath,
  { code, actor }: { code: string; actor: Actor },
): Promise<Entered> {
  const found = await findMethod(context, scope, path);
  const now = context.clock.now();
  const sealer = await context.keys.of(scope, scope.organisationId);
  const entered = await enterCode(scope, sealer, { digest: found.digest, code, now });
  if (entered.outcome === 'verified')
    await record(context, scope, { kind: 'contact.verified', found, actor });
  return entered;
}

/** Why a code did not verify. */
export function codeProblem(entered: Exclude<Entered, { outcome: 'verified' }>): Problem {
  switch (entered.outcome) {
    case 'wrong': {
      const left = entered.triesLeft;
      const tries = left === 1 ? '1 try is' : `${left} tries are`;
      return refused(
        left === 0 ? 'That is not the code. Send a new one.' : `That is not the code. ${tries} left.`,
      );
    }
    case 'expired':
      return refused('The code is too old: it works for 15 minutes. Send a new one.');
    case 'tooManyTries':
      return refused('The code was entered wrongly five times. Send a new one.');
    case 'noCode':
      return refused('No code is out for the present address of this way. Send one first.');
  }
}

const refused = (detail: string): Problem => new Problem('codeNotAccepted', detail);

interface Change {
  kind: 'contact.codeSent' | 'contact.verified';
  found: Found;
  actor: Actor;
}

async function record(context: ApiContext, scope: Scope, { kind, found, actor }: Change): Promise<void> {
  const now = context.clock.now();
  const sealer = await context.keys.of(scope, scope.organisationId);
  const data = {
    contact: sealer.pseudonym(found.person.id),
    method: sealer.pseudonym(found.method.id),
    channel: found.method.channel,
  };
  await appendEntries(scope, { incidentId: null, drill: null, sealer, recordedAt: now }, [
    { kind, actor, occurredAt: now, data, personal: { person: found.person.name } },
  ]);
}
