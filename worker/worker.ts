import { fileURLToPath } from 'node:url';
import {
  bundleWorkflowCode,
  type NativeConnection,
  Runtime,
  Worker,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import { createActivities } from '../activities/index.ts';
import type { ActivityDeps } from '../activities/deps.ts';
import type { Config } from '../config/index.ts';
import { pageTaskQueue } from '../workflows/messages.ts';
import type { Tracing } from './tracing.ts';

/** Of each queue, at once. A message takes 20 s at most, database work far less. */
const MOST_ACTIVITIES = 200;
const WORKFLOWS = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));
export const WORKFLOW_INTERCEPTORS = fileURLToPath(new URL('../workflows/interceptors.ts', import.meta.url));

export interface WorkerParts {
  connection: NativeConnection;
  namespace: string;
  deps: ActivityDeps;
  tracing: Tracing;
  config: Config;
}

/**
 * The Temporal workers of this process: one for incidents, one for pages (see pageTaskQueue). Each takes any workflow,
 * so that a page that began on the other queue goes on there.
 */
export async function createWorkers(parts: WorkerParts): Promise<Worker[]> {
  const queue = parts.config.TOCSIN_TASK_QUEUE;
  const workflows = await workflowBundle(parts.config);
  return Promise.all([queue, pageTaskQueue(queue)].map((one) => createWorker(parts, one, workflows)));
}

/** Bundled once for both. */
async function workflowBundle(config: Config): Promise<WorkflowBundleOption> {
  const codePath = config.TOCSIN_WORKFLOW_BUNDLE;
  if (codePath) return { codePath };
  return bundleWorkflowCode({
    workflowsPath: WORKFLOWS,
    workflowInterceptorModules: [WORKFLOW_INTERCEPTORS],
    logger: Runtime.instance().logger,
  });
}

/**
 * The deployment name is on from the start; versioning of workers stays off (any worker takes
 * any workflow, changes go through `patched` and replay), see docs/adr/0003-upgrades.md.
 */
function createWorker(
  parts: WorkerParts,
  taskQueue: string,
  workflows: WorkflowBundleOption,
): Promise<Worker> {
  const { config, tracing } = parts;
  return Worker.create({
    connection: parts.connection,
    namespace: parts.namespace,
    taskQueue,
    activities: createActivities(parts.deps),
    workflowBundle: workflows,
    interceptors: tracing.worker,
    sinks: tracing.sinks,
    workerDeploymentOptions: {
      version: { deploymentName: config.TOCSIN_DEPLOYMENT_NAME, buildId: config.TOCSIN_BUILD_ID },
      useWorkerVersioning: false,
    },
    maxCachedWorkflows: Math.ceil(config.TOCSIN_MAX_CACHED_WORKFLOWS / 2),
    maxConcurrentActivityTaskExecutions: MOST_ACTIVITIES,
    // Left alone, the SDK passes a heartbeat on only after 0.8 of its timeout.
    maxHeartbeatThrottleInterval: '1 second',
    // A send may take 20 s, and its outcome is recorded after it. The supervisor waits longer: NODE_STOP.
    shutdownGraceTime: '25 seconds',
    shutdownForceTime: '35 seconds',
  });
}
