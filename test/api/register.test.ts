import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import readExcelFile from 'read-excel-file/node';
import { MOST_CHARACTERS, MOST_IN_PDF, requirePdfSize } from '../../api/views/registerSize.ts';
import { eraseKey } from '../support/erase.ts';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { parseCsv } from '../support/csv.ts';
import { pdfText } from '../support/pdfText.ts';
import { HIGH_RISK, sampleOrganisation } from '../support/samples.ts';
import { unzip } from '../templates/unzip.ts';

const NOW = new Date('2026-02-03T12:00:00Z');
let server: ApiServer;
/** Reference → id. */
const ids: Record<string, string> = {};

const sure = { reason: 'the logs show it', evidence: 'log of 11:45', by: 'Ada', secondBy: 'Ben' };

async function declare(values: Record<string, unknown>): Promise<{ id: string; path: string }> {
  const { status, body } = await server.api.post('/v1/incidents', {
    title: 'Bookings table read by a stranger',
    discoveredAt: '2026-02-03T11:00:00Z',
    tracks: [{ id: 'bookings', facts: { ...HIGH_RISK, cause: 'sqlInjection' } }],
    by: 'Ben',
    ...values,
  });
  expect(status).toBe(201);
  ids[body.reference] = body.id;
  return { id: body.id, path: `/v1/incidents/${body.id}` };
}

const register = async (query = '') => (await server.api.get(`/v1/register${query}`)).body;
const entry = async (reference: string) =>
  (await register('?limit=100')).items.find((one: { reference: string }) => one.reference === reference);
const references = (body: { items: { reference: string }[] }) => body.items.map((one) => one.reference);
const file = async (format: string, query = ''): Promise<Buffer> => {
  const response = await fetch(`${server.url}/v1/register.${format}${query}`, {
    headers: { authorization: `Bearer ${server.apiKey}` },
  });
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
};

beforeAll(async () => {
  server = await startApi({ organisation: sampleOrganisation(), now: NOW });
  server.time.now = new Date('2025-12-31T12:00:00Z');
  await declare({ title: 'Of the year before', discoveredAt: '2025-12-31T11:00Z' });
  server.time.now = NOW;
  await reportedLate();
  await declare({
    title: '=HYPERLINK("http://evil.test")',
    tracks: [{ id: 'mail', facts: { ...HIGH_RISK, securityFailure: false, cause: 'nearMiss' } }],
    narrative: { whatHappened: 'Caught in time, "as planned";\nmail to jo@parent.test' },
  });
  const drill = await server.api.post('/v1/incidents', {
    title: 'An exercise',
    discoveredAt: '2026-02-03T11:00Z',
    drill: {},
  });
  expect(drill.status).toBe(201);
});
afterAll(() => server.stop());

/** 2026-001: awareness moved with two people's consent, then reported between the two deadlines. */
async function reportedLate(): Promise<void> {
  const { path } = await declare({ narrative: { whatHappened: 'A stranger read the table.' } });
  await server.api.patch(path, {
    revision: 1,
    awareAt: '2026-02-03T11:45Z',
    awareReason: 'the logs were checked first',
    by: 'Ada',
  });
  await server.api.post(`${path}/clock-confirmation`, { decision: 'confirmed', ...sure });
  await server.api.post(`${path}/containment`, { contained: true, how: 'host unplugged', by: 'Ben' });
  server.time.now = new Date('2026-02-06T11:30:00Z');
  await server.api.post(`${path}/submissions`, { route: 'onlineForm', by: 'Ada', reference: 'IC-123' });
  const decision = { ...sure, decision: 'notRequired', reason: 'Art. 34(3)(b): accounts were reset' };
  await server.api.post(`${path}/obligations/individuals/decision`, decision);
  server.time.now = NOW;
}

