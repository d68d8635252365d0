import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { temporalCli } from './binaries.ts';
import { NAMESPACE, childEnvironment, type RoleUrls } from './childEnvironment.ts';
import { NODE_STOP, spawnNode, waitForHttp } from './children.ts';
import type { PartPlan } from './part.ts';
import type { Ports } from './ports.ts';
import { POSTGRES_STOP, startPostgres } from './postgres.ts';
import { Problem } from './problem.ts';
import type { Settings } from './settings.ts';
import { TEMPORAL_STOP, startTemporal } from './temporal.ts';

const READY_MS = 60_000;
const WORKER_READY_MS = 30_000;

/** Everything that the plans need to know, decided before the first of them starts. */
export type PlanContext = {
  settings: Settings;
  ports: Ports;
  masterKeyFile: string | undefined;
  roleUrls: RoleUrls;
  say: (line: string) => void;
};

export function postgresPlan(
  context: PlanContext,
  adminPassword: string,
  located: (cluster: string) => void,
): PartPlan {
  const { settings, ports } = context;
  return {
    name: 'PostgreSQL',
    manner: POSTGRES_STOP,
    start: async (onSpawn) => {
      const logFile = logOf(context, 'postgres');
      const { cluster } = await startPostgres({
        dataDir: settings.dataDir,
        port: ports.postgres,
        adminPassword,
        logFile,
        onSpawn,
      });
      located(cluster);
    },
  };
}

export function temporalPlan(context: PlanContext): PartPlan {
  const { settings, ports } = context;
  return {
    name: 'Temporal',
    manner: TEMPORAL_STOP,
    start: async (onSpawn) => {
      const cli = await temporalCli(settings.dataDir);
      const dbFile = join(settings.dataDir, 'temporal.db');
      await startTemporal({
        cli,
        dbFile,
        port: ports.temporal,
        uiPort: ports.temporalUi,
        namespace: NAMESPACE,
        logFile: logOf(context, 'temporal'),
        onSpawn,
      });
    },
  };
}

export function mailPlan(context: PlanContext): PartPlan {
  const url = `http://127.0.0.1:${context.ports.mailWeb}/healthz`;
  return nodePlan(context, {
    name: 'mail catcher',
    entry: 'embedded/mailCatcherMain.ts',
    url,
    roles: {},
    mustAnswer: true,
  });
}

/** Not ready is no reason to stop: with Temporal away incidents are still declared, and everything follows when it is back. */
export function workerPlan(context: PlanContext): PartPlan {
  const { worker, relay } = context.roleUrls;
  const url = `http://${reachable(context.settings.host)}:${context.ports.worker}/readyz`;
  return nodePlan(context, {
    name: 'worker',
    entry: 'worker/main.ts',
    url,
    roles: { worker, relay },
    mustAnswer: false,
  });
}

/** Apart from the worker, so that it speaks up when the worker hangs; without it everything else goes on. */
export function watchdogPlan(context: PlanContext): PartPlan {
  const { worker, relay } = context.roleUrls;
  const url = `http://${reachable(context.settings.host)}:${context.ports.watchdog}/readyz`;
  return nodePlan(context, {
    name: 'watchdog',
    entry: 'worker/watchdog/main.ts',
    url,
    roles: { worker, relay },
    mustAnswer: false,
  });
}

export function apiPlan(context: PlanContext): PartPlan {
  const { api } = context.roleUrls;
  const url = `${apiUrl(context.settings, context.ports)}/readyz`;
  return nodePlan(context, { name: 'API', entry: 'api/main.ts', url, roles: { api }, mustAnswer: true });
}

/** Where a person on this machine reaches the API. */
export function apiUrl(settings: Settings, ports: Ports): string {
  return `http://${reachable(settings.host)}:${ports.api}`;
}

/** "All addresses" is no address to connect to. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

type NodePart = { name: string; entry: string; url: string; roles: Partial<RoleUrls>; mustAnswer: boolean };

function nodePlan(context: PlanContext, part: NodePart): PartPlan {
  const { settings, ports, masterKeyFile } = context;
  return {
    name: part.name,
    manner: NODE_STOP,
    start: async (onSpawn: (child: ChildProcess) => void) => {
      const options = {
        name: part.name,
        script: join(settings.root, part.entry),
        env: childEnvironment(settings, ports, masterKeyFile, part.roles),
        logFile: logOf(context, part.name.replace(' ', '-').toLowerCase()),
      };
      const child = spawnNode(options);
      onSpawn(child);
      const ready = await waitForHttp(child, part.url, options, part.mustAnswer ? READY_MS : WORKER_READY_MS);
      if (ready) return;
      const sentence = `The ${part.name} is not ready yet: ${options.logFile} says why.`;
      if (part.mustAnswer) throw new Problem(sentence);
      context.say(sentence);
    },
  };
}

function logOf({ settings }: PlanContext, name: string): string {
  return join(settings.dataDir, 'logs', `${name}.log`);
}
