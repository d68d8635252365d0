import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Task } from '../../cli/types.ts';
import { fakeApi, ID, incident, tocsin } from './support.ts';

let api: Awaited<ReturnType<typeof fakeApi>>;
let cwd: string;
const run = (...args: string[]) => tocsin(args, { cwd, env: { TOCSIN_API_URL: api.apiUrl } });
const BASE = `/v1/incidents/${ID}`;
const sent = (method: string) => api.requests.find((request) => request.method === method);
const said = (method: string) => [sent(method)?.path, sent(method)?.json];

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'tocsin-cwd-'));
});
afterEach(async () => {
  await api.close();
  rmSync(cwd, { recursive: true });
});

const task = (changes: Partial<Task> = {}): Task => ({
  id: 'task-1',
  guard: true,
  title: 'Save the logs',
  owner: { role: 'lead', person: null, name: 'Ada' },
  state: 'open',
  dueLocal: 'Fri 27 Nov 2026, 09:00 GMT',
  timeLeft: '3 hours left',
  overdue: false,
  closedBy: null,
  closedBecause: null,
  ...changes,
});
const items = [
  task(),
  task({ id: 'task-2', guard: false, title: 'Ring', overdue: true, timeLeft: '2 hours late', owner: { role: null, person: null, name: null } }),
  task({ id: 'task-3', guard: false, title: 'Old', state: 'notNeeded', closedBy: 'Ben', closedBecause: 'no host' }),
]; // prettier-ignore