describe('the register', () => {
  it('holds every incident, newest first, and no drill', async () => {
    const body = await register();
    expect(references(body)).toEqual(['2026-002', '2026-001', '2025-001']);
    expect(body.nextCursor).toBeNull();
  });

  it('goes on at its cursor', async () => {
    const first = await register('?limit=2');
    expect(references(first)).toEqual(['2026-002', '2026-001']);
    expect(references(await register(`?limit=2&cursor=${first.nextCursor}`))).toEqual(['2025-001']);
    expect((await server.api.get('/v1/register?cursor=nonsense')).status).toBe(400);
  });

  it.each([
    ['?year=2025', ['2025-001']],
    ['?kind=notAPersonalDataBreach', ['2026-002']],
    ['?kind=personalDataBreach&limit=1', ['2026-001']],
    ['?state=closed', []],
    ['?state=open&year=2026', ['2026-002', '2026-001']],
  ])('can be narrowed: %s', async (query, expected) => {
    expect(references(await register(query))).toEqual(expected);
  });

  it('says what Art. 33(5) asks for, with lateness against both deadlines', async () => {
    const found = await entry('2026-001');
    expect(found).toMatchObject({
      kind: 'personalDataBreach',
      awareAt: '2026-02-03T11:45:00.000Z',
      awareness: { by: 'Ada', reason: 'the logs were checked first' },
      description: 'A stranger read the table.',
      remedy: { containment: 'host unplugged', containedBy: 'Ben' },
      risk: { level: 'high' },
      individuals: [{ outcome: 'notTold', exceptions: ['b'], decidedBy: 'Ada' }],
    });
    expect(found.authority).toMatchObject([
      {
        outcome: 'told',
        reference: 'IC-123',
        doneAt: '2026-02-06T11:30:00.000Z',
        dueAt: '2026-02-06T11:45:00.000Z',
        earlierDueAt: '2026-02-06T11:00:00.000Z',
        late: false,
        lateAgainstEarlier: true,
        reasonsForDelayMissing: true,
        phases: [{ phase: 'initial', by: 'Ada', route: 'onlineForm', report: null }],
      },
    ]);
    expect(found.risk.reasons[0].text).toMatch(/\.$/);
    expect(found.decisions).toMatchObject([
      { about: 'awareness', by: 'Ada', decision: '2026-02-03T11:45:00.000Z' },
      ...['authority', 'individuals', 'publicSummary'].map((obligation) => ({
        about: 'clock',
        obligation,
        decision: 'confirmed',
        secondBy: 'Ben',
        factsRevision: 2,
      })),
      { about: 'duty', obligation: 'individuals', decision: 'notRequired', factsRevision: 5 },
    ]);
  });

  it('keeps what was no breach, with the reason, and points out data of people affected', async () => {
    expect(await entry('2026-002')).toMatchObject({
      kind: 'notAPersonalDataBreach',
      nearMiss: true,
      kindReasons: [{ code: 'noSecurityFailure', text: expect.any(String) }, { code: 'writeDownWhy' }],
      warnings: [{ field: 'description', code: 'email' }],
    });
  });

  it('needs the scope incidents:read, and shows another organisation nothing', async () => {
    const key = await server.key(['organisation:read']);
    const stranger = server.api.as(await server.otherOrganisation());
    for (const path of ['/v1/register', '/v1/register.csv', '/v1/statistics', '/v1/register/bundles'])
      expect((await server.api.as(key).get(path)).status).toBe(403);
    expect((await stranger.get('/v1/register')).body.items).toEqual([]);
    expect(parseCsv((await stranger.get('/v1/register.csv')).body)).toHaveLength(1);
    expect((await stranger.get('/v1/statistics')).body.incidents.total).toBe(0);
  });
});

