import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { MAX_MAIL_BYTES, startMailCatcher, type MailCatcher } from '../../embedded/mailCatcher.ts';

type Listed = { id: string; from: string; to: string[]; subject: string; receivedAt: string };
type Shown = Listed & {
  text: string;
  html?: string;
  headers: Record<string, string>;
  attachments: unknown[];
};

let folder: string;
let catcher: MailCatcher;

async function start(): Promise<void> {
  catcher = await startMailCatcher({ folder, smtpPort: 0, webPort: 0 });
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-mail-'));
  await start();
});

afterEach(async () => {
  await catcher.stop();
  await rm(folder, { recursive: true });
});

async function send(mail: SendMailOptions): Promise<void> {
  const transport = createTransport(catcher.smtpUrl);
  await transport.sendMail({ from: 'tocsin@school.example', to: 'ada@school.example', ...mail });
  transport.close();
}

async function get<T>(path: string): Promise<T> {
  return (await (await fetch(catcher.webUrl + path)).json()) as T;
}

async function newest(): Promise<Shown> {
  const [first] = await get<Listed[]>('/api/messages');
  return await get<Shown>(`/api/messages/${first?.id}`);
}

describe('the mail catcher', () => {
  test('keeps what it received, with the envelope, the headers and the text', async () => {
    await send({
      subject: 'Page 1',
      text: 'Déjà vu',
      bcc: 'stand-in@school.example',
      messageId: '<k@tocsin>',
    });
    const mail = await newest();
    expect(mail).toMatchObject({ from: 'tocsin@school.example', subject: 'Page 1', text: 'Déjà vu\n' });
    expect(mail.to).toEqual(['ada@school.example', 'stand-in@school.example']);
    expect(mail.headers['message-id']).toBe('<k@tocsin>');
    expect(Number.isNaN(Date.parse(mail.receivedAt))).toBe(false);
  });

  test('lists the newest first and still has everything after a restart', async () => {
    await send({ subject: 'first' });
    await send({ subject: 'second' });
    await catcher.stop();
    await start();
    const subjects = (await get<Listed[]>('/api/messages')).map(({ subject }) => subject);
    expect(new Set(subjects)).toEqual(new Set(['first', 'second']));
    expect(await readdir(folder)).toHaveLength(2);
  });

  test('shows nothing of a mail as markup of its own page, and the HTML part only in a cage', async () => {
    await send({
      subject: '<script>alert(1)</script>',
      text: '<img src=x> "q" https://a.example/x?b=1&c=2.',
      html: '<b>hi</b><script>alert(2)</script>',
    });
    const { id } = await newest();
    const page = await fetch(`${catcher.webUrl}/messages/${id}`);
    const html = await page.text();
    expect(html).not.toMatch(/<script|<img/);
    expect(html).toContain('<iframe sandbox=""');
    expect(html).toContain('<a href="https://a.example/x?b=1&amp;c=2"');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const part = await fetch(`${catcher.webUrl}/messages/${id}/html`);
    expect(part.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
  });

  test('hands out attachments as downloads only', async () => {
    await send({
      subject: 'sheet',
      text: 'x',
      attachments: [{ filename: 'deadlines "1".html', content: '<script></script>' }],
    });
    const { id } = await newest();
    const file = await fetch(`${catcher.webUrl}/messages/${id}/attachments/0`);
    expect(file.headers.get('content-disposition')).toBe(
      "attachment; filename*=UTF-8''deadlines%20%221%22.html",
    );
    expect(file.headers.get('content-type')).toBe('application/octet-stream');
  });

  test('refuses a mail that is larger than it takes', async () => {
    await expect(send({ subject: 'big', text: 'x'.repeat(MAX_MAIL_BYTES + 1) })).rejects.toThrow(/552/);
    expect(await get('/api/messages')).toEqual([]);
  });

  test.each(['/messages/..%2f..%2fetc%2fpasswd', '/api/messages/1', '/messages/1/source', '/nothing'])(
    'answers 404 to %s',
    async (path) => {
      expect((await fetch(catcher.webUrl + path)).status).toBe(404);
    },
  );

  test('answers no host name but loopback, so that a foreign page cannot read the links', async () => {
    const { port } = new URL(catcher.webUrl);
    const status = await new Promise((resolve, reject) => {
      request(
        { port, host: '127.0.0.1', path: '/api/messages', headers: { host: 'evil.example' } },
        (answer) => resolve(answer.statusCode),
      )
        .on('error', reject)
        .end();
    });
    expect(status).toBe(421);
  });
});
