/**
 * From POST /v1/incidents to the first page accepted by a mail server, on everything that `npm start` starts.
 * Run: npx node bench/declareToFirstPage.ts [declarations, 200 by default]
 */
import { setTimeout as delay } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import pg from 'pg';
import { keyHash } from '../channels/identity.ts';
import { createDatabase, type Database, inOrganisation } from '../db/database.ts';
import { machine, median, repeat, spread, type Table, tenth, timed, writeReport } from './harness.ts';
import { barePool, type BareDeclaration, bareDeclaration, readDeclared } from './support/bareDeclaration.ts';
import { sampleDeclaration } from './support/declaration.ts';
import { declarer } from './support/declarer.ts';
import { now, type SmtpSink, startSmtpSink } from './support/smtpSink.ts';
import { type Stack, startStack } from './support/stack.ts';
import { createTracer, PARTS, type Seen } from './support/trace.ts';

const COUNT = Number(process.argv[2] ?? 200);
const BURST = Number(process.argv[3] ?? COUNT);
const WARM_UP = Math.min(20, COUNT);
const LIMIT_MS = 150_000;
const PAGE_LIMIT_MS = 30_000;
const BURST_LIMIT_MS = 120_000;
/** While nobody has said that the attacker cannot read the mail, a page is short; else it carries facts and two files. */
const KINDS = [
  { name: 'page without facts', channelsCompromised: 'unknown' },
  { name: 'page with facts, calendar and sheet', channelsCompromised: 'no' },
] as const;
type Kind = (typeof KINDS)[number];
const AIM = { p50: 100, p99: 500 };

async function run(): Promise<void> {
  const declare = declarer(stack.apiUrl);
  const kinds = [];
  for (const kind of KINDS) kinds.push({ kind, ...(await measure(kind, declare)) });
  console.log(`one after another: done; now ${BURST} at once`);
  const burst = await burstOf(BURST);
  await report(kinds, burst);
}

/** One kind of declaration, beside the same mail alone and a bare transaction, in turn. */
async function measure(kind: Kind, declare: ReturnType<typeof declarer>) {
  for (let n = 0; n < WARM_UP; n += 1) await oneAtRest(kind, declare);
  const direct = directMail(sink);
  const bare = await bareTransaction(stack);
  const pairs = await repeat(COUNT / KINDS.length, LIMIT_MS, async () => {
    const seen = await oneAtRest(kind, declare);
    const mail = await direct();
    const transaction = (await timed(() => bare(stack.organisationId))).ms;
    return { seen, mail, transaction };
  });
  const tracer = await createTracer({
    db,
    organisationId: stack.organisationId,
    address: stack.temporalAddress,
    namespace: stack.temporalNamespace,
    arrivals: sink.arrivals,
  });
  const traced = [];
  for (const { seen } of pairs) traced.push(await tracer.trace(seen));
  await tracer.close();
  return {
    traced,
    mails: pairs.map((pair) => pair.mail),
    transactions: pairs.map((pair) => pair.transaction),
  };
}

/** Declares, waits for the first page, then until the engine has nothing to do. */
async function oneAtRest(kind: Kind, declare: ReturnType<typeof declarer>): Promise<Seen> {
  const body = JSON.stringify(sampleDeclaration(kind.channelsCompromised));
  const known = sink.arrivals.length;
  const sentAt = now();
  const { id } = await declare(stack.apiKey, body);
  const answeredAt = now();
  await sink.wait((arrival) => sink.arrivals.indexOf(arrival) >= known, PAGE_LIMIT_MS);
  await untilAtRest(db, stack.organisationId, id);
  return { incidentId: id, sentAt, answeredAt };
}

