import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import type { Activities } from '../../activities/types.ts';
import { createTracing } from '../../worker/tracing.ts';
import { newsSignal } from '../../workflows/messages.ts';
import { testServerPath, workflowBundlePath } from '../support/servers.ts';

Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });

const TASK_QUEUE = 'workflows';

/** What a workflow asked of the world: the activity's name, and of its argument whatever is not an identifier. */
export type Call = [name: keyof Activities, about?: unknown];
export interface Timer {
  seconds: number;
  summary: string;
  fired: boolean;
}

type Fakes = { [Name in keyof Activities]?: (n: number, ref: Parameters<Activities[Name]>[0]) => unknown };

/** One run of a workflow with fakes for its activities. `n` counts the calls of that activity from 0. */
export interface Run {
  handle: WorkflowHandle;
  calls: Call[];
  news(): Promise<void>;
  /** Lets time pass until the workflow ends. */
  end(): Promise<void>;
  timers(): Promise<Timer[]>;
}

export type Rig = Awaited<ReturnType<typeof startRig>>;

/** The workflows as they are bundled for production, on the time-skipping server, with activities that are noted. */
export async function startRig() {
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: testServerPath() } },
  });
  const runs = new Map<string, { fakes: Fakes; calls: Call[] }>();
  const noted =
    (name: keyof Activities) =>
    async (ref: Record<string, unknown>): Promise<unknown> => {
      const run = runs.get(String(ref['incidentId']))!;
      const { organisationId: _o, incidentId: _i, pageId: _p, ...about } = ref;
      const n = run.calls.filter(([called]) => called === name).length;
      run.calls.push(Object.keys(about).length > 0 ? [name, about] : [name]);
      const fake = run.fakes[name] as ((n: number, ref: unknown) => unknown) | undefined;
      return await fake?.(n, ref);
    };
  const names: (keyof Activities)[] = [
    'assessIncident', 'reviewIncident', 'fireMilestone', 'draftNotice', 'raiseDraftFailure', 'planPageAttempt',
    'isPageOpen', 'deliver',
  ]; // prettier-ignore
  const worker = await Worker.create({
    connection: environment.nativeConnection,
    taskQueue: TASK_QUEUE,
    activities: Object.fromEntries(names.map((name) => [name, noted(name)])),
    workflowBundle: { codePath: workflowBundlePath() },
    sinks: createTracing(undefined).sinks,
  });
  const running = worker.run();

  return {
    /** The server's time in milliseconds. */
    now: () => environment.currentTimeMs(),
    pass: (ms: number) => environment.sleep(ms),
    async start(type: 'incidentResponse' | 'page', fakes: Fakes): Promise<Run> {
      const incidentId = randomUUID();
      const calls: Call[] = [];
      runs.set(incidentId, { fakes, calls });
      const page = type === 'page' ? { pageId: randomUUID(), attempt: 0 } : {};
      const handle = await environment.client.workflow.start(type, {
        workflowId: `${type}/${incidentId}`,
        taskQueue: TASK_QUEUE,
        args: [{ organisationId: randomUUID(), incidentId, ...page }],
      });
      return {
        handle,
        calls,
        news: () => handle.signal(newsSignal, 2),
        end: () => handle.result() as Promise<void>,
        timers: () => timersOf(handle),
      };
    },
    async stop(): Promise<void> {
      worker.shutdown();
      await running;
      await environment.teardown();
    },
  };
}

/** A failure that no retry cures. */
export const finalFailure = (type: string) => ApplicationFailure.nonRetryable('no', type);

/** The timers of a run in the order in which they were started. */
async function timersOf(handle: WorkflowHandle): Promise<Timer[]> {
  const { events } = await handle.fetchHistory();
  const fired = new Set(events?.map((event) => event.timerFiredEventAttributes?.timerId));
  return (events ?? []).flatMap(({ timerStartedEventAttributes: started, userMetadata }) => {
    if (!started) return [];
    const { seconds, nanos } = started.startToFireTimeout ?? {};
    const summary = JSON.parse(Buffer.from(userMetadata?.summary?.data ?? '""').toString()) as string;
    const length = Math.round(Number(seconds ?? 0) + Number(nanos ?? 0) / 1e9);
    return [{ seconds: length, summary, fired: fired.has(started.timerId) }];
  });
}
