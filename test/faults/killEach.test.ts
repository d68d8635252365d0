import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keyHash } from '../../channels/identity.ts';
import { obligationLabel } from '../../templates/catalogue.ts';
import { realDelayMs, toRealTime } from '../../domain/drillClock.ts';
import { sampleOrganisation } from '../support/samples.ts';
import { workflowBundlePath } from '../support/servers.ts';
import { createSmtpReceiver, type SmtpReceiver } from '../support/smtpReceiver.ts';
import { type Stack, type StackProcess, startStack } from '../support/stack.ts';
import { until } from '../support/until.ts';
import {
  type Delivery,
  type Duty,
  dueInstants,
  type Entry,
  IncidentReader,
  type PageOf,
} from './incident.ts';
import { type Arrival, linkIn, MailLog } from './mailLog.ts';

const HOUR = 3_600_000;
/** 72 hours in a minute. */
const SCALE = 4_320;
const STEP_MINUTES = 720;
const LONGEST_OUTAGE_MS = 25_000;
/** The wait for an answer is counted from the look that planned the step, which a busy machine writes down later. */
const PLANNING_MS = 1_500;
/** A message that was under way at the acknowledgement may still arrive; the next step would come after 10 s. */
const UNDER_WAY_MS = 3_000;
const NEVER_AGAIN = 7 * 24 * 60;
const plan = (...atFractions: number[]) => ({ atFractions, overdueEveryMinutes: NEVER_AGAIN });

/**
 * Real seconds from the declaration: containment 13, 27, 40 and overdue at 53; the ICO's 24 and overdue at 60. After the
 * death of a worker the next one may take 15 s to go on with a workflow (Temporal waits 10 s for a task that it has
 * handed out), so reminders lie further apart than one outage: what falls together becomes one page, which would have one answer.
 */
const organisation = sampleOrganisation({
  containmentHours: 64,
  scopeHours: 500,
  individualsTargetHours: 500,
  publicSummary: 'never',
  remindersFor: {
    containment: plan(0.25, 0.5, 0.75),
    authority: plan(0.4),
    scope: plan(),
    individuals: plan(),
  },
  escalation: [
    { people: ['ada'], channels: ['smtp'], delayMinutes: STEP_MINUTES },
    { people: ['ben'], channels: ['smtp'], delayMinutes: STEP_MINUTES },
  ],
});
const EXPECTED = [
  'authority/overdue-0', 'authority/reminder-0.4', 'containment/overdue-0', 'containment/reminder-0.25',
  'containment/reminder-0.5', 'containment/reminder-0.75',
]; // prettier-ignore

let smtp: SmtpReceiver;
let mails: MailLog;
let stack: Stack;
let incident: IncidentReader;
let drill: { scale: number; startedAt: Date };
let declaredDuties: Duty[];
const kills: { name: StackProcess; at: number }[] = [];
/** Page → real instant at which the answer to its acknowledgement had come. */
const answered = new Map<string, number>();

const second = (n: number) =>
  until(`second ${n}`, () => Date.now() >= drill.startedAt.getTime() + n * 1_000, 70_000);

async function kill(name: StackProcess): Promise<void> {
  kills.push({ name, at: Date.now() });
  await stack.kill(name);
}

/** For the moments that allow no waiting: inside the SMTP dialogue. */
function killWorkerNow(): void {
  kills.push({ name: 'worker', at: Date.now() });
  process.kill(stack.pids().worker!, 'SIGKILL');
}

const ICO = obligationLabel('authority', 'en').name;

/** What a mail is about beside its subject: on a slow machine two reminders fall into one look, and into one mail. */
const alsoAbout = (text: string): string =>
  /This page is also about([^]*)One answer is for all/i.exec(text)?.[1] ?? '';

/** The one reminder about the ICO, to the first person. */
const isReminder = ({ to, subject, text }: Arrival): boolean =>
  to === 'ada@school.test' &&
  subject.includes('Please answer') &&
  (subject.includes(ICO) || alsoAbout(text).includes(ICO));

const sprung = (left: number) => until('the trap to spring', () => mails.armed === left, 60_000);

/** The newest open page about a duty, once its first person has the mail. */
async function mailAbout(obligation: string): Promise<Arrival> {
  let mail: Arrival | undefined;
  await until(
    `a mail about ${obligation}`,
    async () => {
      const pages = await incident.pages();
      const about = pages.findLast((page) => page.obligation === obligation && page.state === 'open');
      const speaks = pages.find(({ id }) => id === (about?.bundledInto ?? about?.id));
      const key = speaks?.deliveries[0]?.key;
      mail = key === undefined ? undefined : mails.of(keyHash(key))[0];
      return mail !== undefined;
    },
    60_000,
  );
  return mail!;
}

