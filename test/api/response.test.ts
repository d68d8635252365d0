import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fireMilestones } from '../../db/changes/fireMilestones.ts';
import { inOrganisation } from '../../db/database.ts';
import { changeIncident } from '../../db/incidentChange.ts';
import { isHeld } from '../../db/legalHolds.ts';
import { SYSTEM } from '../../domain/timeline/kinds.ts';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { sampleOrganisation } from '../support/samples.ts';

const NOW = new Date('2026-03-27T16:40:00Z');
let server: ApiServer;
beforeAll(async () => {
  server = await startApi({ organisation: sampleOrganisation(), now: NOW });
});
afterAll(() => server.stop());

const BY = { by: 'Ada Owner' };
const declared = async (facts: Record<string, unknown> = {}, more: Record<string, unknown> = {}) => {
  const body = {
    title: 'Files are encrypted',
    discoveredAt: '2026-03-27T16:30',
    tracks: [{ id: 'staff', facts: { role: 'controller', ...facts } }],
    ...more,
  };
  const answer = await server.api.post('/v1/incidents', body);
  expect(answer.status).toBe(201);
  return answer.body;
};
interface Shown {
  id: string;
  step: string | null;
  state: string;
  dueAt: string | null;
  playbooks: string[];
  owner: { name: string | null };
  guard: boolean;
}
const path = (id: string, rest: string) => `/v1/incidents/${id}/${rest}`;
const tasks = async (id: string): Promise<Shown[]> => (await server.api.get(path(id, 'tasks'))).body.items;
const kinds = async (id: string, kind: string) =>
  (await server.api.get(path(id, `timeline?kind=${kind}`))).body.items;

/** Whatever stands against closing is decided or done. */
async function settle(id: string, duties: { id: string }[]): Promise<void> {
  for (const one of duties) {
    const answer = await server.api.post(path(id, `obligations/${one.id}/decision`), {
      decision: 'notRequired', reason: 'no personal data', ...BY,
    }); // prettier-ignore
    if (answer.status !== 200)
      await server.api.post(path(id, `obligations/${one.id}/satisfaction`), { how: 'done so' });
  }
  await server.api.post(path(id, 'containment'), { contained: true, how: 'unplugged' });
  await server.api.post(path(id, 'scope'), { findings: 'nothing' });
}

describe('the roles of a response', () => {
  it('are nobody until somebody is assigned, and every change is in the timeline', async () => {
    const { id, roles } = await declared();
    expect(roles.map((one: { role: string; name: unknown }) => [one.role, one.name])).toEqual([
      ['lead', null],
      ['dataProtection', null],
      ['communications', null],
      ['scribe', null],
    ]);
    await server.api.put(path(id, 'roles/lead'), { person: 'ben', ...BY });
    const answer = await server.api.put(path(id, 'roles/lead'), { name: 'Cleo Outside', ...BY });
    expect(answer.body.items[0]).toEqual({
      role: 'lead',
      person: null,
      name: 'Cleo Outside',
      assignedAt: NOW.toISOString(),
      by: 'Ada Owner',
    });
    const entries = await kinds(id, 'role.assigned');
    expect(entries.map(({ text }: { text: string }) => text)).toEqual([
      'Lead: Ben Friend, assigned by Ada Owner.',
      'Lead: Cleo Outside (before: Ben Friend), assigned by Ada Owner.',
    ]);
    await server.api.put(path(id, 'roles/lead'), { nobody: true, ...BY });
    expect((await server.api.get(path(id, 'roles'))).body.items[0]).toMatchObject({ name: null, by: null });
  });

  it('refuse a person whom the policy does not know', async () => {
    const { id } = await declared();
    const answer = await server.api.put(path(id, 'roles/scribe'), { person: 'zoe', ...BY });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: '/person' }] } });
  });

  it('come from the organisation where it says so already', async () => {
    const one = sampleOrganisation({
      people: [{ id: 'ada', name: 'Ada Owner', email: 'ada@school.test' }],
      escalation: [{ people: ['ada'] }],
      standIn: undefined,
    });
    const organisation = { ...one, contactPoint: { ...one.contactPoint!, role: 'Data Protection Officer' } };
    const alone = await startApi({ organisation, now: NOW });
    try {
      const { body } = await alone.api.post('/v1/incidents', {
        title: 'x',
        discoveredAt: '2026-03-27T16:30',
      });
      expect(body.roles.slice(0, 3)).toMatchObject([
        { role: 'lead', person: 'ada', by: null },
        { role: 'dataProtection', person: 'ada', name: 'Ada Owner', by: null },
        { role: 'communications', name: null },
      ]);
    } finally {
      await alone.stop();
    }
  });
});

