import { afterEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { incidentWorkflowId } from '../../workflows/messages.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { HIGH_RISK, sampleOrganisation } from '../support/samples.ts';
import { until } from '../support/until.ts';

let engine: Engine;
afterEach(() => engine.stop());

const HOUR = 3_600_000;

interface Page {
  id: string;
  state: string;
  reason: string;
  obligation: string | null;
  endedBecause: string | null;
  deliveries: { person: string; status: string; lastCode: string }[];
}

/** Answers that nobody acts upon are told of elsewhere (pageAnswers.test.ts). */
const patient = (policy: Record<string, unknown> = {}) =>
  sampleOrganisation({ followThrough: { actionWithinMinutes: 7 * 24 * 60 }, ...policy });

async function begin(values: Record<string, unknown> = {}, organisation = patient()) {
  engine = await startEngine({ organisation });
  const declared = await engine.api.post('/v1/incidents', {
    title: 'Bookings table read by a stranger',
    discoveredAt: engine.clock.now().toISOString(),
    questions: { channelsCompromised: 'no' },
    ...values,
  });
  expect(declared.status).toBe(201);
  await engine.settle();
  const id: string = declared.body.id;
  const t0 = Date.parse(declared.body.awareAt);
  return {
    id,
    path: `/v1/incidents/${id}`,
    at: (hours: number) => engine.advanceTo(new Date(t0 + hours * HOUR + 1_000), 2 * HOUR),
    pages: async (): Promise<Page[]> => (await engine.api.get(`/v1/incidents/${id}/pages`)).body.items,
    open: async (): Promise<string[]> =>
      ((await engine.api.get(`/v1/incidents/${id}/pages`)).body.items as Page[])
        .filter((page) => page.state === 'open')
        .map((page) => `${page.obligation}:${page.reason}`)
        .sort(),
    answerAll: async () => {
      for (const page of (await engine.api.get(`/v1/incidents/${id}/pages`)).body.items as Page[]) {
        if (page.state === 'open')
          await engine.api.post(`/v1/incidents/${id}/pages/${page.id}/acknowledgement`, { by: 'Ada' });
      }
      await engine.settle();
    },
    notices: async () => (await engine.api.get(`/v1/incidents/${id}/notices`)).body.items,
  };
}

describe('the first minutes', () => {
  it('mail the person on call and the stand-in, with calendar file and sheet, and draft the ICO report', async () => {
    const incident = await begin();
    await until('both mails', () => engine.smtp.messages.length === 2);
    const mails = engine.smtp.messages.map(({ to, mail }) => ({
      to: to[0],
      files: mail.attachments.map((file) => file.contentType),
      calendar:
        mail.attachments.find((file) => file.contentType === 'text/calendar')?.content.toString() ?? '',
    }));
    expect(mails.map((mail) => mail.to).sort()).toEqual(['ada@school.test', 'ben@friend.test']);
    for (const mail of mails) {
      expect(mail.files.sort()).toEqual(['application/pdf', 'text/calendar']);
      expect(mail.calendar).toContain('BEGIN:VALARM');
    }
    await until('the draft', async () => (await incident.notices()).length === 1);
    expect(await incident.notices()).toMatchObject([
      { kind: 'ico-initial', version: 1, state: 'draft', factsRevision: 1 },
    ]);
  });

  it('say nothing of what happened while nobody has said that the mail is safe', async () => {
    await begin({
      questions: {},
      title: 'Payroll stolen by Mallory',
      narrative: { whatHappened: 'the payroll was copied' },
    });
    await until('both mails', () => engine.smtp.messages.length === 2);
    for (const { raw, mail } of engine.smtp.messages) {
      expect(`${mail.subject} ${mail.text} ${raw}`).not.toMatch(/payroll|mallory/i);
      const [calendar, ...more] = mail.attachments;
      expect(more).toEqual([]);
      expect(calendar?.content.toString()).toMatch(/BEGIN:VALARM/);
      expect(calendar?.content.toString()).not.toMatch(/payroll|mallory|ICO|Riverside/i);
      expect(mail.text).toContain('https://tocsin.school.test/acknowledge/');
    }
  });

  it('draft again when facts change, keep the older version, and page for the duty that appears', async () => {
    const incident = await begin();
    await until('the first draft', async () => (await incident.notices()).length === 1);
    await engine.api.patch(incident.path, { revision: 1, tracks: [{ id: 'bookings', facts: HIGH_RISK }] });
    await until('the second draft', async () => (await incident.notices()).length === 2);
    expect(await incident.notices()).toMatchObject([
      { version: 2, state: 'draft', factsRevision: 2 },
      { version: 1, state: 'superseded', factsRevision: 1 },
    ]);
    expect(await incident.open()).toContain('individuals:reassessed');
    await until('the new calendar at the first person and at the stand-in', () => {
      const told = engine.smtp.messages.filter(({ mail }) => mail.subject?.includes('Tell the people'));
      return told.length === 2 && told.every(({ mail }) => mail.attachments.length === 2);
    });
  });
});

describe('a message whose sender died', () => {
  /** What a worker leaves behind that is killed between handing a message over and writing that down. */
  async function loseOutcome(incidentId: string): Promise<void> {
    const admin = new pg.Client({ connectionString: engine.database.adminUrl });
    await admin.connect();
    await admin.query(
      `update deliveries set status = 'intended', finished_at = null from pages
       where pages.id = page_id and incident_id = $1 and contact_id = 'ada'`,
      [incidentId],
    );
    await admin.end();
  }

  it('is neither "intended" for ever nor called unsent once its page has ended', async () => {
    const incident = await begin();
    await loseOutcome(incident.id);
    await incident.answerAll();
    const statuses = async () =>
      (await incident.pages()).flatMap((page) => page.deliveries.map((one) => one.status));
    expect((await statuses()).sort()).toEqual(['intended', 'sent']);
    await incident.at(0.1);
    await until('the look a minute later', async () => (await statuses()).includes('unknown'));
    const { body } = await engine.api.get(`${incident.path}/timeline?kind=page.outcomeUnknown`);
    expect(body.items).toMatchObject([{ personal: { person: 'ada' } }]);
    expect(body.items[0].text).toContain('a page to ada by e-mail arrived is not known');
    expect(JSON.stringify(body.items[0].data)).not.toContain('ada');
  });
});

describe('who is asked', () => {
  it('reaches the third step although nudges come more often than a round takes', async () => {
    const people = ['ada', 'ben', 'cay'].map((id) => ({ id, name: id, email: `${id}@school.test` }));
    const escalation = people.map(({ id }) => ({ people: [id], delayMinutes: 15 }));
    const reminders = { atFractions: [], overdueEveryMinutes: 30 };
    const discoveredAt = new Date(Date.now() - 80 * HOUR).toISOString();
    const incident = await begin(
      { discoveredAt },
      patient({ people, escalation, reminders, standIn: 'ada' }),
    );
    await incident.at(81.9);
    const reached = new Set(engine.smtp.messages.map((message) => message.to[0]));
    expect([...reached].sort()).toEqual(people.map((person) => person.email));
  });
});

describe('what stops what', () => {
  it('containing stops the pages about containment and nothing else', async () => {
    const incident = await begin();
    await incident.answerAll();
    await incident.at(12);
    expect(await incident.open()).toEqual(['containment:reminder', 'scope:reminder']);
    await engine.api.post(`${incident.path}/containment`, { contained: true, how: 'key revoked' });
    expect(await incident.open()).toEqual(['scope:reminder']);
  });

  it('acknowledging stops one page; the next reminder of the same duty comes', async () => {
    const incident = await begin();
    await incident.answerAll();
    await incident.at(12);
    await incident.answerAll();
    expect(await incident.open()).toEqual([]);
    await incident.at(18);
    expect(await incident.open()).toEqual(['containment:reminder', 'scope:reminder']);
  });

  it('deciding ends the pages of that duty for good', async () => {
    const incident = await begin({}, patient({ publicSummary: 'never' }));
    await engine.api.post(`${incident.path}/containment`, { contained: true, how: 'key revoked' });
    await engine.api.post(`${incident.path}/scope`, { findings: '120 families' });
    await incident.answerAll();
    await incident.at(36);
    expect(await incident.open()).toEqual(['authority:reminder', 'individuals:reminder']);
    await engine.api.post(`${incident.path}/obligations/individuals/decision`, {
      decision: 'notRequired',
      reason: 'test data only',
      by: 'Ada',
    });
    expect(await incident.open()).toEqual(['authority:reminder']);
    await incident.answerAll();
    await incident.at(54);
    expect(await incident.open()).toEqual(['authority:reminder']);
  });

  it('a plan pauses overdue pages until its own time, and then they come back; a late report ends them; closing ends all', async () => {
    const incident = await begin(
      {},
      patient({
        publicSummary: 'never',
        reminders: { atFractions: [0.9], overdueEveryMinutes: 120 },
      }),
    );
    await engine.api.post(`${incident.path}/containment`, { contained: true, how: 'key revoked' });
    await engine.api.post(`${incident.path}/scope`, { findings: '120 families' });
    await engine.api.post(`${incident.path}/obligations/individuals/decision`, {
      decision: 'notRequired',
      reason: 'test data only',
      by: 'Ada',
    });
    await incident.answerAll();
    await incident.at(64.8);
    await incident.answerAll();
    await incident.at(72);
    expect(await incident.open()).toEqual(['authority:overdue']);
    const until80 = new Date(engine.clock.now().getTime() + 8 * HOUR);
    await engine.api.post(`${incident.path}/obligations/authority/plan`, {
      until: until80.toISOString(),
      plan: 'counsel reads it tonight',
    });
    expect(await incident.open()).toEqual([]);
    await incident.at(79);
    expect(await incident.open()).toEqual([]);
    await incident.at(80.1);
    expect(await incident.open()).toEqual(['authority:planEnded']);

    const reported = await engine.api.post(`${incident.path}/submissions`, {
      route: 'onlineForm',
      reference: 'IC-1',
      by: 'Ada',
      reasonsForDelay: 'counsel was ill',
    });
    expect(reported.body.obligations.find((one: { id: string }) => one.id === 'authority')).toMatchObject({
      state: 'satisfied',
      late: true,
    });
    expect(await incident.open()).toEqual([]);
    const complete = {
      ...{ decision: 'notRequired', reason: 'the ICO has all of it', evidence: 'its letter' },
      ...{ by: 'Ada', secondBy: 'Ben' },
    };
    await engine.api.post(`${incident.path}/obligations/followUp/decision`, complete);
    expect((await engine.api.post(`${incident.path}/closure`, { reason: 'everything is done' })).status).toBe(
      200,
    );
    const handle = engine.environment.client.workflow.getHandle(incidentWorkflowId(incident.id));
    await until('the workflow to end', async () => (await handle.describe()).status.name === 'COMPLETED');
    const before = engine.smtp.messages.length;
    await incident.at(100);
    expect(engine.smtp.messages).toHaveLength(before);
    expect((await engine.api.get('/v1/timeline/verification')).body).toMatchObject({ ok: true });
  });
});
