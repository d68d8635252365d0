import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The smallest value that at least `share` (0 to 1) of the values do not exceed (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

export interface Spread {
  count: number;
  p50: number;
  p90: number;
  p99: number;
  max: number;
}

/** What a list of durations is told by; milliseconds to a tenth. */
export const spread = (values: readonly number[]): Spread => ({
  count: values.length,
  p50: tenth(percentile(values, 0.5)),
  p90: tenth(percentile(values, 0.9)),
  p99: tenth(percentile(values, 0.99)),
  max: tenth(percentile(values, 1)),
});

export const tenth = (value: number): number => Math.round(value * 10) / 10;

/** How long `work` took in milliseconds, by the monotonic clock, and what it answered. */
export async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const begun = performance.now();
  const value = await work();
  return { ms: performance.now() - begun, value };
}

/** Repeats `work` one after another, at most `count` times and not after `limitMs`. */
export async function repeat<T>(
  count: number,
  limitMs: number,
  work: (n: number) => Promise<T>,
): Promise<T[]> {
  const until = performance.now() + limitMs;
  const results: T[] = [];
  while (results.length < count && performance.now() < until) results.push(await work(results.length));
  return results;
}

/** Keeps `width` calls of `work` under way until `limitMs` have passed or `count` were begun. @returns calls per second */
export async function rate(
  options: { width: number; count: number; limitMs: number },
  work: (lane: number) => Promise<unknown>,
): Promise<{ perSecond: number; done: number }> {
  const begun = performance.now();
  let left = options.count;
  let done = 0;
  const lane = async (n: number): Promise<void> => {
    while (left > 0 && performance.now() - begun < options.limitMs) {
      left -= 1;
      await work(n);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: options.width }, (_, n) => lane(n)));
  return { done, perSecond: (done * 1_000) / (performance.now() - begun) };
}

/** The share of all processors that was at work during `ms`, in percent: what else runs here, when asked at rest. */
export async function busyPercent(ms: number): Promise<number> {
  const read = () => {
    const times = cpus().map((cpu) => cpu.times);
    const idle = times.reduce((sum, one) => sum + one.idle, 0);
    return {
      idle,
      all: times.reduce((sum, one) => sum + one.idle + one.user + one.sys + one.nice + one.irq, 0),
    };
  };
  const before = read();
  await delay(ms);
  const after = read();
  return Math.round((1 - (after.idle - before.idle) / (after.all - before.all)) * 100);
}

export interface Machine {
  line: string;
  /** Percent of all processors at work for others before and after the run; the bench was at rest. */
  busyBefore: number;
  busyAfter?: number;
}

/** One line that says where figures come from. Call while nothing of the bench is at work. */
export async function machine(): Promise<Machine> {
  const memory = Math.round(totalmem() / 2 ** 30);
  const model = cpus()[0]?.model.trim() ?? 'unknown';
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
    cwd: ROOT,
    encoding: 'utf8',
  }).trim();
  const load = loadavg()
    .map((value) => value.toFixed(1))
    .join(' ');
  const line = `${availableParallelism()} × ${model}, ${memory} GB, ${process.platform}, Node ${process.version}, commit ${commit}, load ${load}`;
  return { line, busyBefore: await busyPercent(2_000) };
}

export interface Table {
  title: string;
  columns: string[];
  rows: (string | number)[][];
  note?: string;
}

export interface Report {
  title: string;
  how: string;
  machine: Machine;
  tables: Table[];
  /** Everything that was measured, for later comparison. */
  data: unknown;
}

/** Prints the tables and writes them to docs/performance: `<name>.md` for people, `<name>.json` for programs. */
export async function writeReport(name: string, report: Report): Promise<void> {
  const folder = process.env['BENCH_OUTPUT'] ?? join(ROOT, 'docs', 'performance');
  mkdirSync(folder, { recursive: true });
  const machineNow = { ...report.machine, busyAfter: await busyPercent(2_000) };
  const { title, data } = report;
  const measuredAt = new Date().toISOString();
  const text = markdown({ ...report, machine: machineNow }, measuredAt);
  console.log(text);
  const options = await resolveConfig(join(ROOT, 'package.json'));
  const write = async (file: string, content: string, parser: string) =>
    writeFileSync(join(folder, file), await format(content, { ...options, parser }));
  await write(`${name}.md`, text, 'markdown');
  await write(`${name}.json`, JSON.stringify({ title, measuredAt, machine: machineNow, data }), 'json');
}

function markdown(report: Report, measuredAt: string): string {
  const { line, busyBefore, busyAfter } = report.machine;
  const state = `Others kept ${busyBefore} % of the processors busy before the run and ${busyAfter} % after it.`;
  const head = [`# ${report.title}`, report.how, `Measured ${measuredAt.slice(0, 16)}Z on ${line}. ${state}`];
  return `${[...head, ...report.tables.map(tableText)].join('\n\n')}\n`;
}

function tableText({ title, columns, rows, note }: Table): string {
  const row = (cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
  const lines = [row(columns), row(columns.map((_, n) => (n === 0 ? '---' : '---:'))), ...rows.map(row)];
  return [`## ${title}`, lines.join('\n'), ...(note ? [note] : [])].join('\n\n');
}

/** The whole text of a file of the repository. */
export const readText = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