describe('declaring', () => {
  it('sets a legal hold and a task to save the logs, and answers with both', async () => {
    const incident = await declared();
    expect(incident.tasks).toMatchObject([{ id: 'task-1', step: 'saveLogs', dueAt: null, guard: true }]);
    expect(incident.legalHolds).toMatchObject([{ id: 'hold-1', standing: true, setBy: 'test key' }]);
    expect(await tasks(incident.id)).toEqual(incident.tasks);
    expect((await server.api.get(`/v1/incidents/${incident.id}`)).body.legalHolds).toEqual(
      incident.legalHolds,
    );
    const [held] = await kinds(incident.id, 'hold.set');
    expect(held.text).toContain('Nothing of it is deleted until a named person lifts it.');
  });
});

describe('a playbook', () => {
  it('is proposed by the facts and never chosen by itself', async () => {
    const { id } = await declared({ cause: 'ransomware', cia: { availability: 'temporary' } });
    const { items } = (await server.api.get(path(id, 'playbooks'))).body;
    expect(items.slice(0, 3)).toMatchObject([
      { id: 'availability', because: ['availability: temporary'], chosen: false },
      { id: 'ransomware', because: ['cause: ransomware'], chosen: false },
      { because: [] },
    ]);
    expect(await tasks(id)).toHaveLength(1);
  });

  it('makes tasks, those first that come before wiping, restoring and hiring', async () => {
    const { id } = await declared();
    const { items } = (await server.api.post(path(id, 'playbooks'), { playbooks: ['ransomware'], ...BY }))
      .body;
    const steps = items.map(({ step }: Shown) => step);
    expect(steps.slice(0, 4).sort()).toEqual(['askCounsel', 'checkBackup', 'saveLogs', 'tellInsurer']);
    expect(steps).toContain('isolate');
    const isolate = items.find(({ step }: Shown) => step === 'isolate');
    // One hour from discovery has passed but for half of it: at least an hour is left from the choice.
    expect(isolate.dueAt).toBe('2026-03-27T17:40:00.000Z');
    expect(items.find(({ step }: Shown) => step === 'saveLogs')).toMatchObject({
      id: 'task-1',
      dueAt: '2026-03-27T20:40:00.000Z',
    });
  });

  it('combines with another: an equal step is one task', async () => {
    const { id } = await declared();
    await server.api.post(path(id, 'playbooks'), { playbooks: ['ransomware', 'availability'], ...BY });
    await server.api.post(path(id, 'playbooks'), { playbooks: ['insider', 'ransomware'], ...BY });
    const steps = (await tasks(id)).map(({ step }) => step);
    expect(new Set(steps).size).toBe(steps.length);
    const backup = (await tasks(id)).find(({ step }) => step === 'checkBackup');
    expect(backup?.playbooks.sort()).toEqual(['availability', 'ransomware']);
    const saved = (await tasks(id)).find(({ step }) => step === 'saveLogs');
    expect(saved?.playbooks.sort()).toEqual(['availability', 'insider', 'ransomware']);
  });

  it('that does not exist is not found, and those there are are named', async () => {
    const { id } = await declared();
    const answer = await server.api.post(path(id, 'playbooks'), { playbooks: ['earthquake'], ...BY });
    expect(answer).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('ransomware') },
    });
  });
});