describe('its exports', () => {
  const column = (header: (string | null)[], name: string) => header.indexOf(name);

  it('as CSV: every row whole, instants in ISO 8601, no formula', async () => {
    const [header = [], ...rows] = parseCsv((await file('csv')).toString());
    expect(rows.map((row) => row[0])).toEqual(['2025-001', '2026-001', '2026-002']);
    expect(rows.every((row) => row.length === header.length)).toBe(true);
    const at = (name: string, row: number) => rows[row]![column(header, name)];
    expect(at('Title', 2)).toBe(`'=HYPERLINK("http://evil.test")`);
    expect(at('What happened', 2)).toBe('Caught in time, "as planned";\nmail to jo@parent.test');
    expect(at('First report (UTC)', 1)).toBe('2026-02-06T11:30:00.000Z');
    expect(at('Late against the earlier deadline', 1)).toBe('yes');
    expect(at('Late', 1)).toBe('no');
    expect(at('Reference of the authority', 1)).toBe('IC-123');
  });

  it('as XLSX: real dates, text as text, a header that stays in view', async () => {
    const content = await file('xlsx');
    const [sheet] = await readExcelFile(content);
    const [header = [], ...rows] = sheet!.data as unknown[][];
    const at = (name: string, row: number) => rows[row]![column(header as string[], name)];
    // A spreadsheet keeps an instant as a fraction of days; a millisecond is its rounding.
    expect(Number(at('Aware (UTC)', 1)) / 1000).toBeCloseTo(Date.parse('2026-02-03T11:45:00Z') / 1000, 2);
    expect(at('Aware (UTC)', 1)).toBeInstanceOf(Date);
    expect(at('Title', 2)).toBe('=HYPERLINK("http://evil.test")');
    expect(at('Number of people', 1)).toBe(120);
    const xml = unzip(content).get('xl/worksheets/sheet1.xml') ?? '';
    expect(xml).toMatch(/<pane [^>]*ySplit="1"[^>]*state="frozen"/);
    expect(xml).not.toContain('<f>');
  });

  it('as PDF: tagged, with a summary and a section for each entry', async () => {
    const content = await file('pdf', '?year=2026');
    expect(content.toString('latin1')).toMatch(/\/Marked true/);
    const text = pdfText(content);
    expect(text).toContain('2026-001 · Bookings table read by a stranger');
    expect(text).toContain('A stranger read the table.');
    expect(text).toContain('IC-123');
    expect(text).not.toContain('2025-001');
  });

  it('as PDF only up to a size that keeps nobody else waiting', () => {
    expect(() => requirePdfSize(MOST_IN_PDF, MOST_CHARACTERS)).not.toThrow();
    expect(() => requirePdfSize(MOST_IN_PDF + 1, 1)).toThrow(/narrow it by year/);
    expect(() => requirePdfSize(1, MOST_CHARACTERS + 1)).toThrow(/characters of text/);
  });

  it('as Markdown', async () => {
    const text = (await file('md', '?kind=notAPersonalDataBreach')).toString();
    expect(text).toContain('- **Entries:** 1');
    expect(text).toContain('no personal data breach (near miss)');
  });
});

describe('an incident whose key was erased', () => {
  beforeAll(async () => {
    await eraseKey(server.db, server.organisationId, ids['2025-001']!, NOW);
  });

  it('keeps a row that says so, in the list and in every export', async () => {
    expect(await entry('2025-001')).toEqual({
      erased: true,
      erasedAt: NOW.toISOString(),
      id: ids['2025-001'],
      reference: '2025-001',
      state: 'open',
      occurredFrom: null,
      occurredTo: null,
      discoveredAt: '2025-12-31T11:00:00.000Z',
      awareAt: '2025-12-31T11:00:00.000Z',
      declaredAt: '2025-12-31T12:00:00.000Z',
      containedAt: null,
      closedAt: null,
    });
    expect((await entry('2026-001')).erased).toBe(false);
    const [, first = []] = parseCsv((await file('csv')).toString());
    expect(first[0]).toBe('2025-001');
    expect(first.join()).toContain('gone for good');
    expect(pdfText(await file('pdf'))).toContain('2025-001 · erased');
    expect((await readExcelFile(await file('xlsx')))[0]!.data).toHaveLength(4);
  });

  it('is counted, though nobody can say any more what it was', async () => {
    const { body } = await server.api.get('/v1/statistics');
    expect(body.incidents).toMatchObject({ total: 3, byKind: { erased: 1 }, byCause: { erased: 1 } });
  });

  it('is told as such when it is asked for itself', async () => {
    const { status, body } = await server.api.get(`/v1/incidents/${ids['2025-001']}`);
    expect(status).toBe(410);
    expect(body.type).toBe('/problems/erased');
  });
});
