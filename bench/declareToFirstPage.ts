/**
 * From POST /v1/incidents to the first page accepted by a mail server, on everything that `npm start` starts.
 * Run: npx node bench/declareToFirstPage.ts [declarations, 200 by default]
 */
import { setTimeout as delay } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import pg from 'pg';
import { keyHash } from '../channels/identity.ts';
import { createDatabase, type Database, inOrganisation } from '../db/database.ts';
import { machine, median, repeat, spread, tenth, timed, writeReport } from './harness.ts';
import { barePool, type BareDeclaration, bareDeclaration, readDeclared } from './support/bareDeclaration.ts';
import { sampleDeclaration } from './support/declaration.ts';
import { declarer } from './support/declarer.ts';
import { now, type SmtpSink, startSmtpSink } from './support/smtpSink.ts';
import { type Stack, startStack } from './support/stack.ts';
import { createTracer, PARTS, type Seen } from './support/trace.ts';

const COUNT = Number(process.argv[2] ?? 200);
const WARM_UP = 20;
const LIMIT_MS = 240_000;
const PAGE_LIMIT_MS = 30_000;
const BURST_LIMIT_MS = 120_000;
const AIM = { p50: 100, p99: 500 };

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

async function run(): Promise<void> {
  const declare = declarer(stack.apiUrl);
  for (let n = 0; n < WARM_UP; n += 1) await oneAtRest(declare);
  const direct = directMail(sink);
  const bare = await bareTransaction(stack);
  const pairs = await repeat(COUNT, LIMIT_MS, async () => {
    const seen = await oneAtRest(declare);
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
  console.log(`${pairs.length} one after another: done; now ${COUNT} at once`);
  const burst = await burstOf(COUNT);
  await report(
    traced,
    pairs.map((pair) => pair.mail),
    pairs.map((pair) => pair.transaction),
    burst,
  );
}

/** Declares, waits for the first page, then until the engine has nothing to do. */
async function oneAtRest(declare: ReturnType<typeof declarer>): Promise<Seen> {
  const body = JSON.stringify(sampleDeclaration());
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
      const notice = await scope.selectFrom('notices').select('id').where('incidentId', '=', incidentId).execute();
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
  const { rows } = await admin.query<{ id: string }>('select id from incidents order by declared_real_at limit 1');
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
  const body = JSON.stringify(sampleDeclaration());
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
    if (Date.now() > until) throw new Error(`${first.size} of ${ids.length} were paged in ${BURST_LIMIT_MS} ms`);
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

const deliveriesOf = (ids: string[]) =>
  inOrganisation(db, stack.organisationId, (scope) =>
    scope
      .selectFrom('deliveries')
      .innerJoin('pages', 'pages.id', 'deliveries.pageId')
      .select(['incidentId', 'key'])
      .where('incidentId', 'in', ids)
      .where('milestone', '=', 'declared')
      .execute(),
  );

type Traced = Awaited<ReturnType<Awaited<ReturnType<typeof createTracer>>['trace']>>;

async function report(traced: Traced[], mails: number[], transactions: number[], burst: Burst): Promise<void> {
  const row = (name: string, values: number[]) => {
    const { p50, p90, p99, max } = spread(values);
    return [name, p50, p90, p99, max];
  };
  const pages = traced.map((one) => one.firstPageMs);
  const { p50, p99 } = spread(pages);
  const verdict = `Aim: ${AIM.p50} ms at p50 (${p50 <= AIM.p50 ? 'met' : 'missed'}), ${AIM.p99} ms at p99 (${p99 <= AIM.p99 ? 'met' : 'missed'}).`;
  const eager = traced.filter((one) => one.eager).length;
  const columns = ['ms', 'p50', 'p90', 'p99', 'max'];
  await writeReport('declare-to-first-page', {
    title: 'From a declaration to the first page',
    how: `${traced.length} incidents, each with tracks, narrative and mail that carries calendar and sheet, declared one after another over HTTP on an engine at rest: embedded PostgreSQL (durable), Temporal dev server on a file, API and worker as processes of their own, a mail server on loopback. Measured from sending the POST until the mail server has taken the first page's data. Run with \`npx node bench/declareToFirstPage.ts\`.`,
    machine: before,
    tables: [
      {
        title: 'First page',
        columns,
        rows: [
          row('POST sent until the first page is accepted', pages),
          row('POST sent until its answer (201)', traced.map((one) => one.answerMs)),
          row('beside it: the same mail by nodemailer alone', mails),
          row('beside it: a bare transaction of the same rows', transactions),
        ],
        note: `${verdict} ${eager} of ${traced.length} page workflows were started eagerly.`,
      },
      {
        title: 'Where the time goes',
        columns,
        rows: PARTS.map((part) => row(part, traced.map((one) => one.parts[part]))),
        note: 'From the instants in the database, the workflow history and the mail server; all clocks are of one machine, those of the database rows are cut to the millisecond.',
      },
      {
        title: `${burst.count} declared at once`,
        columns: ['ms from the first POST', 'value'],
        rows: [
          ['all answered', tenth(burst.answeredMs)],
          ['half of them paged', tenth(median(burst.pages))],
          ['all of them paged', tenth(Math.max(...burst.pages))],
        ],
      },
    ],
    data: {
      firstPage: spread(pages),
      answer: spread(traced.map((one) => one.answerMs)),
      nodemailer: spread(mails),
      bareTransaction: spread(transactions),
      eager,
      parts: Object.fromEntries(PARTS.map((part) => [part, spread(traced.map((one) => one.parts[part]))])),
      burst: { count: burst.count, answeredMs: burst.answeredMs, pages: spread(burst.pages) },
    },
  });
}
