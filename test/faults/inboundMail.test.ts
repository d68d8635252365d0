import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createImapServer, type ImapServer } from '../support/imapServer.ts';
import { type RealProcesses, startAll } from '../support/realProcesses.ts';
import { sampleOrganisation } from '../support/samples.ts';
import { until } from '../support/until.ts';

const MAILBOX = 'security@school.test';
let imap: ImapServer;
let real: RealProcesses;
beforeAll(async () => {
  imap = await createImapServer();
  const inbound = [{ kind: 'mail', id: 'mailbox', address: MAILBOX }];
  real = await startAll(sampleOrganisation({ inbound }), { TOCSIN_IMAP_URL: imap.url });
}, 120_000);
afterAll(async () => {
  await real.stop();
  await imap.close();
});

it('a worker that is killed between the commit and the mark loses no mail and doubles none', async () => {
  const { client, worker } = real.processes;
  imap.hangAt(/^UID STORE/);
  const mail = imap.deliver(
    `From: customer@elsewhere.test\nTo: ${MAILBOX}\nSubject: Somebody reads my mail\nMessage-ID: <kill@x>\n\nHelp.\n`,
  );
  await until('the mark, which comes after the commit', () =>
    imap.commands.some((command) => command.startsWith('UID STORE')),
  );
  await worker.end('SIGKILL');
  expect(mail.flags.has('\\Seen')).toBe(false);
  imap.hangAt(null);
  await worker.start();
  await until('the mark', () => mail.flags.has('\\Seen'));
  const { items } = (await client.get('/v1/suspected-incidents')).body;
  expect(items).toMatchObject([{ title: 'Somebody reads my mail', count: 1 }]);
  const receipts = await client.get(`/v1/suspected-incidents/${items[0].id}/receipts`);
  expect(receipts.body.items).toHaveLength(1);
  const pages = await client.get(`/v1/incidents/${items[0].id}/pages`);
  expect(pages.body.items).toHaveLength(1);
}, 240_000);
