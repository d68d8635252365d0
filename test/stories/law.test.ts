import { afterEach, expect, it } from '@jest/globals';
import { type Engine, startEngine } from '../support/engine.ts';
import { HIGH_RISK, sampleOrganisation } from '../support/samples.ts';
import { until } from '../support/until.ts';

let engine: Engine;
afterEach(() => engine.stop());

const HOUR = 3_600_000;
interface Fired {
  obligation: string;
  milestone: string;
}

async function begin(policy: Record<string, unknown>, tracks: object[]) {
  engine = await startEngine({ organisation: sampleOrganisation({ publicSummary: 'never', ...policy }) });
  const { status, body } = await engine.api.post('/v1/incidents', {
    title: 'A stranger read the bookings',
    discoveredAt: engine.clock.now().toISOString(),
    questions: { channelsCompromised: 'no' },
    tracks,
  });
  expect(status).toBe(201);
  await engine.settle();
  const path = `/v1/incidents/${body.id}`;
  const aware = Date.parse(body.awareAt);
  return {
    path,
    iso: (hours: number) => new Date(aware + hours * HOUR).toISOString(),
    at: (hours: number) => engine.advanceTo(new Date(aware + hours * HOUR + 1_000), 2 * HOUR),
    post: (what: string, content: object) => engine.api.post(`${path}/${what}`, content),
    /** Somebody answers every page: nobody is asked again until the next milestone. */
    answer: async () => {
      const { body: found } = await engine.api.get(`${path}/pages`);
      for (const page of found.items as { id: string; state: string }[])
        if (page.state === 'open')
          await engine.api.post(`${path}/pages/${page.id}/acknowledgement`, { by: 'Ada' });
      await engine.settle();
    },
    fired: async (): Promise<string[]> => {
      const { body: timeline } = await engine.api.get(`${path}/timeline?kind=milestone.fired&limit=500`);
      return timeline.items.map(({ data }: { data: Fired }) => `${data.obligation} ${data.milestone}`);
    },
    duties: async (): Promise<Record<string, { state: string; dueAt: string }>> => {
      const { body: incident } = await engine.api.get(path);
      return Object.fromEntries(incident.obligations.map((duty: { id: string }) => [duty.id, duty]));
    },
  };
}

const quiet = { atFractions: [0.9], overdueEveryMinutes: 7 * 24 * 60 };

it('a processor with twelve controllers: twelve clocks remind, each stops by itself', async () => {
  const controllers = Array.from({ length: 12 }, (_, n) => ({ id: `school-${n + 1}` }));
  const facts = { role: 'processor' };
  const incident = await begin({ roles: ['processor'], reminders: quiet }, [
    { id: 'pupils', facts, controllers },
  ]);
  for (const { id } of controllers.slice(0, 10))
    await incident.post(`obligations/controllers:${id}/satisfaction`, { how: 'telephone', by: 'Ada' });
  await incident.at(22);
  const reminded = (await incident.fired()).filter((one) => one.startsWith('controllers:'));
  expect(reminded.sort()).toEqual([
    'controllers:school-11 reminder-0.9',
    'controllers:school-12 reminder-0.9',
  ]);
  expect(Object.keys(await incident.duties())).not.toContain('authority');
});

it('NIS2 beside the UK GDPR: the final report counts from the notification that was made', async () => {
  const incident = await begin({ regimes: ['uk-gdpr', 'eu-nis2-23'], reminders: quiet }, [
    { id: 'bookings', facts: HIGH_RISK },
  ]);
  await incident.at(22);
  expect(await incident.fired()).toContain('eu-nis2-23:early-warning reminder-0.9');
  for (const obligation of ['authority', 'eu-nis2-23:early-warning', 'eu-nis2-23:incident-notification'])
    await incident.post('submissions', { obligation, route: 'onlineForm', by: 'Ada' });
  const final = (await incident.duties())['eu-nis2-23:final-report']!;
  const madeAt = engine.clock.now();
  const days = (Date.parse(final.dueAt) - madeAt.getTime()) / (24 * HOUR);
  expect(days).toBeGreaterThan(27.9);
  expect(days).toBeLessThanOrEqual(32);
});

it('an edit of awareness stops no reminder: the earlier deadline is reminded of until two people confirm', async () => {
  const incident = await begin({ reminders: quiet }, [{ id: 'bookings', facts: HIGH_RISK }]);
  await incident.answer();
  await incident.at(40);
  await incident.answer();
  await engine.api.patch(incident.path, {
    revision: 1,
    awareAt: incident.iso(39),
    awareReason: 'it was not certain before',
  });
  await incident.answer();
  await incident.at(65);
  expect(await incident.fired()).toContain('authority reminder-0.9');
  await incident.answer();
  await incident.post('clock-confirmation', {
    decision: 'confirmed',
    reason: 'the logs show it',
    evidence: 'log of the second day',
    by: 'Ada',
    secondBy: 'Ben',
  });
  await incident.answer();
  await incident.at(80);
  await incident.answer();
  expect((await incident.fired()).filter((one) => one.startsWith('authority overdue'))).toEqual([]);
  await incident.at(39 + 72 + 0.1);
  await until('the confirmed deadline to be overdue', async () =>
    (await incident.fired()).includes('authority overdue-0'),
  );
});

it('a police request holds reminders about people until its review, which pages; the ICO clock runs on', async () => {
  const incident = await begin({ reminders: quiet }, [{ id: 'bookings', facts: HIGH_RISK }]);
  await incident.post('demands', {
    kind: 'police',
    from: 'The police',
    subject: 'Do not alert the suspect',
    officer: 'DS Example',
    force: 'Thames Valley',
    reference: 'TVP-1',
    holds: ['individuals'],
    dueAt: incident.iso(70),
  });
  await incident.answer();
  await incident.at(40);
  await incident.answer();
  await incident.at(71);
  const fired = await incident.fired();
  expect(fired).toContain('authority reminder-0.9');
  expect(fired).toContain('policeReview:1 overdue-0');
  expect(fired.filter((one) => one.startsWith('individuals '))).toEqual([]);
  await incident.answer();
  await incident.at(72.1);
  await until('the reminders to come back', async () =>
    (await incident.fired()).some((one) => one.startsWith('individuals overdue')),
  );
});
