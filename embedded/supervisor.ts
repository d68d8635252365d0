import { migrate } from '../db/migrate.ts';
import { embeddedUrl } from './childEnvironment.ts';
import { onFirstStart, type FirstStart } from './firstStart.ts';
import { takeLock, type Lock } from './lock.ts';
import { recordOf, stopOrphans, type ChildRecord } from './orphans.ts';
import { Part, type PartPlan } from './part.ts';
import {
  apiPlan,
  apiUrl,
  mailPlan,
  postgresPlan,
  temporalPlan,
  watchdogPlan,
  workerPlan,
  type PlanContext,
} from './plans.ts';
import { reservePorts, type Ports, type Reservation } from './ports.ts';
import { withProgress } from './progress.ts';
import { Problem, errorCode } from './problem.ts';
import { ensureRoles } from './roles.ts';
import { readRun, writeRun, type RunFile } from './runFile.ts';
import { ensureMasterKey, ensureSecrets } from './secrets.ts';
import type { Settings } from './settings.ts';

/** What runs, for the summary and the sample drill. */
export type Started = {
  urls: Urls;
  ports: Ports;
  movedPorts: string[];
  cluster: string | undefined;
  first: FirstStart;
};
export type Urls = { apiUrl: string; mailUrl: string; temporalUiUrl?: string; temporalAddress?: string };

/** Starts every part in order, keeps them running, and stops them in the opposite order. */
export class Supervisor {
  readonly #settings: Settings;
  readonly #say: (line: string) => void;
  readonly #parts: Part[] = [];
  #lock: Lock | undefined;
  #reservation: Reservation | undefined;
  #run: RunFile = { ports: {} };
  #stopping = false;

  constructor(settings: Settings, say: (line: string) => void) {
    this.#settings = settings;
    this.#say = say;
  }

