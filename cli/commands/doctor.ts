import type { HolidayDivision } from '../../domain/workingDays.ts';
import type { StoredOrganisation } from '../types.ts';
import type { Context, Run } from '../context.ts';
import { badInput, CliError } from '../errors.ts';
import { dataFolder, runningCopy } from '../folder.ts';
import { type Check, type CheckState, fail, ok } from '../doctor/check.ts';
import { clockCheck, holidayCheck, zoneCheck } from '../doctor/clockChecks.ts';
import { engineChecks } from '../doctor/engineChecks.ts';
import { freshState, stateOf, type Timed } from '../doctor/engineState.ts';
import { backupCheck, diskCheck } from '../doctor/machineChecks.ts';
import { mailChecks } from '../doctor/mailChecks.ts';
import { outsideChecks } from '../doctor/outsideChecks.ts';
import { peopleChecks } from '../doctor/peopleChecks.ts';
import type { OnCall } from '../doctor/types.ts';
import { answerCheck, awaitAnswers, sendTestPages } from '../doctor/testPages.ts';

interface DoctorOptions {
  page?: boolean;
  wait?: string;
  person?: string[];
}

const UNITS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000 };
const MINUTE_MS = 60_000;

/** `doctor`: a line for each thing that must work for a page to reach somebody. Exit code 1 where one does not. */
export const doctor: Run<DoctorOptions> = async (context, _, options) => {
  const waitMs = readWait(options.wait ?? '10m');
  const report = new Report(context);
  const state = await reach(context, report);
  if (state) await examine(context, report, state);
  if (state && options.page) await page(context, report, { waitMs, people: options.person });
  report.end();
};

/** "90s", "10m", "1h": from a minute, which a link must live, to an hour. */
function readWait(text: string): number {
  const [, number = '', unit = ''] = /^(\d{1,4})([smh])$/.exec(text) ?? [];
  const ms = Number(number) * (UNITS[unit] ?? NaN);
  if (ms >= MINUTE_MS && ms <= 60 * MINUTE_MS) return ms;
  throw badInput(`"${text}" is no time to wait; write it like 10m, from 1m to 1h.`);
}

/** Without the API there is nothing else to ask. */
async function reach(context: Context, report: Report): Promise<Timed | undefined> {
  try {
    const state = await stateOf(context.client);
    report.add(ok('API', context.client.apiUrl));
    return state;
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    report.add(fail('API', error.message, 'Nothing else can be checked until it answers.'));
    return undefined;
  }
}

async function examine(context: Context, report: Report, state: Timed): Promise<void> {
  const { aheadMs, tripMs } = state;
  const { engine, examination } = await freshState(context.client, state);
  report.add(...engineChecks(engine));
  report.add(clockCheck('clock of the API', aheadMs, tripMs));
  const database = Date.parse(engine.databaseTime) - Date.parse(engine.serverTime);
  report.add(clockCheck('clock of the database', database, 1_000));
  const { policy } = (await context.client.get<StoredOrganisation>('/v1/organisation')).organisation;
  const { tz, icu } = process.versions as { tz?: string; icu?: string };
  report.add(zoneCheck(policy.timeZone, { tz, icu }));
  report.add(holidayCheck(policy.holidayDivision as HolidayDivision, new Date()));
  report.add(...(await outsideChecks(engine.publicUrl)));
  report.add(...mailChecks(examination, Date.now()));
  report.add(...peopleChecks(await context.client.get<OnCall>('/v1/on-call').catch(() => undefined)));
  const folder = dataFolder(context.env);
  const own = runningCopy(folder) ? folder : undefined;
  report.add(await diskCheck(own, examination?.freeBytes ?? null), backupCheck());
}

async function page(
  context: Context,
  report: Report,
  { waitMs, people }: { waitMs: number; people: string[] | undefined },
): Promise<void> {
  const waitMinutes = waitMs / MINUTE_MS;
  const sent = await sendTestPages(context.client, { waitMinutes, people });
  context.out.note(`Test pages go to ${sent.length} addresses; waiting for the answers …`);
  const told = new Set<string>();
  const pages = await awaitAnswers(context.client, sent, {
    waitMs,
    tell: (one) => {
      told.add(one.id);
      report.add(answerCheck(one, waitMs));
    },
  });
  for (const one of pages) if (!told.has(one.id)) report.add(answerCheck(one, waitMs));
  if (pages.length === 0)
    report.add(fail('page', 'nobody has an address', 'Give the people in the policy one.'));
}

const MARKS = { ok: 'ok  ', warn: 'WARN', fail: 'FAIL', unknown: '?   ' } as const;
const STYLES = { ok: 'green', warn: 'yellow', fail: 'red', unknown: 'dim' } as const;

/** Prints each finding as it comes, or all of them as JSON at the end. */
class Report {
  readonly #context: Context;
  readonly #checks: Check[] = [];

  constructor(context: Context) {
    this.#context = context;
  }

  add(...checks: Check[]): void {
    this.#checks.push(...checks);
    if (this.#context.out.json) return;
    for (const check of checks) this.#print(check);
  }

  end(): void {
    const count = (state: CheckState) => this.#checks.filter((check) => check.state === state).length;
    const [failed, warned] = [count('fail'), count('warn')];
    if (failed > 0) process.exitCode = 1;
    this.#context.show({ ok: failed === 0, checks: this.#checks }, () => {
      this.#context.out.line();
      this.#context.out.line(
        failed + warned === 0
          ? 'All is well, as far as it can be seen from here.'
          : `${failed} failed, ${warned} ${warned === 1 ? 'warning' : 'warnings'}.`,
      );
    });
  }

  #print({ name, state, says, cure }: Check): void {
    const { out } = this.#context;
    out.line(`${out.style(STYLES[state], MARKS[state])}  ${name}: ${says}`);
    if (cure && state !== 'ok') out.line(`      ${cure}`);
  }
}
