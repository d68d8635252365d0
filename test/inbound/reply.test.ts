import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { changeIncident } from '../../db/incidentChange.ts';
import { acknowledgePage, endPages } from '../../db/pages.ts';
import { SYSTEM } from '../../domain/timeline/kinds.ts';
import type { Incoming } from '../../inbound/mail.ts';
import { receiveMail } from '../../inbound/receive.ts';
import { createRig, mailOf, NOW, type Rig } from './support.ts';

const ADA = 'ada@school.test';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
  await rig.verify('ada', ADA);
});
afterAll(() => rig.stop());

let n = 0;
/** Ada's reply to the mail of a page, with what a case changes. */
const reply = (token: string, headers: Record<string, string | string[]> = {}, body = 'ACK\n'): string =>
  mailOf(
    {
      From: `Ada Owner <${ADA}>`,
      To: `Tocsin <tocsin+${token}@school.test>`,
      Subject: 'Re: Please answer: Contain the breach (2026-001)',
      'Message-ID': `<${(n += 1)}@school.test>`,
      Date: 'Tue, 3 Feb 2026 12:00:00 +0000',
      ...headers,
    },
    body,
  );

const incoming = (text: string, envelope: Incoming['envelope'] = null): Incoming => {
  const raw = Buffer.from(text);
  const sha256 = createHash('sha256').update(raw).digest('hex');
  return { raw, size: raw.length, sha256, receivedAt: NOW, envelope };
};

/** Sends it and answers what became of the page. */
async function send(
  make: (token: string) => string,
  options: { person?: string; envelope?: Incoming['envelope'] } = {},
) {
  const { incidentId, tokenFor } = await rig.paged();
  const taken = await receiveMail(
    rig.deps,
    incoming(make(tokenFor(options.person ?? 'ada')), options.envelope),
  );
  const [note] = await rig.entries(incidentId, 'reply.notCounted');
  const { state, acknowledgedThrough } = await rig.page(incidentId);
  return {
    taken,
    state,
    through: acknowledgedThrough,
    because: note?.data.because,
    answered: note?.data.answered,
    incidentId,
  };
}

describe('a reply with ACK alone on its first line', () => {
  it.each([
    ['plain', 'ACK\n'],
    ['in small letters', 'ack\n'],
    ['after empty lines and spaces that cannot be seen', '\n \u200b\n\u00a0ACK\u00a0\n'],
    [
      'above the quoted page',
      'ACK\n\nOn Tue, 3 Feb 2026 at 12:00, Tocsin <tocsin@school.test> wrote:\n> Please take it on.\n',
    ],
    ['above a signature', 'Ack\n\n-- \nAda Owner\nRiverside Music School\n'],
  ])('acknowledges the page: %s', async (_name, body) => {
    expect(await send((token) => reply(token, {}, body))).toMatchObject({
      taken: 'reply',
      state: 'acknowledged',
      through: 'reply',
    });
  });

  it('may be HTML only', async () => {
    const html =
      '<html><body><div>ACK</div><br><blockquote>On Tuesday Tocsin wrote: take it on</blockquote></body></html>';
    const headers = { 'MIME-Version': '1.0', 'Content-Type': 'text/html; charset=utf-8' };
    expect(await send((token) => reply(token, headers, html))).toMatchObject({ state: 'acknowledged' });
  });

  it('may carry the token in its subject alone, however its case was changed', async () => {
    const mail = (token: string) =>
      reply(token, {
        To: 'tocsin@school.test',
        Subject: `AW: Please answer (2026-001) [${token.toUpperCase()}]`,
      });
    expect(await send(mail)).toMatchObject({ state: 'acknowledged' });
    const shouted = (token: string) => reply(token, { To: `TOCSIN+${token.toUpperCase()}@SCHOOL.TEST` });
    expect(await send(shouted)).toMatchObject({ state: 'acknowledged' });
  });

  it('is on record with who answered and how', async () => {
    const { incidentId } = await send((token) => reply(token));
    const [entry] = await rig.entries(incidentId, 'page.acknowledged');
    expect(entry).toMatchObject({
      actor: { kind: 'mail', id: 'ada' },
      data: { through: 'reply' },
      personal: { by: 'Ada Owner' },
    });
  });

  it('that comes twice is one', async () => {
    const { incidentId, tokenFor } = await rig.paged();
    const mail = reply(tokenFor('ada'));
    await receiveMail(rig.deps, incoming(mail));
    const other = `Received: from a by b; Tue, 3 Feb 2026 12:01:00 +0000\r\n${mail}`;
    expect(await receiveMail(rig.deps, incoming(other))).toBe('reply');
    expect(await rig.entries(incidentId, 'page.acknowledged')).toHaveLength(1);
    expect(await rig.entries(incidentId, 'reply.notCounted')).toHaveLength(0);
  });
});

