import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';
import { methodDigest, verifiedMethods } from '../db/contactVerifications.ts';
import { inOrganisation, type Scope } from '../db/database.ts';
import { insertDirectMessage } from '../db/directMessages.ts';
import { type IncidentChange, lockIncident } from '../db/incidentChange.ts';
import { findOwnOrganisation } from '../db/organisations.ts';
import { insertPageReply, isReplyKnown, pagesEndingIn } from '../db/pageReplies.ts';
import { acknowledgePage, findPage, type PageRow } from '../db/pages.ts';
import { isDoubted } from '../domain/doubt.ts';
import type { Organisation, Person } from '../domain/organisation.ts';
import { contactMethods } from '../domain/policy/contacts.ts';
import { isReplyToken, replyHint } from '../domain/replyToken.ts';
import { manyLines } from '../domain/suspected/received.ts';
import { renderMessage } from '../templates/catalogue.ts';
import { isAck } from './acknowledgement.ts';
import { isAuthentic } from './authentication.ts';
import { type NotAPerson, notAPerson } from './automatic.ts';
import type { InboundDeps } from './deps.ts';
import type { Incoming, Mail } from './mail.ts';

/** Why a reply does not count. */
export type NotCounted =
  NotAPerson | 'otherAddress' | 'notVerified' | 'notAuthentic' | 'doubtedChannel' | 'pageOver' | 'notAck';

export type ReplyOutcome = 'acknowledged' | 'notCounted' | 'known' | 'noPage';

/** The page and the person of a token that we signed. */
interface Asked {
  page: PageRow;
  person: Person;
  organisation: Organisation;
}

/** What came in and what it is about. */
interface Taking {
  deps: InboundDeps;
  asked: Asked;
  incoming: Incoming;
  mail: Mail;
}

/** How much of a reply that does not count stands in the timeline. */
const LONGEST_NOTE = 2_000;

/**
 * Takes a mail as the reply to a page, if it carries the token of one.
 * @returns `noPage` where none of its tokens is ours
 */
export async function takeReply(deps: InboundDeps, incoming: Incoming, mail: Mail): Promise<ReplyOutcome> {
  if (mail.tokens.length === 0) return 'noPage';
  const organisations = await deps.sources.organisations();
  for (const token of mail.tokens) {
    const hint = replyHint(token);
    for (const organisationId of organisations.filter((id) => id.endsWith(hint.organisation))) {
      const outcome = await inOrganisation(deps.db, organisationId, async (scope) => {
        const asked = await askedBy(deps, scope, token, hint.page);
        return asked && take(scope, { deps, asked, incoming, mail });
      });
      if (outcome) return outcome;
    }
  }
  return 'noPage';
}

/** The token names the page; whom it was made for is found by trying who it fits, in the policy as it is now. */
async function askedBy(
  deps: InboundDeps,
  scope: Scope,
  token: string,
  digits: string,
): Promise<Asked | undefined> {
  const organisation = (await findOwnOrganisation(scope, deps.keys))?.organisation;
  if (!organisation) return undefined;
  const { organisationId } = scope;
  for (const page of await pagesEndingIn(scope, digits)) {
    const person = organisation.policy.people.find(({ id: personId }) =>
      isReplyToken(deps.replyKey, token, { organisationId, pageId: page.id, personId }),
    );
    if (person) return { page, person, organisation };
  }
  return undefined;
}

