import { createHash } from 'node:crypto';
import { createConnection } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { createDatabase, inOrganisation } from '../../db/database.ts';
import { lastPersonalAct } from '../../db/timelineRead.ts';
import { readIncident } from '../../db/incidentChange.ts';
import { evidenceOf } from '../../db/suspectedReceipts.ts';
import { MOST_MAIL_BYTES } from '../../inbound/mail.ts';
import { listenSmtp, type SmtpInbox } from '../../inbound/smtp.ts';
import { MailSources } from '../../inbound/sources.ts';
import { createRig, MAILBOX, mailOf, type Rig } from './support.ts';

let rig: Rig;
let inbox: SmtpInbox;
beforeAll(async () => {
  rig = await createRig();
  inbox = await listenSmtp({
    deps: rig.deps,
    host: '127.0.0.1',
    port: 0,
    replyAddress: 'tocsin@school.test',
  });
});
afterAll(async () => {
  await inbox.stop();
  await rig.stop();
});

/** Over a real connection, as a mail server of ours hands it on. */
const send = async (
  raw: string | Buffer,
  to: string[] = [MAILBOX],
  port = inbox.port,
  from = 'customer@elsewhere.test',
) => {
  const transport = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true });
  try {
    return await transport.sendMail({ envelope: { from, to }, raw });
  } finally {
    transport.close();
  }
};
const code = (sent: Promise<unknown>): Promise<number> =>
  sent.then(
    () => 250,
    (error: { responseCode: number }) => error.responseCode,
  );

let n = 0;
const mail = (subject: string, headers: Record<string, string> = {}, body = 'Look at this.'): string =>
  mailOf(
    {
      From: 'customer@elsewhere.test',
      To: MAILBOX,
      Subject: subject,
      'Message-ID': `<smtp-${(n += 1)}@elsewhere.test>`,
      ...headers,
    },
    body,
  );

describe('mail that a mail server hands on', () => {
  it('is a suspicion before it is answered, and the whole mail is kept byte for byte', async () => {
    const raw = mail('A stranger has my bookings', {}, `First line\n.dotted\nLast line with ä`);
    await send(raw);
    const found = await rig.suspicionOf('A stranger has my bookings');
    expect(found).toMatchObject({ kind: 'mail', state: 'open', receivedCount: 1 });
    const [receipt] = found!.receipts;
    const kept = await readIncident(rig.store, rig.organisationId, found!.incidentId, ({ scope, sealer }) =>
      evidenceOf(scope, found!.incidentId, receipt!.id, sealer),
    );
    expect(kept?.bytes.toString()).toContain(raw);
    expect(createHash('sha256').update(kept!.bytes).digest('hex')).toBe(receipt?.digest);
    expect(kept?.mediaType).toBe('message/rfc822');
  });

  it('is refused for addresses that are nobody’s here, and for a stranger’s domain', async () => {
    expect(await code(send(mail('x'), ['nobody@school.test']))).toBe(550);
    expect(await code(send(mail('x'), ['someone@elsewhere.test']))).toBe(550);
  });

  it('acknowledges a page by its token in the address', async () => {
    await rig.verify('ada', 'ada@school.test');
    const { incidentId, tokenFor } = await rig.paged();
    const to = `tocsin+${tokenFor('ada')}@school.test`;
    await send(
      mail('Re: page', { From: 'ada@school.test', To: to }, 'ACK'),
      [to],
      inbox.port,
      'ada@school.test',
    );
    expect((await rig.page(incidentId)).state).toBe('acknowledged');
  });

  it('that is larger than is kept is taken with its beginning, its size and the hash of all of it', async () => {
    const raw = Buffer.from(
      mail('Large', {}, `${'x'.repeat(998)}\n`.repeat(Math.ceil(MOST_MAIL_BYTES / 998) + 50)),
    );
    await send(raw);
    const [receipt] = (await rig.suspicionOf('Large'))!.receipts;
    expect(receipt).toMatchObject({ keptBytes: MOST_MAIL_BYTES });
    expect(receipt!.bytes).toBeGreaterThan(MOST_MAIL_BYTES);
  });

  it('is put off while the database is away, and is lost by nobody', async () => {
    const gone = createDatabase('postgres://nobody:nothing@127.0.0.1:1/none', { connectTimeoutMs: 500 });
    // The sources are known; then the database goes.
    const store = { ...rig.store, db: gone };
    const deps = { ...rig.deps, ...store, sources: rig.deps.sources };
    const other = await listenSmtp({ deps, host: '127.0.0.1', port: 0, replyAddress: undefined });
    const raw = mail('During an outage');
    try {
      expect(await code(send(raw, [MAILBOX], other.port))).toBe(451);
      const unknown = { ...deps, sources: new MailSources(store) };
      const third = await listenSmtp({ deps: unknown, host: '127.0.0.1', port: 0, replyAddress: undefined });
      expect(await code(send(raw, [MAILBOX], third.port))).toBe(451);
      await third.stop();
    } finally {
      await other.stop();
      await gone.destroy();
    }
    expect(await rig.suspicionOf('During an outage')).toBeUndefined();
    await send(raw);
    expect(await rig.suspicionOf('During an outage')).toBeDefined();
  });

  it('handed on twice is one, whatever the servers on the way have added', async () => {
    const raw = mail('Delivered twice');
    await send(raw);
    await send(`Received: by mx; Tue, 3 Feb 2026 12:05:00 +0000\r\n${raw}`);
    expect(await rig.suspicionOf('Delivered twice')).toMatchObject({ receivedCount: 1 });
  });

  it('survives a client that breaks off', async () => {
    const socket = createConnection(inbox.port, '127.0.0.1');
    await new Promise((resolve) => socket.once('data', resolve));
    socket.write(`EHLO x\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<${MAILBOX}>\r\nDATA\r\nSubject: half`);
    await new Promise((resolve) => socket.once('data', resolve));
    socket.destroy();
    await send(mail('After the half'));
    expect(await rig.suspicionOf('After the half')).toBeDefined();
    expect(await rig.suspicionOf('half')).toBeUndefined();
  });
});

