import { createSocket, type Socket } from 'node:dgram';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createSmtpChannel } from '../../channels/smtp.ts';
import { loadConfig } from '../../config/index.ts';
import { examine } from '../../worker/examination/examination.ts';
import { dateIn, lookAtMailServer } from '../../worker/examination/mailServer.ts';
import { lookAtDomain, systemLookUp } from '../../worker/examination/sendingDomain.ts';
import { createSmtpReceiver, type SmtpReceiver } from '../support/smtpReceiver.ts';

const now = new Date('2026-02-03T12:00:00Z');
const clock = { now: () => now };
const open: { close(): unknown }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function receiver(options: Parameters<typeof createSmtpReceiver>[0] = {}): Promise<SmtpReceiver> {
  const smtp = await createSmtpReceiver(options);
  open.push(smtp);
  return smtp;
}

/** A name server (RFC 1035) on loopback that knows these TXT records, or says nothing at all. */
async function nameServer(records: Record<string, string> | 'silent'): Promise<string> {
  const socket: Socket = createSocket('udp4');
  open.push(socket);
  socket.on('message', (query, { address, port }) => {
    if (records !== 'silent') socket.send(answerTo(query, records), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return `127.0.0.1:${socket.address().port}`;
}

function answerTo(query: Buffer, records: Record<string, string>): Buffer {
  const end = query.indexOf(0, 12) + 5;
  const question = query.subarray(12, end);
  const text = records[nameIn(question)];
  const header = Buffer.from(query.subarray(0, 12));
  header.writeUInt16BE(text === undefined ? 0x8183 : 0x8180, 2); // NXDOMAIN, or an answer
  header.writeUInt16BE(text === undefined ? 0 : 1, 6);
  header.writeUInt32BE(0, 8);
  if (text === undefined) return Buffer.concat([header, question]);
  const fixed = Buffer.from([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, text.length + 1, text.length]);
  return Buffer.concat([header, question, fixed, Buffer.from(text)]);
}

function nameIn(question: Buffer): string {
  const labels: string[] = [];
  for (let at = 0; question[at] !== 0; at += (question[at] ?? 0) + 1)
    labels.push(question.toString('latin1', at + 1, at + 1 + (question[at] ?? 0)));
  return labels.join('.').toLowerCase();
}

describe('the look at a mail server', () => {
  it.each([{ secure: true }, { startTls: true }])(
    'finds the end of its certificate (%j)',
    async (options) => {
      const { certificateUntil } = await lookAtMailServer((await receiver(options)).url);
      expect(Date.parse(certificateUntil ?? '')).toBeGreaterThan(0);
    },
  );

  it('finds none where no encryption is offered, and sends nothing', async () => {
    const smtp = await receiver();
    expect(await lookAtMailServer(smtp.url)).toEqual({ certificateUntil: null, greetingDate: null });
    expect([smtp.attempts(), smtp.messages.length]).toEqual([0, 0]);
  });

  it('fails where nothing answers', async () => {
    const smtp = await createSmtpReceiver();
    await smtp.close();
    await expect(lookAtMailServer(smtp.url)).rejects.toThrow();
  });

  it.each([
    ['220 mx.example.org ESMTP Sendmail 8.17; Tue, 3 Feb 2026 12:00:01 GMT', '2026-02-03T12:00:01.000Z'],
    ['220 mx.example.org ESMTP ready at Tue, 03 Feb 2026 13:00:01 +0100', '2026-02-03T12:00:01.000Z'],
    ['220 mx.example.org ESMTP Postfix', null],
  ])('reads the date of a greeting: %s', (greeting, expected) => {
    expect(dateIn(greeting)).toBe(expected);
  });
});

describe('the look at a sending domain', () => {
  it('finds what receivers look up', async () => {
    const server = await nameServer({
      'school.test': 'v=spf1 mx -all',
      '_dmarc.school.test': 'v=DMARC1; p=reject',
      'mail2026._domainkey.school.test': 'v=DKIM1; k=rsa; p=MIIB',
    });
    expect(await lookAtDomain('school.test', 'mail2026', systemLookUp([server]))).toEqual({
      ...{ domain: 'school.test', spf: 'found', dmarc: 'found', dkim: 'found' },
    });
  });

  it('misses what is not there: other texts, no text, a key that was revoked', async () => {
    const server = await nameServer({
      'school.test': 'google-site-verification=v=spf1',
      'mail2026._domainkey.school.test': 'v=DKIM1; p=',
    });
    expect(await lookAtDomain('school.test', 'mail2026', systemLookUp([server]))).toEqual({
      ...{ domain: 'school.test', spf: 'missing', dmarc: 'missing', dkim: 'missing' },
    });
  });

  it('knows nothing where no name server answers, and asks for no selector that is not set', async () => {
    const server = await nameServer('silent');
    expect(await lookAtDomain('school.test', undefined, systemLookUp([server]))).toEqual({
      ...{ domain: 'school.test', spf: 'unknown', dmarc: 'unknown', dkim: null },
    });
  });
});

describe('an examination', () => {
  const lookUp = () => Promise.reject(new Error('no DNS'));
  const from = { name: 'Tocsin', address: 'tocsin@school.test' };

  it('of an installation without a mail server says so', async () => {
    const config = loadConfig({});
    expect(await examine({ config, clock, smtp: undefined, lookUp })).toMatchObject({
      ...{ at: now.toISOString(), domain: null, freeBytes: null },
      mail: { server: 'none', problem: null },
    });
  });

  it('tells a server that takes our mail from one that does not', async () => {
    const auth = { user: 'tocsin', pass: 'secret' };
    const { url } = await receiver({ secure: true, auth });
    const outcome = async (login: string) => {
      const smtpUrl = url.replace('//', `//${login}@`);
      const config = loadConfig({ TOCSIN_SMTP_URL: smtpUrl, TOCSIN_MAIL_FROM: from.address });
      const smtp = createSmtpChannel({ url: smtpUrl, from });
      open.push(smtp);
      return examine({ config, clock, smtp, lookUp });
    };
    expect((await outcome('tocsin:secret')).mail).toMatchObject({ server: 'outward', problem: null });
    expect((await outcome('tocsin:wrong')).mail).toMatchObject({ server: 'outward', problem: 'auth' });
    expect((await outcome('tocsin:secret')).domain).toMatchObject({ domain: 'school.test', spf: 'unknown' });
  });

  it('knows a catcher, which keeps mail on this machine', async () => {
    const { url } = await receiver();
    const smtp = createSmtpChannel({ url, from, catcher: true });
    open.push(smtp);
    expect((await examine({ config: loadConfig({}), clock, smtp, lookUp })).mail.server).toBe('catcher');
  });
});
