import { afterEach, describe, expect, it } from '@jest/globals';
import { type Engine, startEngine } from '../support/engine.ts';
import { HIGH_RISK, sampleOrganisation } from '../support/samples.ts';
import { until } from '../support/until.ts';

let engine: Engine;
afterEach(() => engine.stop());

const HOUR = 3_600_000;
/** What a report lacked is due a day after it; the reminder comes at half time. */
const DAY = { followUpTargetHours: 24, reminders: { atFractions: [0.5], overdueEveryMinutes: 120 } };

const tracks = (personalData: boolean) => [
  { id: 'bookings', facts: { ...HIGH_RISK, dataCategories: ['name'], cyber: false, personalData } },
];

interface Notice {
  id: string;
  kind: string;
  version: number;
  state: string;
  links: Record<string, string>;
}

async function begin() {
  engine = await startEngine({ organisation: sampleOrganisation(DAY) });
  const { status, body } = await engine.api.post('/v1/incidents', {
    title: 'Bookings table read by a stranger',
    discoveredAt: engine.clock.now().toISOString(),
    tracks: tracks(true),
    narrative: { whatHappened: 'A stranger read the bookings.', measuresTaken: 'Key revoked.' },
  });
  expect(status).toBe(201);
  const path = `/v1/incidents/${body.id}`;
  const notices = async (): Promise<Notice[]> => (await engine.api.get(`${path}/notices`)).body.items;
  const ofKind = async (kind: string) => (await notices()).filter((one) => one.kind === kind);
  return {
    ofKind,
    /** The newest version of a kind, once the engine has drafted that many. */
    drafted: async (kind: string, version: number): Promise<Notice> => {
      await until(`version ${version} of ${kind}`, async () => (await ofKind(kind)).length === version);
      return (await ofKind(kind))[0] as Notice;
    },
    know: async (narrative: object, more: object = {}) => {
      const { revision } = (await engine.api.get(path)).body;
      expect((await engine.api.patch(path, { revision, narrative, ...more })).status).toBe(200);
      await engine.settle();
    },
    send: async (notice: Notice, more: object = {}) => {
      expect((await engine.api.post(`${path}/notices/${notice.id}/approval`, { by: 'Ada' })).status).toBe(
        200,
      );
      const report = { route: 'email', by: 'Ada', notice: notice.id, ...more };
      expect((await engine.api.post(`${path}/submissions`, report)).status).toBe(200);
      await engine.settle();
      return engine.clock.now();
    },
    withdraw: async () => {
      const withdrawal = { route: 'email', by: 'Ada', phase: 'withdrawal', reason: 'It was test data.' };
      expect((await engine.api.post(`${path}/submissions`, withdrawal)).status).toBe(200);
      await engine.settle();
    },
    hoursAfter: async (instant: Date, hours: number) => {
      for (const { id, state } of (await engine.api.get(`${path}/pages`)).body.items)
        if (state === 'open') await engine.api.post(`${path}/pages/${id}/acknowledgement`, { by: 'Ada' });
      await engine.advanceTo(new Date(instant.getTime() + hours * HOUR + 1_000), 2 * HOUR);
    },
    changes: async ({ links }: Notice): Promise<string[]> =>
      (await engine.api.get(links.json ?? '')).body.changes.map((one: { question: string }) => one.question),
    fired: async (): Promise<string[]> =>
      (await engine.api.get(`${path}/timeline?kind=milestone.fired`)).body.items
        .map(({ data }: { data: Record<string, string> }) => `${data.obligation} ${data.milestone}`)
        .filter((text: string) => text.startsWith('followUp')),
    state: async (id: string): Promise<string | undefined> =>
      (await engine.api.get(path)).body.obligations.find((one: { id: string }) => one.id === id)?.state,
  };
}

describe('after the initial report', () => {
  it('the follow-up is drafted by itself when facts change, its reminders come, and the next one opens', async () => {
    const incident = await begin();
    const reportedAt = await incident.send(await incident.drafted('ico-initial', 1), { reference: 'IC-1' });
    await incident.hoursAfter(reportedAt, 1);
    expect(await incident.ofKind('ico-follow-up')).toEqual([]);

    await incident.know({ recordsApprox: 300 });
    const followUp = await incident.drafted('ico-follow-up', 1);
    expect(await incident.changes(followUp)).toEqual(['recordsApprox']);
    await incident.hoursAfter(reportedAt, 12);
    expect(await incident.fired()).toEqual(['followUp reminder-0.5']);
    expect(await incident.ofKind('ico-initial')).toMatchObject([{ version: 1, state: 'approved' }]);

    const followedUpAt = await incident.send(followUp);
    expect([await incident.state('followUp'), await incident.state('followUp:2')]).toEqual([
      'satisfied',
      'open',
    ]);
    await incident.hoursAfter(followedUpAt, 12);
    expect(await incident.fired()).toEqual(['followUp reminder-0.5', 'followUp:2 reminder-0.5']);
    expect(await incident.ofKind('ico-follow-up')).toHaveLength(1);

    await incident.know({ likelyConsequences: 'Phishing.' });
    const second = await incident.drafted('ico-follow-up', 2);
    expect(await incident.changes(second)).toEqual(['likelyConsequences']);
    await incident.send(second);
    expect([await incident.state('followUp:2'), await incident.state('followUp:3')]).toEqual([
      'satisfied',
      undefined,
    ]);
  });

  it('a draft whose differences have gone again says so', async () => {
    const incident = await begin();
    await incident.send(await incident.drafted('ico-initial', 1));
    await incident.know({ measuresTaken: 'Key revoked, table locked.' });
    expect(await incident.changes(await incident.drafted('ico-follow-up', 1))).toEqual(['measuresTaken']);
    await incident.know({ measuresTaken: 'Key revoked.' });
    const emptied = await incident.drafted('ico-follow-up', 2);
    expect(await incident.changes(emptied)).toEqual([]);
    expect((await incident.ofKind('ico-follow-up')).map(({ state }) => state)).toEqual([
      'draft',
      'superseded',
    ]);
  });

  it('nothing is drafted after a withdrawal, until the facts contradict it', async () => {
    const incident = await begin();
    await incident.send(await incident.drafted('ico-initial', 1));
    await incident.withdraw();
    await incident.know({}, { tracks: tracks(false) });
    await incident.know({ recordsApprox: 300 });
    await incident.hoursAfter(engine.clock.now(), 1);
    expect(await incident.ofKind('ico-follow-up')).toEqual([]);
    await incident.know({}, { tracks: tracks(true) });
    expect(await incident.changes(await incident.drafted('ico-follow-up', 1))).toEqual(['recordsApprox']);
  });
});
