import { afterEach, describe, expect, it } from '@jest/globals';
import { type Engine, startEngine } from '../support/engine.ts';
import { Story } from '../support/pages.ts';
import { sampleOrganisation } from '../support/samples.ts';

let engine: Engine;
afterEach(() => engine.stop());

const HOUR = 3_600_000;
/** No reminder falls into a story that is about one page. */
const CALM = { reminders: { atFractions: [], overdueEveryMinutes: 10_000 }, standIn: undefined };
const PEOPLE = ['ada', 'ben', 'cleo'].map((id) => ({ id, name: id, email: `${id}@school.test` }));

const begin = async (policy: Record<string, unknown>, startAt?: Date): Promise<Story> => {
  const organisation = sampleOrganisation({ ...CALM, people: PEOPLE, ...policy });
  engine = await startEngine({ organisation, ...(startAt ? { startAt } : {}) });
  return Story.declare(engine);
};

describe('whom a page asks, while time passes', () => {
  it('a night in which the clocks skip the hand-over: whoever is on call then, from the jump on', async () => {
    const rota = {
      id: 'rota',
      layers: [{ people: ['ada', 'ben'], every: 'day', handOverAt: '01:30', startsOn: '2031-03-29' }],
    };
    const startAt = new Date('2031-03-29T22:00:00Z');
    const policy = { schedules: [rota], escalation: [{ schedules: ['rota'], delayMinutes: 60 }] };
    const story = await begin(policy, startAt);
    await story.pass(4 * 60 + 10, 30);
    const [page] = await story.pages();
    const asked = page!.deliveries.map(({ person, intendedAt }) => [
      person,
      Math.round((Date.parse(intendedAt) - startAt.getTime()) / HOUR),
    ]);
    // 01:30 does not exist on 30 March: the hand-over is at 01:00 UTC, three hours after the declaration.
    expect(asked).toEqual([
      ['ada', 0],
      ['ada', 1],
      ['ada', 2],
      ['ben', 3],
      ['ben', 4],
    ]);
  });

  it('nobody answers for 72 hours: two rounds at pace, then one every twelve hours, and it never ends', async () => {
    const story = await begin({
      people: PEOPLE.slice(0, 2),
      escalation: [
        { people: ['ada'], delayMinutes: 60 },
        { people: ['ben'], delayMinutes: 60 },
      ],
      escalationRepeat: { rounds: 2, thenEveryMinutes: 12 * 60 },
    });
    const start = engine.clock.now().getTime();
    await story.pass(72 * 60 + 30, 4 * 60);
    const page = await story.page(({ milestone }) => milestone === 'declared');
    expect(page.state).toBe('open');
    const first = page.deliveries.filter(({ step }) => step === 1);
    const hours = first.map(({ intendedAt }) => Math.round((Date.parse(intendedAt) - start) / HOUR) + 0);
    expect(hours).toEqual([0, 2, 14, 26, 38, 50, 62]);
    expect(new Set(page.deliveries.map(({ round, step }) => `${round}/${step}`)).size).toBe(
      page.deliveries.length,
    );
  });

  it('an answer that races the next step: nobody is asked after it, whatever was under way', async () => {
    const story = await begin({});
    const page = await story.page();
    await story.pass(4.9);
    await Promise.all([story.pass(1), story.acknowledge(page)]);
    await story.pass(30, 10);
    const { state, closedAt, deliveries } = await story.page(({ id }) => id === page.id);
    expect(state).toBe('acknowledged');
    for (const one of deliveries)
      expect(Date.parse(one.intendedAt)).toBeLessThanOrEqual(Date.parse(closedAt ?? ''));
    expect(story.mails).toBe(deliveries.filter(({ status }) => status === 'sent').length);
  });

  it('somebody leaves while being paged: the next step is taken at once, and no attempt comes twice', async () => {
    const story = await begin({
      escalation: ['ada', 'ben', 'cleo'].map((id) => ({ people: [id], delayMinutes: 600 })),
    });
    expect(story.mailedTo()).toEqual(['ada']);
    const without = async (...gone: string[]) => {
      const { body } = await engine.api.get('/v1/organisation');
      const { policy } = body.organisation;
      const people = policy.people.filter(({ id }: { id: string }) => !gone.includes(id));
      const escalation = policy.escalation.filter(
        ({ people: [id] }: { people: [string] }) => !gone.includes(id),
      );
      const organisation = { ...body.organisation, policy: { ...policy, people, escalation } };
      const { status } = await engine.api.put('/v1/organisation', { organisation, revision: body.revision });
      expect(status).toBe(200);
      await story.pass(1);
    };
    await without('ada');
    // Two steps are left, and the page was at the first: the second is Cleo's.
    expect(story.mailedTo()).toEqual(['ada', 'cleo']);
    await without('cleo');
    expect(story.mailedTo()).toEqual(['ada', 'cleo', 'ben']);
    const { deliveries } = await story.page();
    expect(deliveries.map(({ round, step }) => [round, step])).toEqual([
      [1, 1],
      [1, 2],
      [2, 1],
    ]);
  });

  it('a step for which nobody is on call is skipped at once and said; the out-of-hours person ends each round', async () => {
    const story = await begin({
      outOfHours: 'cleo',
      schedules: [{ id: 'rota', layers: [{ people: ['ada'], startsOn: '2099-01-05' }] }],
      escalation: [{ schedules: ['rota'], delayMinutes: 600 }, { people: ['ben'] }],
    });
    await story.pass(6);
    expect(story.mailedTo()).toEqual(['ben', 'cleo']);
    expect((await story.entries('page.nobody')).length).toBeGreaterThan(0);
  });

  it('a step whose every message fails: everybody is told at once', async () => {
    const organisation = sampleOrganisation({
      ...CALM,
      people: PEOPLE,
      escalation: ['ada', 'ben'].map((id) => ({ people: [id], delayMinutes: 600 })),
      escalationPolicies: [],
    });
    engine = await startEngine({ organisation });
    engine.smtp.behave((to) => (to.startsWith('ada') ? 'refuse' : 'accept'));
    const story = await Story.declare(engine);
    await engine.smtp.waitForMessage();
    await engine.settle();
    expect(story.mailedTo()).toEqual(['ben']);
    expect(engine.smtp.messages[0]?.mail.text).toMatch(/could not be delivered, so everybody is told/);
    expect(await story.entries('page.alarm')).toHaveLength(1);
  });
});
