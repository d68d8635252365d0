import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createTransport } from 'nodemailer';
import { methodDigest } from '../../db/contactVerifications.ts';
import { createDatabase, inOrganisation } from '../../db/database.ts';
import { listenSmtp, type SmtpInbox } from '../../inbound/smtp.ts';
import { MailSources } from '../../inbound/sources.ts';
import type { Answer } from '../support/apiClient.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { sampleOrganisation } from '../support/samples.ts';

type Json = Answer['body'];

const START = new Date('2027-03-02T03:00:00Z');
const minutes = (n: number) => new Date(START.getTime() + n * 60_000);
const MAILBOX = 'security@school.test';

let engine: Engine;
let inbox: SmtpInbox;
beforeAll(async () => {
  const organisation = sampleOrganisation({
    triageHours: 2,
    inbound: [{ kind: 'mail', id: 'mailbox', address: MAILBOX }],
  });
  engine = await startEngine({ organisation, startAt: START });
  const { workerDb: db, keys, clock, organisationId } = engine;
  const deps = {
    db,
    keys,
    clock,
    logger: pino({ level: 'silent' }),
    sources: new MailSources({ db, keys, clock }),
    replyKey: engine.replyKey,
    authservId: undefined,
    replyAddress: undefined,
  };
  inbox = await listenSmtp({ deps, host: '127.0.0.1', port: 0, replyAddress: undefined });
  const apiDb = createDatabase(engine.database.apiUrl);
  await inOrganisation(apiDb, organisationId, (scope) =>
    scope
      .insertInto('contactVerifications')
      .values({
        organisationId,
        digest: methodDigest(organisationId, 'ada', 'smtp', 'ada@school.test'),
        verifiedAt: START,
      })
      .execute(),
  );
  await apiDb.destroy();
});
afterAll(async () => {
  await inbox.stop();
  await engine.stop();
});

async function mail(message: { from: string; to: string; subject: string; text: string }): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: inbox.port, ignoreTLS: true });
  await transport.sendMail(message);
  transport.close();
}

const pagesOf = async (id: string) => (await engine.api.get(`/v1/incidents/${id}/pages`)).body.items;

describe('a customer writes at three in the morning', () => {
  it('somebody is paged, answers by reply, forgets it, is paged again when the triage is late, and accepts', async () => {
    await mail({
      from: 'customer@elsewhere.test',
      to: MAILBOX,
      subject: 'I can see the bookings of my neighbour',
      text: 'Please look.',
    });
    await engine.settle();
    const page = await engine.smtp.waitForMessage((one) => one.to.includes('ada@school.test'));
    expect(page.mail.subject).toMatch(/S-2027-001.* \[ACK-[A-Z2-7]{32}\]$/);
    // Nobody has said yet that the mail is safe: the page carries no facts.
    expect(page.mail.text).not.toContain('bookings');
    expect(page.mail.text).toContain('ACK alone on the first line');
    const replyTo = page.mail.replyTo?.value[0]?.address ?? '';
    expect(replyTo).toMatch(/^tocsin\+ack-[a-z2-7]{32}@school\.test$/);

    await mail({
      from: 'ada@school.test',
      to: replyTo,
      subject: `Re: ${page.mail.subject}`,
      text: `Ack\n\nOn Tuesday Tocsin wrote:\n> ${page.mail.text?.slice(0, 40)}`,
    });
    const [suspicion] = (await engine.api.get('/v1/suspected-incidents')).body.items;
    expect(await pagesOf(suspicion.id)).toMatchObject([
      {
        reason: 'suspected',
        state: 'acknowledged',
        acknowledgedBy: 'Ada Owner',
        acknowledgedThrough: 'reply',
      },
    ]);
    await engine.advanceTo(minutes(40));
    expect(engine.smtp.messages.filter((one) => one.to.includes('ben@friend.test'))).toHaveLength(0);

    // Reminders at 50, 75 and 90 % of two hours, and overdue ones after them, go on until somebody decides.
    await engine.advanceTo(minutes(130));
    // Ben's address is not verified: he is not told to answer in a way that would not count.
    const toBen = engine.smtp.messages.filter((one) => one.to.includes('ben@friend.test'));
    expect(toBen.length).toBeGreaterThan(0);
    expect(toBen.filter((one) => one.mail.text?.includes('ACK alone'))).toEqual([]);
    const reasons = (await pagesOf(suspicion.id)).map(({ reason }: { reason: string }) => reason);
    expect(reasons).toEqual(expect.arrayContaining(['suspected', 'reminder', 'overdue']));
    expect((await engine.api.get(`/v1/incidents/${suspicion.id}`)).body.obligations).toHaveLength(1);

    const accepted = await engine.api.post(`/v1/suspected-incidents/${suspicion.id}/acceptance`, {
      questions: { channelsCompromised: 'no' },
      by: 'Ada Owner',
    });
    expect(accepted.body).toMatchObject({
      status: 'open',
      reference: '2027-001',
      discoveredAt: suspicion.receivedAt,
    });
    const authority = accepted.body.obligations.find((one: Json) => one.id === 'authority');
    expect(Date.parse(authority.dueAt) - Date.parse(suspicion.receivedAt)).toBe(72 * 3_600_000);
    await engine.settle();
    const declared = await engine.smtp.waitForMessage(
      (one) => one.mail.subject?.includes('2027-001') === true && !one.mail.subject.includes('S-2027'),
    );
    expect(declared.mail.text).toContain('I can see the bookings of my neighbour');
    const open = (await pagesOf(suspicion.id)).filter(({ state }: { state: string }) => state === 'open');
    expect(open).toMatchObject([{ reason: 'declared', obligation: null }]);
  });
});
