import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Incident, TimelineEntry } from '../../cli/types.ts';
import { createHttpReceiver, type HttpReceiver } from '../support/httpReceiver.ts';

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
export const ID = '018f0000-0000-7000-8000-000000000001';

/** An incident as the API answers it, with what a test needs to say about it. */
export function incident(changes: Partial<Incident> = {}): Incident {
  return {
    id: ID,
    reference: '2026-001',
    status: 'open',
    title: 'Lost laptop',
    drill: null,
    discoveredAt: '2026-11-24T09:00:00.000Z',
    awareAt: '2026-11-24T09:00:00.000Z',
    declaredAt: '2026-11-24T09:30:00.000Z',
    closedAt: null,
    revision: 3,
    factsRevision: 1,
    occurredFrom: null,
    occurredTo: null,
    containedAt: null,
    scopeAssessedAt: null,
    questions: { physicalDanger: null, insiderInvolved: null, channelsCompromised: null },
    tracks: [{ id: 'staff', facts: { role: 'controller', individuals: { children: false } } }],
    narrative: {},
    assessment: { personalDataBreach: null, risk: 'undetermined', reasons: [] },
    restrictedTo: null,
    roles: [],
    tasks: [],
    obligations: [duty()],
    incidentTime: '2026-11-24T10:00:00.000Z',
    serverTime: '2026-11-24T10:00:00.000Z',
    warnings: [],
    ...changes,
  };
}

export function duty(
  changes: Partial<Incident['obligations'][number]> = {},
): Incident['obligations'][number] {
  return {
    id: 'authority',
    kind: 'authority',
    label: 'Notify the ICO',
    state: 'open',
    applicability: 'required',
    basis: 'UK GDPR Art. 33(1)',
    qualifier: null,
    ownTarget: false,
    dueAt: '2026-11-27T09:00:00.000Z',
    dueLocal: 'Fri 27 Nov 2026, 09:00 GMT',
    timeLeft: '2 days 23 hours left',
    overdue: false,
    late: false,
    reasons: [],
    decidedBy: null,
    decisionReason: null,
    satisfiedAt: null,
    recipientName: null,
    recipientContact: null,
    startsFrom: 'aware',
    startsAt: '2026-11-24T10:00:00.000Z',
    earlierDueAt: null,
    lateAgainstEarlier: false,
    heldUntil: null,
    proposal: null,
    planUntil: null,
    plan: null,
    ...changes,
  };
}

export function entry(kind: string, changes: Partial<TimelineEntry> = {}): TimelineEntry {
  const at = '2026-11-24T10:00:00.000Z';
  return {
    id: `${kind}-${Math.round(performance.now() * 1e6)}`,
    seq: 1,
    kind,
    text: kind,
    actor: { kind: 'system', id: 'tocsin' },
    occurredAt: at,
    recordedAt: at,
    recordedAtDrill: null,
    data: {},
    personal: {},
    ...changes,
  };
}

export const json = (value: unknown, status = 200) => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

export const problem = (code: string, status: number, more: object = {}) =>
  json(
    { type: `/problems/${code}`, title: code, status, detail: `It is ${code}.`, instance: '/', ...more },
    status,
  );

/** A real HTTP server that answers by method and path; anything else is a 404 problem. */
export async function fakeApi(
  answers: Record<string, unknown>,
): Promise<HttpReceiver & { apiUrl: string; connection: { apiUrl: string; apiKey: string } }> {
  const server = await createHttpReceiver();
  server.behave(({ method, path }) => {
    const answer = answers[`${method} ${path}`] ?? answers[`${method} ${path.split('?')[0]}`];
    if (answer === undefined) return problem('notFound', 404);
    return isBehaviour(answer) ? answer : json(answer);
  });
  const apiUrl = `http://127.0.0.1:${server.port}`;
  return { ...server, requests: server.requests, apiUrl, connection: { apiUrl, apiKey: 'tocsin_key' } };
}

type Behaviour = ReturnType<typeof json>;
const isBehaviour = (value: unknown): value is Behaviour =>
  value !== null &&
  typeof value === 'object' &&
  'status' in value &&
  typeof value.status === 'number' &&
  'body' in value;

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the command line as a process of its own, without a terminal. */
export function tocsin(
  args: string[],
  options: { env?: Record<string, string>; cwd?: string; input?: string } = {},
): Promise<Ran> {
  const { env = {}, cwd, input = '' } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], {
      env: {
        PATH: process.env.PATH,
        TOCSIN_DATA_DIR: '/nonexistent/tocsin',
        TOCSIN_API_KEY: 'tocsin_key',
        ...env,
      },
      ...(cwd ? { cwd } : {}),
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, stdout, stderr }));
    child.stdin.end(input);
  });
}
