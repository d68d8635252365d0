/**
 * Declarations per second through the API, beside a bare transaction that inserts the same rows.
 * Run: npx node bench/declarations.ts [pairs of rounds, 5 by default]
 */
import { machine, median, percentile, rate, type Table, tenth, timed, writeReport } from './harness.ts';
import { type ApiAlone, startApiAlone, type Tenant } from './support/apiAlone.ts';
import { type BareDeclaration, bareDeclaration, barePool, readDeclared } from './support/bareDeclaration.ts';
import { cpuTime } from './support/cpuTime.ts';
import { sampleDeclaration } from './support/declaration.ts';
import { declarer } from './support/declarer.ts';

const ROUNDS = Number(process.argv[2] ?? 5);
const ROUND_MS = 4_000;
const MOST = 20_000;
const CONNECTIONS = 10;
const ORGANISATIONS = 50;
const AIM = 0.5;

type Work = (lane: number, tenant: Tenant) => Promise<unknown>;

type Cpu = Record<'client' | 'api' | 'postgres', number>;

/** Declarations per second, and the CPU milliseconds that each process spent on one. */
interface Rate {
  perSecond: number;
  cpu: Cpu;
}

interface Round {
  api: Rate;
  bare: Rate;
}

interface Measured {
  name: string;
  rounds: Round[];
  /** Milliseconds of one call while nothing else runs. */
  alone: { api: number[]; bare: number[] };
}

async function measure(stack: ApiAlone): Promise<{ measured: Measured[]; rows: number }> {
  const lanes = Array.from({ length: CONNECTIONS }, (_, lane) => declarer(stack.url, lane));
  const body = JSON.stringify(sampleDeclaration('no'));
  const api: Work = (lane, { apiKey }) => lanes[lane]!(apiKey, body);
  const [first] = stack.tenants;
  const { id } = await lanes[0]!(first!.apiKey, body);
  const declared = await readDeclared(stack.admin, id);
  const pool = barePool(stack.databaseUrl, CONNECTIONS);
  const transaction: BareDeclaration = bareDeclaration(pool, declared);
  const bare: Work = (_, { organisationId }) => transaction(organisationId);
  const measured = [];
  for (const [name, tenants] of [
    ['one organisation', [first!]],
    [`${ORGANISATIONS} organisations`, stack.tenants],
  ] as const) {
    const round = (work: Work) => rateOf(work, tenants, stack.pids);
    await round(api);
    await round(bare);
    const rounds: Round[] = [];
    // In turn, so that what else runs on the machine meets both.
    for (let n = 0; n < ROUNDS; n += 1) rounds.push({ api: await round(api), bare: await round(bare) });
    measured.push({ name, rounds, alone: await alone(api, bare, tenants) });
  }
  await pool.end();
  return { measured, rows: Object.values(declared.rows).flat().length };
}

async function rateOf(work: Work, tenants: readonly Tenant[], pids: ApiAlone['pids']): Promise<Rate> {
  let next = 0;
  const options = { width: CONNECTIONS, count: MOST, limitMs: ROUND_MS };
  const processes = { client: process.pid, ...pids };
  const before = cpuTime(processes);
  const { perSecond, done } = await rate(options, (lane) => work(lane, tenants[next++ % tenants.length]!));
  const after = cpuTime(processes);
  const spent = (name: keyof Cpu) => (after[name] - before[name]) / done;
  return { perSecond, cpu: { client: spent('client'), api: spent('api'), postgres: spent('postgres') } };
}

async function alone(api: Work, bare: Work, tenants: readonly Tenant[]): Promise<Measured['alone']> {
  const times: Measured['alone'] = { api: [], bare: [] };
  for (let n = 0; n < 200; n += 1) {
    const tenant = tenants[n % tenants.length]!;
    times.api.push((await timed(() => api(0, tenant))).ms);
    times.bare.push((await timed(() => bare(0, tenant))).ms);
  }
  return times;
}

