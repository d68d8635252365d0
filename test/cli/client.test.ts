import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Client } from '../../cli/client.ts';
import { ApiProblem, Unreachable } from '../../cli/errors.ts';
import { findIncident } from '../../cli/findIncident.ts';
import { whileUnreachable } from '../../cli/retry.ts';
import { sendOnce } from '../../cli/sendOnce.ts';
import { TimelineReader } from '../../cli/timelineReader.ts';
import { freePort } from '../support/freePort.ts';
import { entry, fakeApi, ID, incident, json, problem } from './support.ts';

let api: Awaited<ReturnType<typeof fakeApi>>;
afterEach(() => api.close());
const client = (timeoutMs?: number) =>
  new Client(api.connection, timeoutMs === undefined ? {} : { timeoutMs });
const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('The client', () => {
  test('sends the key, the body and further headers', async () => {
    api = await fakeApi({ 'POST /v1/incidents': incident() });
    await client().post('/v1/incidents', { title: 'x' }, { 'idempotency-key': 'k' });
    expect(api.requests[0]).toMatchObject({
      headers: {
        authorization: 'Bearer tocsin_key',
        'idempotency-key': 'k',
        'content-type': 'application/json',
      },
      json: { title: 'x' },
    });
  });

  test('leaves undefined query parameters out', async () => {
    api = await fakeApi({ 'GET /v1/incidents': { items: [] } });
    await client().get('/v1/incidents', { limit: 1, status: undefined });
    expect(api.requests[0]?.path).toBe('/v1/incidents?limit=1');
  });

  test('a problem document is thrown whole', async () => {
    api = await fakeApi({ 'GET /v1/x': problem('revisionConflict', 409, { current: { revision: 4 } }) });
    const error = await failure(client().get('/v1/x'));
    expect(error).toBeInstanceOf(ApiProblem);
    expect(error).toMatchObject({
      code: 'revisionConflict',
      exitCode: 1,
      document: { current: { revision: 4 } },
    });
  });

  test.each([
    ['an HTML page with 502', { status: 502, body: '<html>' }],
    ['an HTML page with 200', { status: 200, body: '<html>' }],
  ])('%s is no answer of Tocsin', async (_, answer) => {
    api = await fakeApi({ 'GET /v1/x': answer });
    expect(await failure(client().get('/v1/x'))).toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('is that the address'),
    });
  });

  test('nobody there: it cannot have arrived', async () => {
    api = await fakeApi({});
    const gone = new Client({ apiUrl: `http://127.0.0.1:${await freePort()}`, apiKey: 'k' });
    const error = await failure(gone.get('/v1/x'));
    expect(error).toBeInstanceOf(Unreachable);
    expect(error).toMatchObject({ mayHaveArrived: false, message: expect.stringContaining('npm start') });
  });

  test.each(['hang', 'drop'] as const)(
    'a server that does "%s" may have got the request',
    async (behaviour) => {
      api = await fakeApi({});
      api.behave(behaviour);
      const error = await failure(client(200).post('/v1/x', {}));
      expect(error).toBeInstanceOf(Unreachable);
      expect(error).toMatchObject({ mayHaveArrived: true });
    },
  );

  test('a broken connection is tried again, a refusal is not', async () => {
    api = await fakeApi({});
    api.behave(() => (api.requests.length < 3 ? 'drop' : json({ ok: true })));
    const told: string[] = [];
    const again = (path: string) =>
      whileUnreachable(
        () => client().get(path),
        (e) => told.push(e.name),
        [1, 1, 1],
      );
    expect(await again('/v1/x')).toEqual({ ok: true });
    expect(told).toEqual(['Unreachable', 'Unreachable']);
    api.behave(() => problem('notFound', 404));
    await expect(again('/v1/y')).rejects.toThrow('notFound');
    expect(api.requests).toHaveLength(4);
  });
});