  /** @throws Problem when a part cannot be started; the caller then stops what runs already. */
  async start(needApiKey: boolean): Promise<Started> {
    const { ports, moved } = await this.#prepare();
    const { context, password, owner } = this.#decide(ports);
    let cluster: string | undefined;
    const temporal = this.#settings.externalTemporal ? Promise.resolve() : this.#add(temporalPlan(context));
    // Beside each other: neither needs the other. Both are awaited also when one fails, so that stop() meets no half start.
    const database = this.#startDatabase(context, password, owner, (place) => (cluster = place));
    throwFirst(await Promise.allSettled([database, temporal]));
    const first = await onFirstStart({
      ownerUrl: owner,
      masterKeyFile: context.masterKeyFile,
      dataDir: this.#settings.dataDir,
      apiUrl: apiUrl(this.#settings, ports),
      needApiKey,
    });
    await this.#add(mailPlan(context));
    const plans = [workerPlan(context), watchdogPlan(context), apiPlan(context)];
    throwFirst(await Promise.allSettled(plans.map((plan) => this.#add(plan))));
    this.#record();
    return { urls: this.#urls(ports), ports, movedPorts: moved, cluster, first };
  }

  /** API, watchdog, worker, mail catcher, Temporal, PostgreSQL; each is given its time. Safe to call again. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const part of this.#parts) part.letGo();
    for (const part of this.#inStopOrder()) await part.stop();
    this.#finish();
  }

  /** Ends everything now; nothing that was promised is lost. */
  kill(): void {
    this.#stopping = true;
    for (const part of this.#parts) part.kill();
    this.#finish();
  }

  async #prepare(): Promise<Reservation> {
    const { dataDir, fixedPorts, host } = this.#settings;
    this.#lock = takeLock(dataDir);
    const last = readRun(dataDir);
    const orphans = await withProgress('Stopping what a killed copy left running', () =>
      stopOrphans(last?.children ?? []),
    );
    if (orphans.length > 0) this.#say(`Stopped what a killed copy had left running: ${orphans.join(', ')}.`);
    this.#reservation = await reservePorts(last?.ports ?? {}, fixedPorts, host);
    this.#run = { ...this.#urls(this.#reservation.ports), ports: this.#reservation.ports };
    this.#run = { ...this.#run, pid: process.pid, startedAt: new Date().toISOString() };
    this.#record();
    return this.#reservation;
  }

  #decide(ports: Ports): { context: PlanContext; password: string; owner: string } {
    const settings = this.#settings;
    const masterKeyFile = settings.ownMasterKey ? undefined : ensureMasterKey(settings.dataDir);
    const common = { settings, ports, masterKeyFile, say: this.#say };
    if (settings.database !== undefined) {
      const { owner, ...roleUrls } = settings.database;
      return { context: { ...common, roleUrls }, password: '', owner };
    }
    const secrets = ensureSecrets(settings.dataDir);
    const url = (role: 'owner' | 'api' | 'worker' | 'relay') =>
      embeddedUrl(ports.postgres, role, secrets[role]);
    const roleUrls = { api: url('api'), worker: url('worker'), relay: url('relay') };
    return { context: { ...common, roleUrls }, password: secrets.admin, owner: url('owner') };
  }

  async #startDatabase(
    context: PlanContext,
    password: string,
    owner: string,
    located: (cluster: string) => void,
  ): Promise<void> {
    const { dataDir, database } = this.#settings;
    if (database === undefined) {
      await this.#add(postgresPlan(context, password, located));
      const { port } = new URL(owner);
      const adminUrl = `postgres://tocsin_admin:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
      await ensureRoles(adminUrl, ensureSecrets(dataDir));
    }
    await withProgress('Bringing the database up to date', () => migrate(owner)).catch((error: unknown) => {
      throw database === undefined ? error : unreachable(error);
    });
  }

  async #add(plan: PartPlan): Promise<void> {
    if (this.#stopping) return;
    const part = new Part(plan, { say: this.#say, spawned: () => this.#record() });
    this.#parts.push(part);
    await withProgress(`Starting ${plan.name}`, () => part.start());
  }

  #inStopOrder(): Part[] {
    const order = ['API', 'watchdog', 'worker', 'mail catcher', 'Temporal', 'PostgreSQL'];
    return this.#parts.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  }

  #urls(ports: Ports): Urls {
    const settings = this.#settings;
    return {
      apiUrl: apiUrl(settings, ports),
      mailUrl: `http://127.0.0.1:${ports.mailWeb}`,
      ...(settings.externalTemporal
        ? {}
        : {
            temporalUiUrl: `http://127.0.0.1:${ports.temporalUi}`,
            temporalAddress: `127.0.0.1:${ports.temporal}`,
          }),
    };
  }

  #record(): void {
    if (this.#lock === undefined) return; // stopped: the file says so already
    const children = this.#parts
      .map((part) => (part.pid === undefined ? undefined : recordOf(part.name, part.pid)))
      .filter((record): record is ChildRecord => record !== undefined);
    writeRun(this.#settings.dataDir, { ...this.#run, children });
  }

  /** The ports and addresses stay on record, for the next start; the process does not. */
  #finish(): void {
    this.#reservation?.release();
    if (this.#lock === undefined) return;
    const { pid, startedAt, ...stays } = this.#run;
    try {
      writeRun(this.#settings.dataDir, stays);
    } finally {
      this.#lock.release(); // also on a full disk
      this.#lock = undefined;
    }
  }
}

function throwFirst(results: PromiseSettledResult<unknown>[]): void {
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

function unreachable(error: unknown): unknown {
  const code = errorCode(error);
  const network = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH'];
  if (code !== undefined && network.includes(code))
    return new Problem(
      `TOCSIN_DATABASE_URL: no PostgreSQL answers there (${code}): start it or correct the variable.`,
    );
  if (code === '28P01' || code === '28000')
    return new Problem('TOCSIN_DATABASE_URL: PostgreSQL refuses this user or password.');
  return error;
}
