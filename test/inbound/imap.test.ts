import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ImapInbox, type ImapInboxOptions } from '../../inbound/imap.ts';
import { createImapServer, type ImapServer } from '../support/imapServer.ts';
import { until as waitFor } from '../support/until.ts';
import { createRig, failing, MAILBOX, mailOf, NOW, type Rig } from './support.ts';

const until: typeof waitFor = (what, holds) => waitFor(what, holds, 20_000);

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig.stop());

let server: ImapServer;
let inbox: ImapInbox | undefined;
beforeEach(async () => {
  server = await createImapServer();
});
afterEach(async () => {
  await inbox?.stop();
  await server.close();
});

const read = (options: Partial<ImapInboxOptions> & { doneFolder?: string } = {}): ImapInbox => {
  const { doneFolder, ...rest } = options;
  inbox = new ImapInbox({
    deps: rig.deps,
    mailbox: { url: server.url, folder: 'INBOX', doneFolder },
    pollMs: 600_000,
    ...rest,
  });
  inbox.start();
  return inbox;
};

let n = 0;
const mail = (subject: string, headers: Record<string, string> = {}, body = 'Look at this.'): string =>
  mailOf(
    {
      From: 'Customer <customer@elsewhere.test>',
      To: MAILBOX,
      Subject: subject,
      'Message-ID': `<imap-${(n += 1)}@elsewhere.test>`,
      ...headers,
    },
    body,
  );
const isSeen = (uid: number) => server.inbox.find((one) => one.uid === uid)?.flags.has('\\Seen') === true;
const seen = (uid: number) => until(`mail ${uid} to be marked`, () => isSeen(uid));

describe('a mailbox', () => {
  it('is read from its oldest unread mail on, and each is marked when it is committed', async () => {
    const before = new Date(NOW.getTime() - 2 * 3_600_000);
    const first = server.deliver(mail('Your export shows my neighbour'), before);
    server.deliver(mail('Read by a person')).flags.add('\\Seen');
    read();
    await seen(first.uid);
    expect(await rig.suspicionOf('Your export shows my neighbour')).toMatchObject({
      source: 'mailbox',
      kind: 'mail',
      // When the mailbox had it, not when Tocsin looked.
      receivedAt: before,
      content: { reporter: expect.stringContaining('customer@elsewhere.test') },
    });
    expect(await rig.suspicionOf('Read by a person')).toBeUndefined();
  });

  it('tells of new mail at once where it offers IDLE', async () => {
    read();
    await until('the reader to idle', () => server.idling() === 1);
    const { uid } = server.deliver(mail('While it idles'));
    await seen(uid);
    expect(await rig.suspicionOf('While it idles')).toBeDefined();
  });

  it('without IDLE is looked at again and again', async () => {
    await server.close();
    server = await createImapServer({ idle: false });
    read({ pollMs: 20 });
    await until('the first look', () => server.commands.some((command) => command.includes('SEARCH')));
    const { uid } = server.deliver(mail('Without IDLE'));
    await seen(uid);
  });

  it('has mail that was taken moved where a folder is named for it', async () => {
    const { uid } = server.deliver(mail('To be moved'));
    read({ doneFolder: 'Taken' });
    await until('the mail to be moved', () => server.moved.get('Taken')?.[0]?.uid === uid);
    expect(server.inbox).toHaveLength(0);
  });

  it('never has a mail marked by being fetched', async () => {
    const { uid } = server.deliver(mail('Only peeked at'));
    read();
    await seen(uid);
    expect(server.commands.filter((command) => /FETCH.*BODY\[\]/.test(command))).toEqual([]);
  });
});

describe('a crash between the commit and the mark', () => {
  it('takes the mail again, and it is one', async () => {
    const { uid } = server.deliver(mail('Twice by a crash'));
    // The connection breaks at the first attempt to mark: as for a process that dies there.
    server.dropAt(/^UID STORE/i);
    const first = read();
    await until('the commit', async () => (await rig.suspicionOf('Twice by a crash')) !== undefined);
    await until('the broken mark', () => server.commands.some((command) => command.startsWith('UID STORE')));
    await first.stop();
    expect(isSeen(uid)).toBe(false);
    server.dropAt(null);
    read();
    await seen(uid);
    const taken = await rig.suspicionOf('Twice by a crash');
    expect(taken).toMatchObject({ receivedCount: 1 });
    expect(taken?.receipts).toHaveLength(1);
  });
});