describe('mail about the same', () => {
  const page = (incidentId: string) => rig.page(incidentId);

  it('in one thread is one suspicion, whatever its subject', async () => {
    await send(mail('Odd invoice', { 'Message-ID': '<root@elsewhere.test>' }));
    await send(
      mail('Something else', {
        References: '<other@x.test> <root@elsewhere.test>',
        From: 'second@elsewhere.test',
      }),
    );
    const found = await rig.suspicionOf('Odd invoice');
    expect(found).toMatchObject({ receivedCount: 2 });
    expect(await rig.entries(found!.incidentId, 'suspicion.repeated')).toHaveLength(1);
    expect((await page(found!.incidentId)).state).toBe('open');
    // What comes in is no act: an answer that nothing followed still comes back.
    const acted = await inOrganisation(rig.db, rig.organisationId, (scope) =>
      lastPersonalAct(scope, found!.incidentId),
    );
    expect(acted).toBeNull();
  });

  it('of one sender with one subject is one within a day, and new after it', async () => {
    await send(mail('Backup failed'));
    await send(mail('RE: [ops] backup  FAILED'));
    expect(await rig.suspicionOf('Backup failed')).toMatchObject({ receivedCount: 2 });
    const before = (await rig.suspicions()).length;
    await send(mail('Backup failed', { From: 'another@elsewhere.test' }));
    await send(mail('Backup of tenant 12 failed'));
    await send(mail('Backup of tenant 13 failed'));
    rig.time.now = new Date(rig.time.now.getTime() + 25 * 3_600_000);
    await send(mail('Backup failed'));
    expect((await rig.suspicions()).length - before).toBe(4);
  });
});

describe('two organisations', () => {
  it('each get what is theirs', async () => {
    const ids = await rig.deps.sources.organisations();
    expect(ids).toEqual([rig.organisationId]);
    const seen = await inOrganisation(rig.db, '018f0000-0000-7000-8000-00000000dead', (scope) =>
      scope.selectFrom('suspectedIncidents').selectAll().execute(),
    );
    expect(seen).toEqual([]);
  });
});