function ratesTable(measured: Measured[]): Table {
  const rows = measured.map(({ name, rounds }) => {
    const ratios = rounds.map(({ api, bare }) => api.perSecond / bare.perSecond);
    const of = (values: number[]) =>
      `${tenth(median(values))} (${tenth(Math.min(...values))} to ${tenth(Math.max(...values))})`;
    const ratio = median(ratios);
    return [
      name,
      of(rounds.map((one) => one.api.perSecond)),
      of(rounds.map((one) => one.bare.perSecond)),
      `${ratio.toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`,
      ratio >= AIM ? 'met' : 'missed',
    ];
  });
  return {
    title: 'Per second: median of the rounds (lowest to highest)',
    columns: ['declared on', 'through the API', 'bare transaction', 'ratio', `aim ${AIM}`],
    rows,
  };
}

const aloneTable = (measured: Measured[]): Table => ({
  title: 'One at a time: milliseconds',
  columns: ['declared on', 'API p50', 'API p99', 'bare p50', 'bare p99'],
  rows: measured.map(({ name, alone: { api, bare } }) => [
    name,
    ...[api, bare].flatMap((times) => [tenth(median(times)), tenth(percentile(times, 0.99))]),
  ]),
});

const WHERE = `Round trips to PostgreSQL for one declaration: 6 through the API (key; begin with organisation; configuration and key of the organisation; number; all other rows; commit), 12 bare (begin, organisation, one for each of 9 tables, commit). On many organisations the processors are the limit, and the ratio is that of the sums. On one, everybody waits for the row that holds its next number, from taking the number until the commit: three round trips through the API, ten bare. What remains in the API is, by a CPU profile (\`NODE_OPTIONS=--cpu-prof\`), writing to sockets (a quarter to a third: PostgreSQL and HTTP), building, sealing and hashing the timeline entries (a tenth), the answer and its local times (a tenth); the rest is spread thinly over HTTP, checks, the query layer and the collector.`;

/** Where the time goes: both sides share the processors with what they wait for. */
const cpuTable = (measured: Measured[]): Table => ({
  title: 'CPU milliseconds for one declaration: median of the rounds',
  columns: ['declared on', 'side', 'client', 'API', 'PostgreSQL', 'sum', 'share of the API'],
  rows: measured.flatMap(({ name, rounds }) =>
    (['api', 'bare'] as const).map((side) => {
      const of = (process: keyof Cpu) => median(rounds.map((one) => one[side].cpu[process]));
      const parts = [of('client'), of('api'), of('postgres')];
      const sum = parts.reduce((total, ms) => total + ms, 0);
      const share = side === 'bare' ? '–' : `${Math.round((of('api') / sum) * 100)} %`;
      const cells = [...parts, sum].map((ms) => ms.toFixed(2));
      return [name, side === 'api' ? 'through the API' : 'bare', ...cells, share];
    }),
  ),
  note: WHERE,
});

const before = await machine();
const stack = await startApiAlone({ organisations: ORGANISATIONS, poolSize: CONNECTIONS });
try {
  const { measured, rows } = await measure(stack);
  await writeReport('declarations', {
    title: 'Declarations per second',
    how: `POST /v1/incidents over ${CONNECTIONS} kept connections, against the API as a process on the embedded PostgreSQL (durable, ${CONNECTIONS} connections). Beside it, in turn, a bare transaction from the bench's own process: the same ${rows} rows in the same tables, one prepared statement for each table, the same number of connections, the API's role with row-level security, no HTTP, no checks, no encryption. ${ROUNDS} pairs of rounds of ${ROUND_MS / 1000} s after one for warming up. No worker runs. The client, the API and PostgreSQL share the processors. Run with \`npx node bench/declarations.ts\`.`,
    machine: before,
    tables: [ratesTable(measured), cpuTable(measured), aloneTable(measured)],
    data: measured.map(({ name, rounds }) => ({ name, rounds })),
  });
} finally {
  await stack.stop();
}
process.exit();
