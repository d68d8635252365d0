import { fileURLToPath } from 'node:url';
import { type NativeConnection, Worker } from '@temporalio/worker';
import { createActivities } from '../activities/index.ts';
import type { ActivityDeps } from '../activities/deps.ts';
import type { Config } from '../config/index.ts';
import type { Tracing } from './tracing.ts';

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
 * The Temporal worker. The deployment name is on from the start; versioning of workers stays off (any worker takes
 * any workflow, changes go through `patched` and replay), see docs/adr/0003-upgrades.md.
 */
export function createWorker(parts: WorkerParts): Promise<Worker> {
  const { config, tracing } = parts;
  const bundle = config.TOCSIN_WORKFLOW_BUNDLE;
  return Worker.create({
    connection: parts.connection,
    namespace: parts.namespace,
    taskQueue: config.TOCSIN_TASK_QUEUE,
    activities: createActivities(parts.deps),
    ...(bundle ? { workflowBundle: { codePath: bundle } } : { workflowsPath: WORKFLOWS }),
    interceptors: { ...tracing.worker, ...(bundle ? {} : { workflowModules: [WORKFLOW_INTERCEPTORS] }) },
    sinks: tracing.sinks,
    workerDeploymentOptions: {
      version: { deploymentName: config.TOCSIN_DEPLOYMENT_NAME, buildId: config.TOCSIN_BUILD_ID },
      useWorkerVersioning: false,
    },
    maxCachedWorkflows: config.TOCSIN_MAX_CACHED_WORKFLOWS,
    maxConcurrentActivityTaskExecutions: 100,
    // Left alone, the SDK passes a heartbeat on only after 0.8 of its timeout.
    maxHeartbeatThrottleInterval: '1 second',
    // A send may take 20 s, and its outcome is recorded after it. The supervisor waits longer: NODE_STOP.
    shutdownGraceTime: '25 seconds',
    shutdownForceTime: '35 seconds',
  });
}