async function take(scope: Scope, taking: Taking): Promise<ReplyOutcome> {
  const { deps, asked, mail } = taking;
  const own = await deps.keys.of(scope, scope.organisationId);
  const messageKey = own.pseudonym(`reply/${asked.page.id}/${mail.key}`);
  const actor = { kind: 'mail' as const, id: asked.person.id };
  const change = await lockIncident(deps, scope, { incidentId: asked.page.incidentId, actor });
  if (await isReplyKnown(scope, messageKey)) return 'known';
  const because = await whyNotCounted(change, taking);
  const answered = because !== null && (await answer(change, taking, because));
  await insertPageReply(scope, {
    id: uuidv7(),
    incidentId: asked.page.incidentId,
    pageId: asked.page.id,
    messageKey,
    receivedAt: taking.incoming.receivedAt,
    outcome: because === null ? 'acknowledged' : 'notCounted',
    because,
    answered,
  });
  if (because === null) {
    await acknowledgePage(change, asked.page.id, { by: asked.person.name, through: 'reply', actor });
  } else record(change, taking, { because, answered });
  await change.flush();
  return because === null ? 'acknowledged' : 'notCounted';
}

/** null: it counts. The page is read under the incident's lock. */
async function whyNotCounted(
  change: IncidentChange,
  { deps, asked, mail }: Taking,
): Promise<NotCounted | null> {
  const machine = notAPerson(mail);
  if (machine) return machine;
  if (!isOwnAddress(asked.person, mail.from)) return 'otherAddress';
  const domain = mail.from.slice(mail.from.lastIndexOf('@') + 1);
  if (deps.authservId !== undefined && !isAuthentic(mail.headers, deps.authservId, domain))
    return 'notAuthentic';
  const { scope } = change;
  const verified = await verifiedMethods(scope);
  if (!verified.has(methodDigest(scope.organisationId, asked.person.id, 'smtp', mail.from)))
    return 'notVerified';
  if (isDoubted(change.incident, 'smtp')) return 'doubtedChannel';
  const page = await findPage(scope, asked.page.id);
  if (page?.state !== 'open') return 'pageOver';
  return isAck(mail.text) ? null : 'notAck';
}

const isOwnAddress = (person: Person, address: string): boolean =>
  address !== '' &&
  contactMethods(person).some(
    (method) => method.channel === 'smtp' && method.address.toLowerCase() === address,
  );

/** What came is kept: it may say more than ACK would have. */
function record(
  change: IncidentChange,
  { asked, mail, incoming }: Taking,
  { because, answered }: { because: NotCounted; answered: boolean },
): void {
  change.record({
    kind: 'reply.notCounted',
    data: { page: asked.page.id, because, answered, sha256: incoming.sha256 },
    personal: {
      person: asked.person.id,
      sender: mail.fromText,
      subject: mail.subject,
      text: manyLines(mail.text).slice(0, LONGEST_NOTE),
    },
  });
}

/** Never answered: machines answer back, a list tells everybody, and nobody is there. */
const NEVER: readonly NotCounted[] = ['automatic', 'list', 'nullSender'];

/**
 * Says why it does not count, in the transaction that notes it: once to each person about one page, and only at an
 * address of the person whom the page asked, so that a forged sender makes us write to no stranger.
 * @returns whether an answer goes out
 */
async function answer(
  change: IncidentChange,
  { deps, asked, mail }: Taking,
  because: NotCounted,
): Promise<boolean> {
  const { person, page, organisation } = asked;
  const method = contactMethods(person).find(
    (one) => one.channel === 'smtp' && one.address.toLowerCase() === mail.from,
  );
  if (NEVER.includes(because) || method?.channel !== 'smtp') return false;
  const { language } = organisation.policy;
  const { reference, drill } = change.incident;
  const vars = { recipient: person.name, reference, because, drill: drill !== null };
  const { subject, text, html } = renderMessage('reply-not-counted', language, vars);
  await insertDirectMessage(change.scope, deps.keys, {
    id: uuidv5(`reply-not-counted/${person.id}`, page.id),
    personId: person.id,
    methodId: method.id,
    channel: 'smtp',
    kind: 'reply',
    to: { name: person.name, address: method.address },
    content: {
      subject,
      text,
      html,
      short: subject,
      data: { type: 'replyNotCounted', page: page.id, because },
    },
    now: change.now,
  });
  return true;
}