/** Pages sent, notice drafted, everything sealed; then a pause of random length, against beating with loops. */
async function untilAtRest(database: Database, organisationId: string, incidentId: string): Promise<void> {
  let state = '';
  for (let tries = 0; tries < 400; tries += 1) {
    await delay(25);
    const busy = await inOrganisation(database, organisationId, async (scope) => {
      const deliveries = await scope
        .selectFrom('deliveries')
        .innerJoin('pages', 'pages.id', 'deliveries.pageId')
        .select('deliveries.status')
        .where('incidentId', '=', incidentId)
        .execute();
      const notice = await scope
        .selectFrom('notices')
        .select('id')
        .where('incidentId', '=', incidentId)
        .execute();
      const unsealed = await scope.selectFrom('timelineUnsealed').select('entryId').limit(1).execute();
      const sent = deliveries.length > 0 && deliveries.every((one) => one.status === 'sent');
      state = `deliveries ${deliveries.map((one) => one.status).join(', ')}; ${notice.length} notices; ${unsealed.length} unsealed`;
      return !sent || notice.length === 0 || unsealed.length > 0;
    });
    if (!busy) return delay(50 + Math.random() * 100);
  }
  throw new Error(`incident ${incidentId} did not come to rest: ${state}`);
}

/** The newest page, sent again by nodemailer over a kept connection, byte for byte. */
function directMail({ port, arrivals }: SmtpSink): () => Promise<number> {
  const transport = createTransport({ pool: true, host: '127.0.0.1', port, ignoreTLS: true });
  const raw = Buffer.from(arrivals.at(-1)?.raw ?? '', 'latin1');
  const envelope = { from: 'tocsin@bench.test', to: ['somebody@bench.test'] };
  return async () => {
    const { ms } = await timed(() => transport.sendMail({ envelope, raw }));
    arrivals.pop();
    return ms;
  };
}

async function bareTransaction({ databaseUrl }: Stack): Promise<BareDeclaration> {
  const { rows } = await admin.query<{ id: string }>(
    'select id from incidents order by declared_real_at limit 1',
  );
  const declared = await readDeclared(admin, rows[0]?.id ?? '');
  return bareDeclaration(barePool(databaseUrl, 1), declared);
}

interface Burst {
  count: number;
  answeredMs: number;
  pages: number[];
}

/** So many at once: when was each paged for the first time? Every declaration counts from the first POST. */
async function burstOf(count: number): Promise<Burst> {
  const body = JSON.stringify(sampleDeclaration('unknown'));
  const lanes = Array.from({ length: 20 }, (_, lane) => declarer(stack.apiUrl, lane));
  const known = sink.arrivals.length;
  const begun = now();
  const waiting = Array.from({ length: count }, (_, n) => n);
  const ids: string[] = [];
  await Promise.all(
    lanes.map(async (declare) => {
      while (waiting.pop() !== undefined) ids.push((await declare(stack.apiKey, body)).id);
    }),
  );
  const answeredMs = now() - begun;
  const first = await firstPages(ids, known);
  return { count, answeredMs, pages: ids.map((id) => (first.get(id) ?? NaN) - begun) };
}

/** When each incident's first page was accepted, by the wall clock. Asks seldom: asking costs time of the same machine. */
async function firstPages(ids: string[], known: number): Promise<Map<string, number>> {
  const until = Date.now() + BURST_LIMIT_MS;
  let first = new Map<string, number>();
  while (first.size < ids.length) {
    if (Date.now() > until)
      throw new Error(`${first.size} of ${ids.length} were paged in ${BURST_LIMIT_MS} ms`);
    await delay(500);
    if (sink.arrivals.length - known < ids.length) continue;
    const accepted = new Map(sink.arrivals.slice(known).map((one) => [one.keyHash, one.acceptedAt]));
    first = new Map();
    for (const { incidentId, key } of await deliveriesOf(ids)) {
      const at = accepted.get(keyHash(key)) ?? Infinity;
      if (at < (first.get(incidentId) ?? Infinity)) first.set(incidentId, at);
    }
  }
  return first;
}

function deliveriesOf(ids: string[]) {
  return inOrganisation(db, stack.organisationId, (scope) =>
    scope
      .selectFrom('deliveries')
      .innerJoin('pages', 'pages.id', 'deliveries.pageId')
      .select(['incidentId', 'key'])
      .where('incidentId', 'in', ids)
      .where('milestone', '=', 'declared')
      .execute(),
  );
}