describe('a task', () => {
  const added = async (values: Record<string, unknown> = {}) => {
    const incident = await declared();
    const body = { title: 'Ring the host', dueAt: '2026-03-28T09:00', ...BY, ...values };
    const answer = await server.api.post(path(incident.id, 'tasks'), body);
    expect(answer.status).toBe(200);
    return { id: incident.id, task: answer.body.items.find((one: Shown) => one.id === 'task-2') };
  };
  const clock = async (id: string) =>
    (await obligations(id)).find((one: { id: string }) => one.id === 'task:2');
  const obligations = async (id: string) => {
    return inOrganisation(server.db, server.organisationId, (scope) =>
      scope.selectFrom('obligations').selectAll().where('incidentId', '=', id).execute(),
    );
  };

  it('with a time has a clock like a duty, and is none: not in the duties, nor in the figures', async () => {
    const before = (await server.api.get('/v1/statistics')).body;
    const { id, task } = await added();
    expect(task).toMatchObject({ obligation: 'task:2', dueLocal: 'Sat 28 Mar 2026, 09:00 GMT' });
    expect(await clock(id)).toMatchObject({ kind: 'task', state: 'open' });
    const { body } = await server.api.get(`/v1/incidents/${id}`);
    expect(body.obligations.map((one: { kind: string }) => one.kind)).not.toContain('task');
    const after = (await server.api.get('/v1/statistics')).body;
    expect(after.duties.openByKind.task).toBeUndefined();
    expect(after.duties.open - before.duties.open).toBe(body.obligations.length);
    expect(await server.api.post(path(id, 'obligations/task:2/satisfaction'), { how: 'by the back door' }))
      .toMatchObject({ status: 404 }); // prettier-ignore
  });

  it('pages nobody when it is added', async () => {
    const { id } = await added();
    const { items } = (await server.api.get(path(id, 'pages'))).body;
    expect(items.map((page: { obligation: unknown }) => page.obligation)).toEqual([null]);
  });

  it('is done by somebody, and its clock stops', async () => {
    const { id } = await added();
    const done = { state: 'done', how: 'They called back', ...BY };
    const answer = await server.api.post(path(id, 'tasks/task-2/state'), done);
    expect(answer.body.items.find((one: Shown) => one.id === 'task-2')).toMatchObject({
      state: 'done',
      closedBy: 'Ada Owner',
      closedBecause: 'They called back',
      closedAt: NOW.toISOString(),
    });
    expect(await clock(id)).toMatchObject({ state: 'satisfied' });
    expect(await server.api.post(path(id, 'tasks/task-2/state'), done)).toMatchObject({ status: 409 });
  });

  it('is not needed for a reason, and open again for another; its clock follows', async () => {
    const { id } = await added();
    const say = (body: object) => server.api.post(path(id, 'tasks/task-2/state'), { ...body, ...BY });
    expect(await say({ state: 'notNeeded' })).toMatchObject({ status: 400 });
    await say({ state: 'notNeeded', reason: 'It is not our host' });
    expect(await clock(id)).toMatchObject({ applicability: 'notRequired' });
    await say({ state: 'open', reason: 'It is after all' });
    expect(await clock(id)).toMatchObject({ applicability: 'required', state: 'open', satisfiedAt: null });
    await say({ state: 'done' });
    await say({ state: 'open', reason: 'Not yet' });
    expect(await clock(id)).toMatchObject({ state: 'open', satisfiedAt: null, clockVersion: 2 });
    const pages = (await server.api.get(path(id, 'pages'))).body.items;
    expect(pages.map((page: { obligation: unknown }) => page.obligation)).toEqual([null]);
  });

  it('takes another owner and a later time at a word, without a confirmation', async () => {
    const { id } = await added({ owner: { role: 'lead' } });
    await server.api.put(path(id, 'roles/lead'), { person: 'ben', ...BY });
    expect((await tasks(id)).find((one) => one.id === 'task-2')?.owner.name).toBe('Ben Friend');
    const answer = await server.api.patch(path(id, 'tasks/task-2'), {
      owner: { person: 'ada' },
      dueAt: '2026-03-29T09:00',
      ...BY,
    });
    expect(answer.body.items.find((one: Shown) => one.id === 'task-2')).toMatchObject({
      owner: { person: 'ada', name: 'Ada Owner' },
      dueAt: '2026-03-29T08:00:00.000Z',
    });
    expect(await clock(id)).toMatchObject({ proposal: null, dueAt: new Date('2026-03-29T08:00:00Z') });
  });

  it('collects comments with who and when', async () => {
    const { id } = await added();
    await server.api.post(path(id, 'tasks/task-2/comments'), { text: 'No answer yet', ...BY });
    const answer = await server.api.post(path(id, 'tasks/task-2/comments'), { text: 'Now', by: 'Ben' });
    const { comments } = answer.body.items.find((one: Shown) => one.id === 'task-2');
    expect(comments).toEqual([
      { at: NOW.toISOString(), by: 'Ada Owner', text: 'No answer yet' },
      { at: NOW.toISOString(), by: 'Ben', text: 'Now' },
    ]);
    expect(await kinds(id, 'task.commented')).toHaveLength(2);
  });

  it('reminds by the same reminders as a duty, once before its time and then every four hours', async () => {
    const { id } = await added();
    const { organisationId, time } = server;
    const lookAt = async (instant: string): Promise<string[]> => {
      time.now = new Date(instant);
      await changeIncident(
        { ...server, clock: { now: () => time.now } },
        { organisationId, incidentId: id, actor: SYSTEM },
        (change) => fireMilestones(change),
      );
      const { items } = (await server.api.get(path(id, 'pages'))).body;
      return items.flatMap((page: { obligation: string | null; milestone: string }) =>
        page.obligation === 'task:2' ? [page.milestone] : [],
      );
    };
    try {
      // From 16:40 to 09:00 are 980 minutes; nine tenths of them are over at 07:22.
      expect(await lookAt('2026-03-28T07:21:00Z')).toEqual([]);
      expect(await lookAt('2026-03-28T07:23:00Z')).toEqual(['reminder-0.9']);
      expect(await lookAt('2026-03-28T09:00:00Z')).toEqual(['reminder-0.9', 'overdue-0']);
      expect(await lookAt('2026-03-28T12:59:00Z')).toEqual(['reminder-0.9', 'overdue-0']);
      expect(await lookAt('2026-03-28T13:00:00Z')).toEqual(['reminder-0.9', 'overdue-0', 'overdue-1']);
      await server.api.post(path(id, 'tasks/task-2/state'), { state: 'done', ...BY });
      expect(await lookAt('2026-03-29T13:00:00Z')).toHaveLength(3);
    } finally {
      time.now = NOW;
    }
  });

  it('with a time in the past is refused', async () => {
    const { id } = await declared();
    const body = { title: 'Too late', dueAt: '2026-03-27T09:00', ...BY };
    expect(await server.api.post(path(id, 'tasks'), body)).toMatchObject({
      status: 400,
      body: { errors: [{ field: '/dueAt' }] },
    });
  });

  it('keeps no incident from being closed', async () => {
    const { id, obligations: duties } = await declared({ personalData: false });
    await settle(id, duties);
    const closed = await server.api.post(path(id, 'closure'), { reason: 'no breach' });
    expect([closed.status, closed.body.detail]).toEqual([200, undefined]);
    expect(closed.body.tasks[0].state).toBe('open');
  });
});