describe('a mail that cannot be taken', () => {
  it('never stops the next one', async () => {
    const poison = server.deliver(mail('Poison'));
    const { uid } = server.deliver(mail('After the poison'));
    let tries = 0;
    // The mail, and then keeping it unread.
    const keys = failing(
      rig.deps.keys,
      'make',
      () => tries < 2,
      () => {
        tries += 1;
        throw new RangeError('a fault of ours');
      },
    );
    read({ deps: { ...rig.deps, keys } });
    await seen(uid);
    expect(isSeen(poison.uid)).toBe(false);
    expect(await rig.suspicionOf('After the poison')).toBeDefined();
  });

  it('is kept as it came where a fault of ours is in reading it', async () => {
    const { uid } = server.deliver(mail('Odd'));
    let tries = 0;
    const sources = failing(
      rig.deps.sources,
      'find',
      () => tries < 1,
      () => {
        tries += 1;
        return Promise.reject(new RangeError('a fault of ours'));
      },
    );
    read({ deps: { ...rig.deps, sources } });
    await seen(uid);
    expect(await rig.suspicionOf('A mail to the source "mailbox" that cannot be read')).toBeDefined();
  });
});

describe('a mail that cannot be fetched', () => {
  it.each([
    ['refuses to give', 'refuseAt'],
    ['breaks off over', 'dropAt'],
  ] as const)('never stops the next one: the server %s it', async (_name, rule) => {
    const poison = server.deliver(mail(`Not given: ${rule}`));
    const { uid } = server.deliver(mail(`After what is not given: ${rule}`));
    server[rule](new RegExp(`^UID FETCH ${poison.uid} `));
    read();
    await seen(uid);
    expect(isSeen(poison.uid)).toBe(false);
  });

  it('is not taken again and again where it cannot be marked', async () => {
    server.deliver(mail('In a read-only mailbox'));
    server.refuseAt(/^UID STORE/);
    read({ pollMs: 20 });
    const times = (command: string) => server.commands.filter((one) => one.startsWith(command)).length;
    await until('several looks', () => times('UID SEARCH') > 3);
    expect(times('UID FETCH')).toBe(1);
  });
});

describe('mail in the mailbox that is for nobody here', () => {
  it('stays unread, with a keyword, and is not read again: an answer that lost its token', async () => {
    const { uid, flags } = server.deliver(mail('Re: thanks', { To: 'tocsin@school.test' }));
    read();
    await until('the keyword', () => flags.has('$TocsinUnmatched'));
    expect(isSeen(uid)).toBe(false);
    expect(await rig.suspicionOf('Re: thanks')).toBeUndefined();
  });

  it('while in a folder of the only source the filter decides, and not the address', async () => {
    const { uid } = server.deliver(mail('Filtered by a rule', { To: 'ada@school.test' }));
    read();
    await seen(uid);
    expect(await rig.suspicionOf('Filtered by a rule')).toBeDefined();
  });
});

describe('a mailbox that is away', () => {
  it('is read again when it is back', async () => {
    const { port } = server;
    read();
    await until('the reader to idle', () => server.idling() === 1);
    await server.close();
    server = await createImapServer({ port });
    const { uid } = server.deliver(mail('After the break'));
    await seen(uid);
  });
});

describe('mail in the mailbox that answers ours', () => {
  it.each([
    [
      'a bounce',
      { 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=x', 'Return-Path': '<>' },
    ],
    ['an old bounce', { From: 'MAILER-DAEMON@mx.school.test', 'Return-Path': '<>' }],
    ['an automatic reply', { 'Auto-Submitted': 'auto-replied' }],
    ['our own mail', { 'X-Tocsin-Key': 'abc', 'Auto-Submitted': 'auto-generated' }],
  ])('is no suspicion: %s', async (name, headers) => {
    const { uid } = server.deliver(mail(`Loop by ${name}`, headers));
    read();
    await seen(uid);
    expect(await rig.suspicionOf(`Loop by ${name}`)).toBeUndefined();
  });

  it('while the mail of a machine that reports something is one', async () => {
    const headers = { 'Auto-Submitted': 'auto-generated', Precedence: 'bulk', 'Return-Path': '<>' };
    const { uid } = server.deliver(mail('Disk audit: 3 new world-readable files', headers));
    read();
    await seen(uid);
    expect(await rig.suspicionOf('Disk audit: 3 new world-readable files')).toBeDefined();
  });
});

describe('a mailbox with the mail of years', () => {
  it('is no flood of pages', async () => {
    const before = (await rig.suspicions()).length;
    for (let n = 0; n < 30; n += 1) {
      const year = new Date(Date.UTC(1996 + n, 1, 3));
      server.deliver(mail(`Old news of ${1996 + n}`, { From: `c${n}@elsewhere.test` }), year);
    }
    read();
    await until('all of it', () => server.inbox.every(({ flags }) => flags.has('\\Seen')));
    const found = await rig.suspicions();
    expect(found.length - before).toBeLessThanOrEqual(20);
    const receipts = found.reduce((sum, one) => sum + one.receivedCount, 0);
    expect(receipts).toBeGreaterThanOrEqual(30);
  });
});
