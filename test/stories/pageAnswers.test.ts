import { afterEach, describe, expect, it } from '@jest/globals';
import { type Engine, startEngine } from '../support/engine.ts';
import { createHttpReceiver } from '../support/httpReceiver.ts';
import { Story } from '../support/pages.ts';
import { sampleOrganisation } from '../support/samples.ts';
import { until } from '../support/until.ts';

let engine: Engine;
afterEach(() => engine.stop());

const CALM = { reminders: { atFractions: [], overdueEveryMinutes: 10_000 }, standIn: undefined };
const begin = async (policy: Record<string, unknown> = {}, body = {}): Promise<Story> => {
  engine = await startEngine({ organisation: sampleOrganisation({ ...CALM, ...policy }) });
  return Story.declare(engine, body);
};
const inMinutes = (minutes: number) =>
  new Date(engine.clock.now().getTime() + minutes * 60_000).toISOString();
const press = (path: string) =>
  fetch(engine.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

describe('an answer is a promise', () => {
  it('a page that was put off comes back at its time, for as long as the policy lets it and no longer', async () => {
    const story = await begin();
    const { id } = await story.page();
    expect((await story.act(`pages/${id}/snooze`, { until: inMinutes(121) })).status).toBe(400);
    expect((await story.act(`pages/${id}/snooze`, { until: inMinutes(60), by: 'Ada' })).status).toBe(200);
    const before = story.mails;
    await story.pass(58, 29);
    expect(story.mails).toBe(before);
    await story.pass(3);
    expect(story.mailedTo(before)).toEqual(['ada']);
    expect(await story.entries('page.cameBack')).toHaveLength(1);
    const page = await story.page();
    expect(page.deliveries.at(-1)).toMatchObject({ round: 2, step: 1 });
    await story.act(`pages/${id}/snooze`, { until: inMinutes(30), by: 'Ada' });
    await story.acknowledge(page);
    expect(await story.page(() => true)).toMatchObject({ state: 'acknowledged', snoozedUntil: null });
  });

  it('an answer after which nothing is done brings the page back; one that is followed by action does not', async () => {
    const story = await begin({ followThrough: { actionWithinMinutes: 60 } });
    await story.acknowledge(await story.page());
    await story.pass(59);
    expect((await story.pages()).filter(({ state }) => state === 'open')).toEqual([]);
    await story.pass(2);
    const back = await story.page();
    expect(back).toMatchObject({ reason: 'noAction', obligation: null });
    expect(engine.smtp.messages.at(-1)?.mail.text).toMatch(/nothing was done about it/);
    await story.acknowledge(back);
    await story.act('notes', { text: 'The key is revoked.', by: 'Ada' });
    await story.pass(180, 60);
    expect((await story.pages()).filter(({ state }) => state === 'open')).toEqual([]);
  });

  it('a page is handed to somebody, who is asked at once, also after it was answered; others may be added', async () => {
    const story = await begin({ escalation: [{ people: ['ada'], delayMinutes: 600 }] });
    const page = await story.page();
    await story.act(`pages/${page.id}/responders`, { people: ['ben'], by: 'Ada' });
    await story.pass(1);
    expect(story.mailedTo()).toEqual(['ada', 'ben']);
    await story.acknowledge(page);
    await story.act(`pages/${page.id}/assignment`, { to: 'ben', by: 'Ada', reason: 'I am on a train' });
    await story.pass(1);
    expect(story.mailedTo()).toEqual(['ada', 'ben', 'ben']);
    expect((await story.page()).id).toBe(page.id);
    const wrong = await story.act(`pages/${page.id}/assignment`, { to: 'nobody' });
    expect(wrong.status).toBe(400);
    const [entry] = await story.entries('page.reassigned');
    expect(entry?.personal).toMatchObject({ by: 'Ada', person: 'ben', reason: 'I am on a train' });
  });
});

it('twelve controllers whose reminders fall into one look are one message to each person, and one answer', async () => {
  const controllers = Array.from({ length: 12 }, (_, n) => ({ id: `school-${n}`, name: `School ${n}` }));
  engine = await startEngine({
    organisation: sampleOrganisation({
      roles: ['processor'],
      publicSummary: 'never',
      controllers,
      standIn: undefined,
      reminders: { atFractions: [0.5], overdueEveryMinutes: 10_000 },
    }),
  });
  const facts = { role: 'processor', personalData: true, livingIndividuals: true, securityFailure: true };
  const track = { id: 'service', facts, controllers: controllers.map(({ id, name }) => ({ id, name })) };
  const story = await Story.declare(engine, { tracks: [track] });
  await story.acknowledge(await story.page());
  await story.act('notes', { text: 'Looking into it.', by: 'Ada' });
  const before = story.mails;
  await story.pass(12 * 60 + 1, 6 * 60);
  expect(story.mailedTo(before)).toEqual(['ada']);
  const open = (await story.pages()).filter(({ state }) => state === 'open');
  const ofControllers = open.filter(({ obligation }) => obligation?.startsWith('controllers'));
  expect(ofControllers).toHaveLength(12);
  const [lead] = open.filter(({ bundledInto }) => bundledInto === null);
  expect(open.filter(({ bundledInto }) => bundledInto === lead!.id)).toHaveLength(open.length - 1);
  const text = engine.smtp.messages.at(-1)?.mail.text ?? '';
  expect(text).toMatch(/This page is also about/i);

  // The duty of the page that speaks for the others is met: they go on by themselves, again as one.
  const duty = lead!.obligation!;
  if (duty === 'containment') await story.act('containment', { contained: true, how: 'key revoked' });
  else if (duty === 'scope') await story.act('scope', { findings: 'all twelve' });
  else await story.act(`obligations/${duty}/satisfaction`, { how: 'by telephone', by: 'Ada' });
  await story.pass(1);
  expect(story.mails).toBe(before + 2);
  expect((await press(story.link())).status).toBe(200);
  await engine.settle();
  expect((await story.pages()).filter(({ state }) => state === 'open')).toEqual([]);
});

describe('ways that the attacker may use', () => {
  it('an answer through mail does not count while mail is doubted; through another way it does', async () => {
    const hook = await createHttpReceiver();
    const people = [
      { id: 'ada', name: 'Ada', email: 'ada@school.test', webhook: { url: hook.url } },
      { id: 'ben', name: 'Ben', email: 'ben@school.test' },
    ];
    const story = await begin({ people }, { questions: { channelsCompromised: 'unknown' } });
    // In doubt, two independent ways, without facts.
    expect(story.mailedTo()).toEqual(['ada']);
    await hook.waitForRequest();
    const mailed = story.link();
    const excluded = await story.act(
      'excludedChannels',
      { channels: ['smtp'], reason: 'mailbox read' },
      'put',
    );
    expect(excluded.body.excludedChannels).toEqual(['smtp']);
    const answer = await press(mailed);
    expect(await answer.text()).toMatch(/does not count/);
    const page = await story.page();
    expect(await story.entries('page.answerDoubted')).toHaveLength(1);
    expect(await story.entries('page.onlyDoubted')).toEqual([]);

    // Ben has mail alone: he is asked all the same, and told that an answer by it does not count.
    await story.pass(6);
    expect(story.mailedTo(1)).toEqual(['ben']);
    expect(engine.smtp.messages.at(-1)?.mail.text).toMatch(/does not count/);

    const { acknowledgeUrl } = hook.requests[0]!.json as { acknowledgeUrl: string };
    expect(await (await press(new URL(acknowledgeUrl).pathname)).text()).toMatch(/You have got this/);
    expect((await story.page(({ id }) => id === page.id)).state).toBe('acknowledged');
    await hook.close();
  });
});

it('where everybody has only doubted ways they are all tried, and the record says so', async () => {
  const story = await begin({}, { questions: { channelsCompromised: 'yes' } });
  await story.pass(6);
  expect(story.mailedTo()).toEqual(['ada', 'ben']);
  expect(await story.entries('page.onlyDoubted')).toHaveLength(1);
  await press(story.link());
  await story.acknowledge(await story.page());
});

it('a pager hears that its alert was answered, and later that it is over', async () => {
  const pager = await createHttpReceiver();
  pager.behave({ status: 202, body: '{}' });
  const story = await begin({
    services: [{ channel: 'pagerduty', id: 'pager', routingKey: 'key', url: pager.url }],
    escalation: [{ services: ['pager'], delayMinutes: 60 }],
  });
  await pager.waitForRequest();
  await story.acknowledge(await story.page());
  type Event = { event_action: string; dedup_key: string };
  const events = () => pager.requests.map(({ json }) => json as Event);
  await pager.waitForRequest(({ json }) => (json as Event).event_action === 'acknowledge');
  for (const { id } of (await engine.api.get(`/v1/incidents/${story.id}`)).body.obligations) {
    if (id === 'containment') await story.act('containment', { contained: true, how: 'key revoked' });
    else if (id === 'scope') await story.act('scope', { findings: 'all' });
    else
      await story.act(`obligations/${id}/decision`, {
        ...{ decision: 'notRequired', reason: 'drill', evidence: 'the exercise book' },
        ...{ by: 'Ada', secondBy: 'Ben' },
      });
  }
  expect((await story.act('closure', { reason: 'all is done' })).status).toBe(200);
  await pager.waitForRequest(({ json }) => (json as Event).event_action === 'resolve');
  expect(events().map(({ event_action }) => event_action)).toEqual(['trigger', 'acknowledge', 'resolve']);
  expect(new Set(events().map(({ dedup_key }) => dedup_key)).size).toBe(1);
  const told = async () => (await story.entries('service.told')).map(({ data }) => data['action']);
  await until('both acts to be on record', async () => (await told()).length === 2);
  expect(await told()).toEqual(['acknowledge', 'resolve']);
  await pager.close();
});