describe('a drill that becomes real', () => {
  it('opens its tasks again, on the real clock', async () => {
    const incident = await declared({}, { drill: { scale: 60 } });
    await server.api.post(path(incident.id, 'tasks'), {
      title: 'Practise',
      dueAt: '2026-03-28T16:40Z',
      ...BY,
    });
    await server.api.post(path(incident.id, 'tasks/task-2/state'), { state: 'done', ...BY });
    const real = await server.api.post(path(incident.id, 'real'), { reason: 'it is true', ...BY });
    expect(real.body.tasks.find((one: Shown) => one.id === 'task-2')).toMatchObject({
      state: 'open',
      dueAt: '2026-03-27T17:04:00.000Z',
      closedBy: null,
    });
  });
});

describe('a legal hold', () => {
  const erase = async (id: string) => {
    return inOrganisation(server.db, server.organisationId, async (scope) => {
      await scope.updateTable('dataKeys').set({ wrapped: null }).where('subjectId', '=', id).execute();
    });
  };
  const held = async (id: string) => {
    return inOrganisation(server.db, server.organisationId, (scope) => isHeld(scope, id));
  };
  const closable = async () => {
    const { id, obligations: duties } = await declared({ personalData: false });
    await settle(id, duties);
    return id;
  };

  it('refuses in the database itself to erase what it covers', async () => {
    const { id } = await declared();
    expect(await held(id)).toBe(true);
    await expect(erase(id)).rejects.toThrow(/a legal hold stands/);
    expect(await server.api.get(`/v1/incidents/${id}`)).toMatchObject({ status: 200 });
  });

  it('is lifted by a named person with a reason once the incident is closed, and set again', async () => {
    const id = await closable();
    const lift = { reason: 'The authority closed its case', ...BY };
    const early = await server.api.post(path(id, 'legal-holds/hold-1/lifting'), lift);
    const close = await server.api.post(path(id, 'closure'), { reason: 'all is done' });
    expect([early.status, close.status]).toEqual([409, 200]);
    expect(await server.api.post(path(id, 'legal-holds/hold-1/lifting'), BY)).toMatchObject({ status: 400 });
    const lifted = await server.api.post(path(id, 'legal-holds/hold-1/lifting'), lift);
    expect(lifted.body.items).toMatchObject([
      { id: 'hold-1', standing: false, liftedBy: 'Ada Owner', liftedBecause: lift.reason },
    ]);
    expect(await held(id)).toBe(false);
    const again = await server.api.post(path(id, 'legal-holds'), BY);
    expect(again.body.items).toMatchObject([{ standing: false }, { id: 'hold-2', standing: true }]);
    await expect(erase(id)).rejects.toThrow(/a legal hold stands/);
  });
});