const AUTOMATIC: [string, Record<string, string | string[]>][] = [
  ['RFC 3834', { 'Auto-Submitted': 'auto-replied' }],
  ['a program', { 'Auto-Submitted': 'auto-generated' }],
  [
    'Exchange and Microsoft 365',
    { 'X-Auto-Response-Suppress': 'All', Subject: 'Automatic reply: Please answer' },
  ],
  ['Exchange, of another language', { Subject: 'Automatische Antwort: Please answer' }],
  ['Gmail', { 'Auto-Submitted': 'auto-replied', Precedence: 'bulk', 'X-Autoreply': 'yes' }],
  ['GNU and BSD vacation', { Precedence: 'junk' }],
  ['Lotus Domino', { 'Auto-Submitted': 'auto-replied', Subject: 'Ada Owner is out of the office.' }],
  ['cPanel', { 'X-Autorespond': 'Please answer', Precedence: 'auto_reply' }],
  ['Sieve', { 'Auto-Submitted': 'auto-replied (vacation)' }],
  ['a rule of the mailbox', { 'X-MS-Exchange-Generated-Message-Source': 'Mailbox Rules Agent' }],
  ['an out-of-office without any header', { Subject: 'Out of office: Re: Please answer' }],
  ['an absence in French', { Subject: 'Réponse automatique : Please answer' }],
  [
    'a read receipt',
    { 'Content-Type': 'multipart/report; report-type=disposition-notification; boundary=x' },
  ],
  [
    'a bounce',
    { 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=x', 'Return-Path': '<>' },
  ],
];

describe('a mail that no person wrote', () => {
  it.each(AUTOMATIC)('never counts and is never answered: %s', async (_name, headers) => {
    expect(await send((token) => reply(token, headers))).toMatchObject({
      taken: 'reply',
      state: 'open',
      because: 'automatic',
      answered: false,
    });
  });

  it.each([
    ['List-Id', '<staff.school.test>'],
    ['List-Post', '<mailto:staff@school.test>'],
    ['List-Unsubscribe', '<mailto:staff-leave@school.test>'],
    ['X-BeenThere', 'staff@school.test'],
  ])('nor one that came through a list: %s', async (name, value) => {
    const outcome = await send((token) => reply(token, { [name]: value }));
    expect(outcome).toMatchObject({ state: 'open', because: 'list', answered: false });
  });

  it('nor one with a null sender, by its Return-Path or its envelope', async () => {
    expect(await send((token) => reply(token, { 'Return-Path': '<>' }))).toMatchObject({
      state: 'open',
      because: 'nullSender',
      answered: false,
    });
    const envelope = { from: '', to: ['tocsin@school.test'] };
    const inSubject = (token: string) => reply(token, { Subject: `Re: x [${token}]` });
    expect(await send(inSubject, { envelope })).toMatchObject({ state: 'open', because: 'nullSender' });
  });
});

describe('a reply that does not say ACK first', () => {
  it.each([
    ['a question', 'Who is on it?\n'],
    ['ACK within a sentence', 'ACK, I am on it\n'],
    ['ACK below a greeting', 'Hello,\nACK\n'],
    ['ACK in a signature', 'I cannot.\n\n-- \nACK\n'],
    ['ACK in what is quoted', '> ACK\n'],
    ['ACK below the quoted page', 'On Tuesday Tocsin wrote:\n> take it on\n\nACK\n'],
    ['a forwarded ACK', '---------- Forwarded message ---------\nACK\n'],
    ['nothing', '\n'],
    ['NACK', 'NACK\n'],
  ])('does not count, is kept and is answered: %s', async (_name, body) => {
    const { incidentId, ...outcome } = await send((token) => reply(token, {}, body));
    expect(outcome).toMatchObject({ taken: 'reply', state: 'open', because: 'notAck', answered: true });
    const [note] = await rig.entries(incidentId, 'reply.notCounted');
    expect(note?.personal.text).toBe(body.trim());
  });

  it('as HTML with a quoted ACK does not count either', async () => {
    const html = '<blockquote type="cite"><div>ACK</div></blockquote><div>?</div>';
    const headers = { 'MIME-Version': '1.0', 'Content-Type': 'text/html' };
    expect(await send((token) => reply(token, headers, html))).toMatchObject({
      state: 'open',
      because: 'notAck',
    });
  });
});

describe('a reply that may be somebody else', () => {
  it.each([
    ['an address of nobody', { From: 'mallory@elsewhere.test' }],
    ["another person's address", { From: 'Ben Friend <ben@friend.test>' }],
    ['a name like an address', { From: `"${ADA}" <mallory@elsewhere.test>` }],
    ['two addresses', { From: `${ADA}, mallory@elsewhere.test` }],
    ['two From lines', { From: [ADA, 'mallory@elsewhere.test'] }],
  ])('does not count and makes us write to nobody: %s', async (name, headers) => {
    const outcome = await send((token) => reply(token, headers));
    expect(outcome.state).toBe('open');
    expect(outcome.because).toBe(name.startsWith('two') ? 'nullSender' : 'otherAddress');
    expect(outcome.answered).toBe(false);
  });

  it('does not count from an address that is not verified, and that is said', async () => {
    const mail = (token: string) => reply(token, { From: 'ben@friend.test' });
    expect(await send(mail, { person: 'ben' })).toMatchObject({
      state: 'open',
      because: 'notVerified',
      answered: true,
    });
  });

  it("with another person's token does not count", async () => {
    expect(await send((token) => reply(token), { person: 'ben' })).toMatchObject({
      state: 'open',
      because: 'otherAddress',
    });
  });

  it('with a token of ours that was changed is no reply', async () => {
    const { incidentId, tokenFor } = await rig.paged();
    const token = tokenFor('ada');
    const last = token.endsWith('a') ? 'b' : 'a';
    // To an address of no source; the only source of this installation would take what is in its folder.
    const envelope = { from: ADA, to: ['tocsin@school.test'] };
    const mail = incoming(reply('', { Subject: `Re: [${token.slice(0, -1)}${last}]` }), envelope);
    expect(await receiveMail(rig.deps, mail)).toBe('unmatched');
    expect((await rig.page(incidentId)).state).toBe('open');
  });

  it('with the token of one page does not answer another', async () => {
    const first = await rig.paged();
    const second = await rig.paged();
    await receiveMail(rig.deps, incoming(reply(first.tokenFor('ada'))));
    expect((await rig.page(first.incidentId)).state).toBe('acknowledged');
    expect((await rig.page(second.incidentId)).state).toBe('open');
  });
});

describe('a reply that comes too late or by a way that is doubted', () => {
  const target = (incidentId: string) => ({ organisationId: rig.organisationId, incidentId, actor: SYSTEM });

  it.each([
    ['was answered', 'acknowledged'],
    ['has ended', 'ended'],
  ])('does not count when the page %s, and that is said', async (_name, state) => {
    const { incidentId, pageId, tokenFor } = await rig.paged();
    await changeIncident(rig.store, target(incidentId), async (change) => {
      if (state === 'ended') await endPages(change, 'superseded', { obligationId: 'triage' });
      else await acknowledgePage(change, pageId, { by: 'Ben', through: 'api', actor: SYSTEM });
    });
    await receiveMail(rig.deps, incoming(reply(tokenFor('ada'))));
    const [note] = await rig.entries(incidentId, 'reply.notCounted');
    expect(note?.data).toMatchObject({ because: 'pageOver', answered: true });
    expect((await rig.page(incidentId)).state).toBe(state);
  });

  it('does not count while it is not ruled out that somebody else uses the mail', async () => {
    const questions = { physicalDanger: null, insiderInvolved: null, channelsCompromised: 'yes' as const };
    const { incidentId, tokenFor } = await rig.paged({ questions });
    await receiveMail(rig.deps, incoming(reply(tokenFor('ada'))));
    const [note] = await rig.entries(incidentId, 'reply.notCounted');
    expect(note?.data).toMatchObject({ because: 'doubtedChannel', answered: true });
    expect((await rig.page(incidentId)).state).toBe('open');
  });
});

describe('the answer to a reply that does not count', () => {
  it('goes out once for one page and person', async () => {
    const { tokenFor } = await rig.paged();
    const before = (await rig.answers()).length;
    for (const body of ['Who?', 'What?', 'Where?']) {
      await receiveMail(rig.deps, incoming(reply(tokenFor('ada'), {}, body)));
    }
    const answers = await rig.answers();
    expect(answers.length - before).toBe(1);
    expect(answers.at(-1)).toMatchObject({ personId: 'ada', channel: 'smtp', status: 'intended' });
  });
});
