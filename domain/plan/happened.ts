import type { Demand } from '../demands.ts';
import type { Task } from '../response/tasks.ts';
import type { Phase } from '../notices/phases.ts';

/** What has really been done and asked so far: later stages start from it, never from a plan. Incident's clock. */
export interface Happened {
  /** Obligation id → the instant at which it was met. */
  done: ReadonlyMap<string, Date>;
  /** Obligation id → the track it was opened for. */
  tracks: ReadonlyMap<string, string>;
  demands: readonly Demand[];
  /** Those that have, or had, a time. */
  tasks: readonly Pick<Task, 'id' | 'state' | 'startsAt' | 'dueAt'>[];
  /** The reports to the ICO in the order in which they were recorded, those practised in a drill among them. */
  reports: readonly ReportMade[];
}

export interface ReportMade {
  phase: Phase;
  madeAt: Date;
  /** It lacked something of Art. 33(3) when it was made. */
  incomplete: boolean;
  practised: boolean;
}

export const NOTHING_YET: Happened = {
  done: new Map(),
  tracks: new Map(),
  demands: [],
  tasks: [],
  reports: [],
};