/** As a person does: opens the link of the mail and presses the button. */
async function press(mail: Arrival): Promise<void> {
  const response = await fetch(stack.apiUrl + linkIn(mail), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  expect(response.status).toBe(200);
  const page = (await incident.pages()).find((one) =>
    one.deliveries.some(({ key }) => keyHash(key) === mail.hash),
  );
  answered.set(page!.id, Date.now());
}

/** The whole story, told once; the tests below ask what became of it. */
beforeAll(
  () =>
    tellStory().catch(async (error: Error) => {
      const entries = await incident?.timeline().catch(() => []);
      const lines =
        entries?.map((entry) => `${entry.recordedAt} ${entry.kind} ${JSON.stringify(entry.data)}`) ?? [];
      throw new Error([error.message, stack?.output(), ...lines].join('\n'));
    }),
  180_000,
);

async function tellStory(): Promise<void> {
  smtp = await createSmtpReceiver();
  mails = new MailLog(smtp);
  const env = { TOCSIN_WORKFLOW_BUNDLE: workflowBundlePath() };
  stack = await startStack({ smtpUrl: smtp.url, organisation, env });

  // Intended and on record, not sent: the worker dies while it names the recipient.
  mails.once('recipientNamed', (to) => to === 'ada@school.test', killWorkerNow);
  const { status, body } = await stack.api.post('/v1/incidents', {
    title: 'Bookings table read by a stranger',
    discoveredAt: new Date().toISOString(),
    questions: { channelsCompromised: 'no' },
    drill: { scale: SCALE },
  });
  expect(status).toBe(201);
  incident = new IncidentReader(stack.api, body.id);
  drill = { scale: SCALE, startedAt: new Date(body.drill.startedAt) };
  declaredDuties = body.obligations;
  await sprung(0);
  // Sent and not on record: the worker dies when the message was taken, before it hears so.
  mails.once('messageTaken', (_, arrival) => arrival !== undefined && isReminder(arrival), killWorkerNow);
  await until('the worker to be gone', () => stack.pids().worker === undefined);

  await second(13);
  await kill('Temporal'); // just before a reminder
  await stack.waitUntilBack('Temporal');
  await press(await mailAbout('containment'));
  await sprung(0);

  await second(34);
  const scope = { findings: '120 families', by: 'Ada' };
  const underWay = stack.api.post(`/v1/incidents/${incident.id}/scope`, scope).catch(() => undefined);
  await kill('API');
  await underWay;
  await stack.waitUntilBack('API');
  const recorded = await stack.api.post(`/v1/incidents/${incident.id}/scope`, scope);
  expect([200, 409]).toContain(recorded.status); // 409: the killed API had kept it, and had not said so

  await second(39.7);
  await kill('PostgreSQL'); // with a reminder in the gap
  await stack.waitUntilBack('PostgreSQL');
  await stack.waitUntilBack('API');

  await until(
    'the repeat of the message that was sent and not recorded',
    () => mails.arrivals.filter(isReminder).length > 1,
    60_000,
  );
  await second(43);
  await kill('supervisor'); // its next start finds everything where it was
  await stack.startAgain();

  await until(
    'the last milestone',
    async () => (await incident.fired()).includes('authority/overdue-0'),
    60_000,
  );
  await press(await mailAbout('authority'));
  for (const page of (await incident.pages()).filter(({ state }) => state === 'open')) {
    await stack.api.post(`/v1/incidents/${incident.id}/pages/${page.id}/acknowledgement`, { by: 'Ada' });
    answered.set(page.id, Date.now());
  }
  await until(
    'every message to be settled',
    async () =>
      (await incident.pages()).every((page) =>
        page.deliveries.every(({ status: now }) => now !== 'intended'),
      ),
    60_000,
  );
  await until('everything to be sealed', async () => (await verification()).unsealed === 0);
}

afterAll(async () => {
  await stack?.stop();
  await smtp?.close();
});

const verification = async () => (await stack.api.get('/v1/timeline/verification')).body;

const byHash = (pages: readonly PageOf[]): Map<string, { page: PageOf; delivery: Delivery }> =>
  new Map(
    pages.flatMap((page) =>
      page.deliveries.map((delivery) => [keyHash(delivery.key), { page, delivery }] as const),
    ),
  );

async function missedMilestones(): Promise<{ name: string; plannedAt: number }[]> {
  const entries = await incident.timeline('milestone.missed');
  return entries.flatMap(({ data }) =>
    (data['milestones'] as string[]).map((milestone) => ({
      name: `${String(data['obligation'])}/${milestone}`,
      plannedAt: toRealTime(drill, new Date(String(data['firstPlannedAt']))).getTime(),
    })),
  );
}

describe('a drill in which every process is killed', () => {
  it('lost each of them at least once', () => {
    expect(kills.map(({ name }) => name).toSorted()).toEqual([
      'API', 'PostgreSQL', 'Temporal', 'supervisor', 'worker', 'worker',
    ]); // prettier-ignore
  });

  it('fired every reminder of every duty once, none missing', async () => {
    const fired = await incident.fired();
    const missed = await missedMilestones();
    expect([...fired, ...missed.map(({ name }) => name)].toSorted()).toEqual(EXPECTED);
    // On a slow machine two reminders of one duty may fall into one outage; then the later one fires for both.
    for (const { name, plannedAt } of missed) {
      expect(kills.some(({ at }) => Math.abs(at - plannedAt) < LONGEST_OUTAGE_MS)).toBe(true);
      expect(
        fired.some(
          (later) =>
            later.startsWith(name.split('/', 1)[0]!) && EXPECTED.indexOf(later) !== EXPECTED.indexOf(name),
        ),
      ).toBe(true);
    }
  });

  it('fired none before its planned instant, on the clock of the duty as it was declared', async () => {
    for (const { data, recordedAt } of await incident.timeline('milestone.fired')) {
      const duty = declaredDuties.find(({ id }) => id === data['obligation'])!;
      const [start, due] = [Date.parse(duty.startsAt), Date.parse(duty.dueAt)];
      const share = Number(/^reminder-(.*)$/.exec(String(data['milestone']))?.[1] ?? 1);
      expect(data['plannedAt']).toBe(new Date(start + share * (due - start)).toISOString());
      const planned = toRealTime(drill, new Date(String(data['plannedAt'])));
      expect(Date.parse(recordedAt)).toBeGreaterThanOrEqual(planned.getTime());
    }
  });

  it('moved no deadline', async () => {
    expect(dueInstants(await incident.duties())).toEqual(dueInstants(declaredDuties));
    const authority = declaredDuties.find(({ id }) => id === 'authority')!;
    expect(Date.parse(authority.dueAt) - Date.parse(authority.startsAt)).toBe(72 * HOUR);
  });

  it('asked the right person at every step, in order, each after the time that the policy gives', async () => {
    const delay = realDelayMs(drill, STEP_MINUTES);
    for (const page of await incident.pages()) {
      const attempts = [...Map.groupBy(page.deliveries, ({ round, step }) => 2 * (round - 1) + step - 1)];
      attempts.forEach(([attempt, deliveries], n) => {
        expect(attempt).toBe((attempts[0]?.[0] ?? 0) + n); // a page that takes over from another goes on where that was
        const standIn = attempt === 0 && page.milestone === 'declared' ? ['ben'] : [];
        const people = deliveries.map(({ person }) => person).toSorted();
        expect(people).toEqual([attempt % 2 === 0 ? 'ada' : 'ben', ...standIn]);
        const before = attempts[n - 1]?.[1][0]?.intendedAt ?? '1970-01-01T00:00:00Z';
        const waited = Date.parse(deliveries[0]!.intendedAt) - Date.parse(before);
        expect(waited).toBeGreaterThanOrEqual(delay - PLANNING_MS);
      });
    }
  });

  it('brought every message that it says was sent, and opened each page with its first person', async () => {
    const pages = await incident.pages();
    for (const { delivery } of byHash(pages).values()) {
      const arrivals = mails.of(keyHash(delivery.key));
      if (delivery.status === 'sent') expect(arrivals.length).toBeGreaterThan(0);
      for (const { to } of arrivals)
        expect(to).toBe(delivery.person === 'ada' ? 'ada@school.test' : 'ben@friend.test');
    }
    // Held back is only what somebody answered, or a newer page took over, while it was being tried again.
    for (const { page, delivery } of byHash(pages).values())
      expect(delivery.status).toBe(
        ['notSent', 'unknown'].includes(delivery.status) && page.state !== 'open' ? delivery.status : 'sent',
      );
  });

  it('repeated a message only under its Message-ID, and only where it could not know', async () => {
    const known = byHash(await incident.pages());
    const ids = Map.groupBy(mails.arrivals, ({ messageId }) => messageId);
    for (const [id, arrivals] of ids) {
      expect(known.has(arrivals[0]!.hash)).toBe(true);
      expect(new Set(arrivals.map(({ hash }) => hash)).size).toBe(1);
      expect(id).toContain(arrivals[0]!.hash);
      expect(known.get(arrivals[0]!.hash)!.delivery.attempts).toBeGreaterThanOrEqual(arrivals.length);
    }
    const hash = mails.arrivals.find(isReminder)!.hash;
    expect(mails.of(hash).length).toBe(2);
  });

  it('sent nothing more of a page after its acknowledgement', async () => {
    expect(answered.size).toBeGreaterThan(2);
    const known = byHash(await incident.pages());
    for (const { hash, at } of mails.arrivals) {
      const end = answered.get(known.get(hash)!.page.id);
      if (end !== undefined) expect(at).toBeLessThanOrEqual(end + UNDER_WAY_MS);
    }
  });

  it('kept what the killed API was told once, whether or not it had answered', async () => {
    expect(await incident.timeline('scope.recorded')).toHaveLength(1);
  });

  it('wrote each draft and each opening once, and its record verifies', async () => {
    const opened: Entry[] = await incident.timeline('page.opened');
    expect(opened).toHaveLength((await incident.fired()).length + 1);
    const notices = await incident.notices();
    expect(new Set(notices.map(({ id }) => id)).size).toBe(notices.length);
    expect(await verification()).toMatchObject({ ok: true, unsealed: 0, first: null });
  });
});
