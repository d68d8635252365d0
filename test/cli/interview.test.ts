import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiProblem } from '../../cli/errors.ts';
import { askAll } from '../../cli/interviewOffline.ts';
import { askAndSave, type TrackInterview } from '../../cli/interviewOnline.ts';
import type { InterviewPrompts } from '../../cli/askInterview.ts';
import type { Facts } from '../../domain/facts.ts';
import { applyAnswers } from '../../domain/interview/index.ts';
import { interviewState } from '../../templates/interview.ts';
import { fakeApi, ID, incident, json, problem, tocsin } from './support.ts';

let cwd: string;
beforeEach(() => void (cwd = mkdtempSync(join(tmpdir(), 'tocsin-interview-'))));
afterEach(() => rmSync(cwd, { recursive: true }));

const given = { personalData: true, livingPeople: true, securityFailure: null };
const file = (content: object): string => {
  const path = join(cwd, 'answers.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
};

/** Somebody at a terminal: answers the questions that fit, presses Enter at the rest. */
function typing(answers: Record<string, string | string[]>): InterviewPrompts & { asked: string[] } {
  const asked: string[] = [];
  const reply = (message: string) => {
    asked.push(message.split('\n')[0] ?? '');
    return Object.entries(answers).find(([part]) => message.includes(part))?.[1];
  };
  return {
    asked,
    input: ({ message, validate }) => {
      const text = String(reply(message) ?? '');
      const verdict = validate?.(text) ?? true;
      return verdict === true ? Promise.resolve(text) : Promise.reject(new Error(verdict));
    },
    select: ({ message, choices, default: preset }) => {
      const wanted = reply(message);
      return Promise.resolve(choices.find(({ name }) => name === wanted)?.value ?? preset ?? '');
    },
    checkbox: ({ message }) => Promise.resolve([reply(message) ?? []].flat()),
  };
}

describe('without an incident', () => {
  test('answers come from a file, and no server, key or database is asked', async () => {
    const path = file({ role: 'controller', answers: given });
    const { code, stdout, stderr } = await tocsin(['interview', '--json', '--answers', path]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      next: { id: 'malicious' },
      facts: { role: 'controller', personalData: true, livingIndividuals: true, securityFailure: null },
      outcome: { result: 'tellIco', assessment: { personalDataBreach: null } },
    });
  });

  test('the result is printed for people and saved for the file', async () => {
    const out = join(cwd, 'result.md');
    const path = file({ answers: { personalData: false } });
    const args = ['interview', '--role', 'controller', '--answers', path, '--out', out];
    const { code, stdout } = await tocsin(args);
    expect(code).toBe(0);
    expect(stdout).toContain('Result: Record it, and report nothing');
    expect(readFileSync(out, 'utf8')).toContain('| Are personal data affected? | No | Art. 4(1) |');
  });

  test.each<[string, object, string[], string]>([
    ['no role', { answers: given }, [], 'role'],
    ['an answer that does not fit', { role: 'controller', answers: { number: 'many' } }, [], 'number'],
    ['a question that there is not', { role: 'controller', answers: { invented: 1 } }, [], 'invented'],
    ['a field that nobody knows', { role: 'controller', answers: {}, facts: {} }, [], 'answers'],
    ['a file of another kind', { role: 'controller', answers: {} }, ['--out', 'x.doc'], '.md'],
  ])('refuses %s with a problem document', async (_, content, more, named) => {
    const { code, stdout, stderr } = await tocsin([
      'interview',
      '--json',
      '--answers',
      file(content),
      ...more,
    ]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    const document = JSON.parse(stderr) as { type: string; detail: string };
    expect(document.type).toBe('/problems/invalidRequest');
    expect(document.detail).toContain(named);
  });

  test('without a terminal it needs a file', async () => {
    const { code, stderr } = await tocsin(['interview']);
    expect(code).toBe(2);
    expect(stderr).toContain('--answers');
  });

  test('in a terminal it asks what can matter, and Enter is "not yet known"', async () => {
    const prompts = typing({
      'personal data affected': 'Yes',
      'How many people': '120',
      'Which data': ['name'],
    });
    const { facts } = await askAll(prompts, { role: 'controller' });
    expect(facts).toMatchObject({
      personalData: true,
      livingIndividuals: null,
      individuals: { approx: 120, children: null, kinds: [] },
      dataCategories: ['name'],
      harmSeen: null,
    });
    const ended = typing({ 'personal data affected': 'No' });
    await askAll(ended, { role: 'controller' });
    expect(ended.asked).toHaveLength(1);
  });
});

describe('with an incident', () => {
  const PATH = `/v1/incidents/${ID}/tracks/staff/interview`;
  const state = (facts: Facts, revision: number): TrackInterview => ({
    ...interviewState(facts, 'en'),
    revision,
  });

  test('a file answers all at once, on the revision that was read', async () => {
    const before = state({ role: 'controller' }, 3);
    const after = state(applyAnswers({ role: 'controller' }, given), 4);
    const api = await fakeApi({
      [`GET /v1/incidents/${ID}`]: incident(),
      [`GET ${PATH}`]: before,
      [`POST ${PATH}`]: after,
      [`GET ${PATH}.md`]: { status: 200, headers: { 'content-type': 'text/markdown' }, body: '# Result' },
    });
    const args = ['interview', ID, '--answers', file({ answers: given }), '--by', 'Ada', '--out', 'r.md'];
    const { code, stdout } = await tocsin(args, { cwd, env: { TOCSIN_API_URL: api.apiUrl } });
    await api.close();
    expect(code).toBe(0);
    expect(stdout).toContain('Result: Tell the ICO');
    const sent = api.requests.find((request) => request.method === 'POST');
    expect(JSON.parse(sent?.body ?? '')).toEqual({ revision: 3, answers: given, by: 'Ada' });
    expect(readFileSync(join(cwd, 'r.md'), 'utf8')).toBe('# Result');
  });

  test('a conflict, and a track that there is not, are refused', async () => {
    const api = await fakeApi({
      [`GET /v1/incidents/${ID}`]: incident(),
      [`GET ${PATH}`]: json(state({ role: 'controller' }, 3)),
      [`POST ${PATH}`]: problem('revisionConflict', 409),
    });
    const run = (...more: string[]) =>
      tocsin(['interview', ID, '--answers', file({ answers: given }), ...more], {
        env: { TOCSIN_API_URL: api.apiUrl },
      });
    expect((await run()).code).toBe(1);
    expect(await run('--track', 'nobody')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('staff'),
    });
    await api.close();
  });

  test('in a terminal each answer is saved; a conflict reads again and asks again', async () => {
    const sent: [number, object][] = [];
    let facts: Facts = { role: 'processor', personalData: null };
    const send = (revision: number, answers: Record<string, unknown>) => {
      sent.push([revision, answers]);
      if (sent.length === 2) return Promise.reject(new ApiProblem(conflict));
      facts = applyAnswers(facts, answers);
      return Promise.resolve(state(facts, revision + 1));
    };
    const again = () => Promise.resolve(state(facts, 7));
    const prompts = typing({ 'living people': 'Yes', 'security fail': 'Yes' });
    const end = await askAndSave(prompts, state(facts, 1), { send, again });
    expect(sent).toEqual([
      [1, { livingPeople: true }],
      [2, { securityFailure: true }],
      [7, { securityFailure: true }],
    ]);
    expect(prompts.asked[0]).toContain('personal data');
    expect(end.facts).toEqual({
      role: 'processor',
      personalData: null,
      livingIndividuals: true,
      securityFailure: true,
    });
  });
});

const conflict = { type: '/problems/revisionConflict', title: 'x', status: 409, detail: 'x' };