type Traced = Awaited<ReturnType<Awaited<ReturnType<typeof createTracer>>['trace']>>;

type Measured = { kind: Kind; traced: Traced[]; mails: number[]; transactions: number[] };

const row = (name: string, values: number[]): (string | number)[] => {
  const { p50, p90, p99, max } = spread(values);
  return [name, p50, p90, p99, max];
};
const COLUMNS = ['ms', 'p50', 'p90', 'p99', 'max'];

async function report(kinds: Measured[], burst: Burst): Promise<void> {
  await writeReport('declare-to-first-page', {
    title: 'From a declaration to the first page',
    how: `Incidents with a track and a narrative, declared one after another over HTTP on an engine at rest: embedded PostgreSQL (durable), Temporal dev server on a file, API and worker as processes of their own, a mail server on loopback. Measured from sending the POST until the mail server has taken the data of the first page. Run with \`npx node bench/declareToFirstPage.ts\`.`,
    machine: before,
    tables: [
      ...kinds.flatMap(tablesOf),
      {
        title: `${burst.count} declared at once, pages without facts`,
        columns: ['ms from the first POST', 'value'],
        rows: [
          ['all answered', tenth(burst.answeredMs)],
          ['half of them paged', tenth(median(burst.pages))],
          ['all of them paged', tenth(Math.max(...burst.pages))],
        ],
      },
    ],
    data: {
      kinds: Object.fromEntries(kinds.map((one) => [one.kind.name, dataOf(one)])),
      burst: { count: burst.count, answeredMs: burst.answeredMs, pages: spread(burst.pages) },
    },
  });
}

function tablesOf({ kind, traced, mails, transactions }: Measured): Table[] {
  const pages = traced.map((one) => one.firstPageMs);
  const { p50, p99 } = spread(pages);
  const met = (value: number, aim: number) => `${aim} ms (${value <= aim ? 'met' : 'missed'})`;
  const eager = traced.filter((one) => one.eager).length;
  return [
    {
      title: `${traced.length} × ${kind.name}`,
      columns: COLUMNS,
      rows: [
        row('POST sent until the first page is accepted', pages),
        row(
          'POST sent until its answer (201)',
          traced.map((one) => one.answerMs),
        ),
        row('beside it: the same mail by nodemailer alone', mails),
        row('beside it: a bare transaction of the same rows', transactions),
      ],
      note: `Aim: p50 ${met(p50, AIM.p50)}, p99 ${met(p99, AIM.p99)}. ${eager} of ${traced.length} page workflows were started eagerly.`,
    },
    {
      title: `Where the time goes: ${kind.name}`,
      columns: COLUMNS,
      rows: PARTS.map((part) =>
        row(
          part,
          traced.map((one) => one.parts[part]),
        ),
      ),
      note: 'From the instants in the database, the workflow history and the mail server, all clocks of one machine; those in the database are cut to the millisecond.',
    },
  ];
}

const dataOf = ({ traced, mails, transactions }: Measured) => ({
  firstPage: spread(traced.map((one) => one.firstPageMs)),
  answer: spread(traced.map((one) => one.answerMs)),
  nodemailer: spread(mails),
  bareTransaction: spread(transactions),
  eager: traced.filter((one) => one.eager).length,
  parts: Object.fromEntries(PARTS.map((part) => [part, spread(traced.map((one) => one.parts[part]))])),
});

const before = await machine();
const sink = await startSmtpSink();
const stack = await startStack({
  TOCSIN_SMTP_URL: sink.url,
  TOCSIN_MAIL_FROM: 'Tocsin <tocsin@bench.test>',
  // Without a public address a page counts as undeliverable. Nothing is ever fetched from it.
  TOCSIN_PUBLIC_URL: 'https://tocsin.bench.test',
});
const db = createDatabase(stack.databaseUrl, { poolSize: 2, name: 'bench' });
const admin = new pg.Pool({ connectionString: stack.adminUrl.replace(/postgres$/, 'tocsin'), max: 1 });
try {
  await run();
} finally {
  await Promise.all([db.destroy(), admin.end()]);
  await stack.stop();
  await sink.close();
}
process.exit();