describe('tasks', () => {
  test('are listed, what comes first marked, what is late in capitals', async () => {
    api = await fakeApi({ [`GET ${BASE}/tasks`]: { items } });
    const { code, stdout } = await run('tasks', ID);
    expect(code).toBe(0);
    const lines = stdout.split('\n').map((line) => line.trim().split(/\s{2,}/));
    expect(lines.slice(1, 4)).toEqual([
      ['1', 'open', '3 hours left (Fri 27 Nov 2026, 09:00 GMT)', 'Ada', '! FIRST Save the logs'],
      ['2', 'open', '2 HOURS LATE (Fri 27 Nov 2026, 09:00 GMT)', '-', 'Ring'],
      ['3', 'not needed (Ben: no host)', 'Fri 27 Nov 2026, 09:00 GMT', 'Ada', 'Old'],
    ]);
  });

  test('are open at a glance in show', async () => {
    api = await fakeApi({ [`GET ${BASE}`]: incident({ tasks: [task()], restrictedTo: ['ada'] }) });
    const { stdout } = await run('show', ID);
    expect(stdout).toContain('1 tasks are open (bin/tocsin tasks 2026-001), first: Save the logs');
    expect(stdout).toMatch(/only for\s+ada/);
  });

  test.each([
    [['add', ID, 'Ring', '--person', 'ada', '--due', '2026-11-27T09:00Z', '--by', 'Ada'], 'POST', '/tasks',
      { title: 'Ring', owner: { person: 'ada' }, dueAt: '2026-11-27T09:00Z', by: 'Ada' }],
    [['done', ID, '2', '--how', 'called', '--by', 'Ada'], 'POST', '/tasks/task-2/state',
      { state: 'done', how: 'called', by: 'Ada' }],
    [['not-needed', ID, 'task-2', '--reason', 'no host', '--by', 'Ada'], 'POST', '/tasks/task-2/state',
      { state: 'notNeeded', reason: 'no host', by: 'Ada' }],
    [['reopen', ID, '2', '--reason', 'after all', '--by', 'Ada'], 'POST', '/tasks/task-2/state',
      { state: 'open', reason: 'after all', by: 'Ada' }],
    [['assign', ID, '2', '--role', 'scribe', '--by', 'Ada'], 'PATCH', '/tasks/task-2',
      { owner: { role: 'scribe' }, by: 'Ada' }],
    [['comment', ID, '2', 'No answer', '--by', 'Ada'], 'POST', '/tasks/task-2/comments',
      { text: 'No answer', by: 'Ada' }],
  ])('task %j', async (args, method, path, body) => {
    api = await fakeApi({ [`${method} ${BASE}${path}`]: { items } });
    const { code, stdout } = await run('task', ...args);
    expect([code, said(method)]).toEqual([0, [`${BASE}${path}`, body]]);
    expect(stdout).toContain('Save the logs');
  }); // prettier-ignore

  test.each([
    [['done', ID, '2'], /Say who/],
    [['done', ID, 'the second', '--by', 'Ada'], /is no task/],
    [['assign', ID, '2', '--by', 'Ada'], /Say what changes/],
    [['add', ID, 'x', '--role', 'lead', '--nobody', '--by', 'Ada'], /Give one of/],
  ])('task %j says what is wrong', async (args, message) => {
    api = await fakeApi({});
    const { code, stderr } = await run('task', ...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe('playbooks and roles', () => {
  test('without an incident every step is shown with what it rests on', async () => {
    const step = { title: 'Isolate', owner: 'lead', guard: false, due: { hours: 1, from: 'discovery' } };
    const steps = [
      { ...step, source: { kind: 'practice', cite: 'Good practice' } },
      { ...step, guard: true, due: null, source: { kind: 'law', cite: 'UK GDPR Art. 33(5)' } },
    ];
    api = await fakeApi({
      'GET /v1/playbooks': { items: [{ id: 'ransomware', title: 'Ransomware', steps }] },
    });
    const { stdout } = await run('playbooks');
    expect(stdout).toMatch(/Ransomware \(ransomware\)/);
    expect(stdout).toMatch(/Isolate\s+lead\s+1 h from discovery\s+Good practice \(no law\)/);
    expect(stdout).toMatch(/! FIRST Isolate\s+lead\s+-\s+UK GDPR Art\. 33\(5\)\n/);
  });

  test('of an incident: what the facts propose, and the choice of a person', async () => {
    const proposal = {
      id: 'ransomware',
      title: 'Ransomware',
      steps: 14,
      because: ['cause: ransomware'],
      chosen: false,
    };
    api = await fakeApi({
      [`GET ${BASE}/playbooks`]: { items: [proposal] },
      [`POST ${BASE}/playbooks`]: { items },
    });
    expect((await run('playbooks', ID)).stdout).toMatch(/ransomware\s+proposed \(cause: ransomware\)/);
    expect((await run('playbook', ID, 'ransomware', 'insider', '--by', 'Ada')).code).toBe(0);
    expect(said('POST')).toEqual([`${BASE}/playbooks`, { playbooks: ['ransomware', 'insider'], by: 'Ada' }]);
  });

  test('a role is given to one and shown', async () => {
    const roles = [
      { role: 'lead', name: 'Ben', by: 'Ada' },
      { role: 'scribe', name: null, by: null },
      { role: 'dataProtection', name: 'Dee', by: null },
    ];
    api = await fakeApi({
      [`PUT ${BASE}/roles/lead`]: { items: roles },
      [`GET ${BASE}/roles`]: { items: roles },
    });
    const { stdout } = await run('role', ID, 'lead', '--person', 'ben', '--by', 'Ada');
    expect(said('PUT')).toEqual([`${BASE}/roles/lead`, { person: 'ben', by: 'Ada' }]);
    expect(stdout).toMatch(/lead\s+Ben\s+assigned by Ada/);
    expect((await run('roles', ID)).stdout).toMatch(/scribe\s+nobody\n.*Dee\s+as the organisation says/);
    expect((await run('role', ID, 'lead', '--by', 'Ada')).code).toBe(2);
  });
});

describe('restrict', () => {
  test('names people, lifts with a reason, and shows the list', async () => {
    const path = `${BASE}/restriction`;
    api = await fakeApi({
      [`PUT ${path}`]: { restrictedTo: ['ada'] },
      [`GET ${path}`]: { restrictedTo: null },
    });
    const { stdout } = await run('restrict', ID, 'ada', '--by', 'Ada');
    expect(stdout).toContain('Only these may know of it: ada.');
    expect(said('PUT')).toEqual([path, { restricted: true, restrictedTo: ['ada'], by: 'Ada' }]);
    expect((await run('restrict', ID)).stdout).toContain('Everybody with access may know');
    expect((await run('restrict', ID, '--lift', '--by', 'Ada')).stderr).toMatch(/Say why/);
    await run('restrict', ID, '--lift', '--reason', 'all clear', '--by', 'Ada');
    expect(api.requests.at(-1)?.json).toEqual({ restricted: false, reason: 'all clear', by: 'Ada' });
  });

  test('is said at declaration', async () => {
    api = await fakeApi({ 'POST /v1/incidents': incident() });
    const flags = ['--title', 'x', '--discovered', 'now', '--restrict-to', 'ada', '--restrict-to', 'ben'];
    await run('declare', ...flags, '--no-files');
    expect(sent('POST')?.json).toMatchObject({ restrictedTo: ['ada', 'ben'] });
  });
});

describe('holds and the contact card', () => {
  test('a hold is shown, lifted with a reason, and set again', async () => {
    const hold = { id: 'hold-1', standing: true, setAt: '2026-11-24T09:00:00Z', setBy: 'Ada', liftedAt: null, liftedBy: null, liftedBecause: null }; // prettier-ignore
    api = await fakeApi({
      [`GET ${BASE}/legal-holds`]: { items: [hold] },
      [`POST ${BASE}/legal-holds`]: { items: [hold] },
      [`POST ${BASE}/legal-holds/hold-1/lifting`]: { items: [{ ...hold, standing: false, liftedBy: 'Ben' }] },
    });
    expect((await run('holds', ID)).stdout).toMatch(/hold-1 {2}stands since .*, set by Ada/);
    expect((await run('holds', ID, '--lift', 'hold-1', '--by', 'Ben')).code).toBe(2);
    const lift = await run('holds', ID, '--lift', 'hold-1', '--reason', 'closed', '--by', 'Ben');
    expect(lift.stdout).toMatch(/hold-1 {2}lifted .* by Ben/);
    expect((await run('holds', ID, '--again', '--by', 'Ben')).code).toBe(0);
    expect(api.requests.at(-2)?.json).toEqual({ by: 'Ben' });
  });

  test('the card is saved, or printed as text', async () => {
    api = await fakeApi({
      'GET /v1/contact-card.pdf': { status: 200, body: '%PDF-1.7' },
      'GET /v1/contact-card.txt': { status: 200, body: 'Whom to call' },
    });
    await run('contact-card');
    expect(readFileSync(join(cwd, 'contact-card.pdf'), 'utf8')).toBe('%PDF-1.7');
    await run('contact-card', '--out', 'safe/card.pdf');
    expect(existsSync(join(cwd, 'safe/card.pdf'))).toBe(true);
    expect((await run('contact-card', '--format', 'txt')).stdout).toContain('Whom to call');
  });
});
