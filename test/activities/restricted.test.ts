import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deliveryActivities } from '../../activities/deliver.ts';
import { pageActivities } from '../../activities/page.ts';
import { createSmtpChannel } from '../../channels/smtp.ts';
import { DEFAULT_SCOPES } from '../../db/apiKeys.ts';
import { fireMilestones } from '../../db/changes/fireMilestones.ts';
import { changeIncident } from '../../db/incidentChange.ts';
import { SYSTEM } from '../../domain/timeline/kinds.ts';
import { createDatabase, type Database } from '../../db/database.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { pdfText } from '../support/pdfText.ts';
import { sampleOrganisation } from '../support/samples.ts';
import { createSmtpReceiver, type SmtpReceiver } from '../support/smtpReceiver.ts';

const NOW = new Date('2026-02-03T12:00:00Z');
const PEOPLE = ['ada', 'ben', 'cleo'].map((id) => ({
  id,
  name: `${id} of the school`,
  email: `${id}@school.test`,
  agreesToDrills: true,
}));

let server: ApiServer;
let smtp: SmtpReceiver;
/** As the worker has it: it sees every incident. */
let db: Database;
let cleo: ApiClient;
beforeAll(async () => {
  const policy = { people: PEOPLE, escalation: [{ people: ['ada'] }, { people: ['ben'] }], standIn: 'ben' };
  server = await startApi({ organisation: sampleOrganisation(policy), now: NOW });
  smtp = await createSmtpReceiver();
  db = createDatabase(server.database.workerUrl);
  cleo = server.api.as(await server.key(DEFAULT_SCOPES, 'cleo'));
});
afterAll(async () => {
  await db.destroy();
  await smtp.close();
  await server.stop();
});

/** The page of a new incident, and what the worker makes of it. */
async function paged(restrictedTo: string[], channelsCompromised = 'no') {
  const { body } = await cleo.post('/v1/incidents', {
    title: 'Payroll read',
    discoveredAt: NOW.toISOString(),
    questions: { channelsCompromised },
    restrictedTo,
  });
  let asked = 0;
  const deps = {
    db,
    keys: server.keys,
    // A round lasts: each attempt is ten minutes after the one before.
    clock: { now: () => new Date(NOW.getTime() + asked * 600_000) },
    linkKey: server.linkKey,
    linksReachable: true,
    baseUrl: 'http://localhost',
    channels: {
      smtp: createSmtpChannel({ url: smtp.url, from: { name: 'T', address: 'tocsin@school.test' } }),
    },
  };
  const pages = async () => (await cleo.get(`/v1/incidents/${body.id}/pages`)).body.items;
  const ref = { organisationId: server.organisationId, incidentId: body.id };
  return {
    id: body.id as string,
    pages,
    /** Whom attempt n of the newest page asks. */
    ask: async (attempt: number): Promise<string[]> => {
      asked = Math.max(asked, attempt);
      const speaks = (await pages()).findLast((one: { bundledInto: string | null }) => !one.bundledInto);
      const pageId = speaks.id as string;
      const plan = await pageActivities(deps).planPageAttempt({ ...ref, pageId, attempt });
      const [page] = (await pages()).filter((one: { id: string }) => one.id === pageId);
      const keys = plan.deliveries.map(({ key }) => key);
      return page.deliveries
        .filter(({ key }: { key: string }) => keys.includes(key))
        .map(({ person }: { person: string }) => person)
        .sort();
    },
    /** What the clock of an obligation asks for at an instant. */
    fire: (at: Date) =>
      changeIncident({ ...deps, clock: { now: () => at } }, { ...ref, actor: SYSTEM }, fireMilestones),
    /** Sends whatever is planned. */
    deliver: async () => {
      for (const page of await pages())
        for (const { key } of page.deliveries)
          await deliveryActivities(deps).deliver({ ...ref, pageId: page.id, key });
    },
    restrict: (people: string[]) =>
      cleo.put(`/v1/incidents/${body.id}/restriction`, {
        restricted: true,
        restrictedTo: people,
        by: 'Cleo',
      }),
  };
}

describe('the pages of a restricted incident', () => {
  it('go to the named and to nobody else, round and round: no other step, no stand-in', async () => {
    const incident = await paged(['cleo']);
    for (const attempt of [0, 1, 2, 3]) expect(await incident.ask(attempt)).toEqual(['cleo']);
    await incident.deliver();
    expect(smtp.messages.flatMap(({ to }) => to)).toEqual(Array(4).fill('cleo@school.test'));
    for (const { mail } of smtp.messages)
      expect(`${mail.text}`).not.toMatch(/ada of the school|ben of the school/);
  });

  it('ask the people of the policy in their order where they are named', async () => {
    const incident = await paged(['cleo', 'ben']);
    // The stand-in, who is named, is asked from the first attempt on.
    expect([await incident.ask(0), await incident.ask(1)]).toEqual([['ben'], ['cleo']]);
  });

  it('stop for whoever is taken off the list, also what was planned and not yet sent', async () => {
    const incident = await paged(['cleo', 'ben']);
    expect(await incident.ask(0)).toEqual(['ben']);
    const before = smtp.messages.length;
    await incident.restrict(['cleo']);
    await incident.deliver();
    expect(smtp.messages).toHaveLength(before);
    const [old, now] = await incident.pages();
    expect(old).toMatchObject({
      state: 'ended',
      endedBecause: 'restricted',
      deliveries: [{ status: 'notSent' }],
    });
    expect(now.state).toBe('open');
    expect(await incident.ask(0)).toEqual(['cleo']);
  });

  it('carry a sheet that names nobody else', async () => {
    const incident = await paged(['cleo']);
    const pdf = await fetch(`${server.url}/v1/incidents/${incident.id}/sheet.pdf`, {
      headers: { authorization: `Bearer ${await server.key(DEFAULT_SCOPES, 'cleo')}` },
    });
    const text = pdfText(Buffer.from(await pdf.arrayBuffer()));
    expect(text).toContain('cleo of the school');
    expect(text).not.toMatch(/ada of the school|ben of the school/);
  });
});

describe('the page about a task', () => {
  it('says which task, unless somebody may be reading', async () => {
    for (const [channelsCompromised, says] of [
      ['no', true],
      ['unknown', false],
    ] as const) {
      const incident = await paged(['cleo'], channelsCompromised);
      const title = 'Ring the host of the payroll';
      const body = { title, dueAt: '2026-02-04T12:00:00Z', by: 'Cleo' };
      await cleo.post(`/v1/incidents/${incident.id}/tasks`, body);
      await incident.fire(new Date('2026-02-04T12:00:00Z'));
      smtp.messages.length = 0;
      await incident.ask(0);
      await incident.deliver();
      const mails = smtp.messages.map(({ mail }) => `${mail.subject} ${mail.text}`);
      expect([says, mails.length, mails.some((text) => text.includes(title))]).toEqual([says, 1, says]);
      const calendar = await cleo.get(`/v1/incidents/${incident.id}/calendar.ics`);
      expect(calendar.body.replace(/\r\n /g, '')).toContain(title);
    }
  });
});
