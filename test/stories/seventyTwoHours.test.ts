import { afterEach, describe, expect, it } from '@jest/globals';
import { type Engine, startEngine } from '../support/engine.ts';
import { sampleOrganisation } from '../support/samples.ts';

let engine: Engine | undefined;
afterEach(async () => {
  await engine?.stop();
  engine = undefined;
});

const HOUR = 3_600_000;

interface Entry {
  kind: string;
  occurredAt: string;
  recordedAt: string;
  data: Record<string, unknown>;
}

async function timelineOf(one: Engine, id: string, kind: string): Promise<Entry[]> {
  const { body } = await one.api.get(`/v1/incidents/${id}/timeline?limit=500&kind=${kind}`);
  return body.items as Entry[];
}

/** Acknowledges whatever is open, as a person with a key would. */
async function answerEverything(one: Engine, id: string): Promise<void> {
  const { body } = await one.api.get(`/v1/incidents/${id}/pages`);
  for (const page of body.items.filter((item: { state: string }) => item.state === 'open')) {
    await one.api.post(`/v1/incidents/${id}/pages/${page.id}/acknowledgement`, { by: 'Ada' });
  }
  await one.settle();
}

describe.each([
  ['an ordinary week in winter', '2031-02-04T12:17:00Z', 'Fri 7 Feb 2031, 12:17 GMT'],
  ['the change into summer time', '2031-03-28T16:30:00Z', 'Mon 31 Mar 2031, 17:30 BST'],
  ['the change out of summer time', '2031-10-24T15:30:00Z', 'Mon 27 Oct 2031, 15:30 GMT'],
])('72 hours across %s', (_, aware, dueLocal) => {
  it('brings every reminder of every duty at its instant, once, and pages when overdue', async () => {
    const start = new Date(aware);
    const organisation = sampleOrganisation({ followThrough: { actionWithinMinutes: 7 * 24 * 60 } });
    engine = await startEngine({ organisation, startAt: start });
    const declared = await engine.api.post('/v1/incidents', {
      title: 'Bookings table read by a stranger',
      discoveredAt: engine.clock.now().toISOString(),
      questions: { channelsCompromised: 'no' },
    });
    expect(declared.status).toBe(201);
    const { id, awareAt, obligations } = declared.body;
    const authority = obligations.find((one: { id: string }) => one.id === 'authority');
    expect(authority.dueLocal).toBe(dueLocal);
    expect(Date.parse(authority.dueAt) - Date.parse(awareAt)).toBe(72 * HOUR);

    await engine.settle();
    await answerEverything(engine, id);
    const t0 = Date.parse(awareAt);
    const shares = [12, 18, 21.6, 24, 36, 48, 54, 64.8, 72];
    for (const hours of shares) {
      // A second past the instant: what falls on it has fired, and is answered before time goes on.
      await engine.advanceTo(new Date(t0 + hours * HOUR + 1_000), 2 * HOUR);
      await answerEverything(engine, id);
      if (hours === 24) {
        await engine.api.post(`/v1/incidents/${id}/containment`, { contained: true, how: 'key revoked' });
        await engine.api.post(`/v1/incidents/${id}/scope`, { findings: '120 families' });
      }
    }

    const fired = await timelineOf(engine, id, 'milestone.fired');
    const ofAuthority = fired.filter((entry) => entry.data['obligation'] === 'authority');
    expect(ofAuthority.map((entry) => [entry.data['milestone'], entry.data['plannedAt']])).toEqual([
      ['reminder-0.5', new Date(t0 + 36 * HOUR).toISOString()],
      ['reminder-0.75', new Date(t0 + 54 * HOUR).toISOString()],
      ['reminder-0.9', new Date(t0 + 64.8 * HOUR).toISOString()],
      ['overdue-0', new Date(t0 + 72 * HOUR).toISOString()],
    ]);
    for (const entry of fired) {
      const lateness = Date.parse(entry.recordedAt) - Date.parse(String(entry.data['plannedAt']));
      expect(lateness).toBeGreaterThanOrEqual(0);
      expect(lateness).toBeLessThan(2_000);
    }
    const keys = fired.map(
      (entry) => `${String(entry.data['obligation'])}/${String(entry.data['milestone'])}`,
    );
    expect(new Set(keys).size).toBe(keys.length);
    for (const duty of ['containment', 'scope']) {
      expect(keys.filter((key) => key.startsWith(duty))).toEqual(
        expect.arrayContaining([
          `${duty}/reminder-0.5`,
          `${duty}/reminder-0.75`,
          `${duty}/reminder-0.9`,
          `${duty}/overdue-0`,
        ]),
      );
    }
    expect(
      (await timelineOf(engine, id, 'obligation.overdue')).map((entry) => entry.data['obligation']),
    ).toContain('authority');
  });
});

describe('getting a human', () => {
  it('goes from step to step and round again until somebody opens the link and presses the button', async () => {
    engine = await startEngine({ organisation: sampleOrganisation() });
    const { body } = await engine.api.post('/v1/incidents', {
      title: 'Lost laptop',
      discoveredAt: engine.clock.now().toISOString(),
      questions: { channelsCompromised: 'no' },
    });
    const start = engine.clock.now().getTime();
    await engine.advanceTo(new Date(start + 22 * 60_000), 60_000);
    const recipients = engine.smtp.messages.map((message) => message.to[0]);
    // Ada at once, and Ben with her because he is the stand-in; Ben after 5 minutes, Ada after 10 more, Ben after 5.
    expect(recipients.sort()).toEqual(
      ['ada@school.test', 'ben@friend.test', 'ben@friend.test', 'ada@school.test', 'ben@friend.test'].sort(),
    );
    const mail = engine.smtp.messages.at(-1)?.mail.text ?? '';
    const path = /https:\/\/tocsin\.school\.test(\/acknowledge\/\S+)/.exec(mail)?.[1] ?? '';

    const scanner = await fetch(engine.url + path);
    expect(scanner.status).toBe(200);
    expect(await pageStates(engine, body.id)).toContain('open');

    const pressed = await fetch(engine.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(pressed.status).toBe(200);
    expect(await pageStates(engine, body.id)).toEqual(['acknowledged']);
    await engine.advanceTo(new Date(start + 60 * 60_000), 10 * 60_000);
    expect(engine.smtp.messages).toHaveLength(5);
  });
});

async function pageStates(one: Engine, id: string): Promise<string[]> {
  const { body } = await one.api.get(`/v1/incidents/${id}/pages`);
  return body.items.map((page: { state: string }) => page.state);
}