describe('A change that is sent once', () => {
  const lost = (): never => {
    throw new Unreachable('The connection broke.', true);
  };
  const told: string[] = [];
  const context = { out: { error: (line: string) => told.push(line) } } as never;

  test('is tried again with the same key when the connection broke', async () => {
    const keys: (string | undefined)[] = [];
    const answer = await sendOnce(
      context,
      (headers) => {
        keys.push(headers['idempotency-key']);
        return keys.length < 3 ? Promise.reject(new Unreachable('It broke.', true)) : Promise.resolve('done');
      },
      [1, 1],
    );
    expect(answer).toBe('done');
    expect(new Set(keys).size).toBe(1);
  });

  test('says that nobody knows whether it was applied, and how to see', async () => {
    await expect(sendOnce(context, lost, [1])).rejects.toThrow(/not known whether .* applied.*tocsin show/);
  });

  test('is not tried again where nothing arrived, and its message says so', async () => {
    api = await fakeApi({});
    const port = await freePort();
    const nobody = new Client({ apiUrl: `http://127.0.0.1:${port}`, apiKey: 'tocsin_key' });
    let tries = 0;
    const send = () => ((tries += 1), nobody.post('/v1/x', {}));
    await expect(sendOnce(context, send, [1])).rejects.toThrow('start Tocsin');
    expect(tries).toBe(1);
  });

  test('a connection that breaks after the request is not "nothing answers"', async () => {
    const server = createServer((socket) => void socket.once('data', () => socket.destroy()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    api = await fakeApi({});
    const { port } = server.address() as { port: number };
    const broken = new Client({ apiUrl: `http://127.0.0.1:${port}`, apiKey: 'tocsin_key' });
    await expect(broken.post('/v1/x', {})).rejects.toThrow('broke before it answered');
    server.close();
  });
});

describe('Naming an incident', () => {
  const other = incident({ id: ID.replace('1', '2'), reference: 'D-2026-002' });

  test('by id, by reference on a later page, or as the latest', async () => {
    api = await fakeApi({
      'GET /v1/incidents?limit=1': { items: [other] },
      'GET /v1/incidents?limit=100&drill=false': { items: [], nextCursor: 'next' },
      'GET /v1/incidents?limit=100&drill=false&cursor=next': { items: [incident()], nextCursor: null },
    });
    expect(await findIncident(client(), ID)).toBe(ID);
    expect(await findIncident(client(), 'latest')).toBe(other.id);
    expect(await findIncident(client(), '2026-001')).toBe(ID);
  });

  test('what is not there or no name at all is refused', async () => {
    api = await fakeApi({ 'GET /v1/incidents': { items: [], nextCursor: null } });
    await expect(findIncident(client(), 'D-2026-009')).rejects.toMatchObject({ exitCode: 1 });
    await expect(findIncident(client(), 'latest')).rejects.toThrow('No incident has been declared yet');
    await expect(findIncident(client(), 'laptop')).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe('Reading the timeline bit by bit', () => {
  test('gives each entry once, follows pages, and reads again a little before the newest', async () => {
    api = await fakeApi({});
    const [first, second, late] = [
      entry('incident.declared', { id: 'a', recordedAt: '2026-11-24T10:00:00.000Z' }),
      entry('page.sent', { id: 'b', recordedAt: '2026-11-24T10:00:20.000Z' }),
      entry('page.opened', { id: 'c', recordedAt: '2026-11-24T10:00:19.000Z' }),
    ];
    const reader = new TimelineReader(client(), ID, { kind: 'x' });
    api.behave(({ path }) =>
      json(
        path.includes('cursor') ? { items: [second], nextCursor: null } : { items: [first], nextCursor: 'n' },
      ),
    );
    expect(await reader.next()).toEqual([first, second]);
    api.behave(() => json({ items: [late, second], nextCursor: null }));
    expect(await reader.next()).toEqual([late]);
    expect(await reader.next()).toEqual([]);
    const last = new URL(api.requests.at(-1)?.path ?? '', 'http://x').searchParams;
    expect(Object.fromEntries(last)).toEqual({ kind: 'x', from: '2026-11-24T10:00:05.000Z', limit: '500' });
  });
});
