import type { Demand } from '../demands.ts';

/** What has really been done and asked so far: later stages start from it, never from a plan. Incident's clock. */
export interface Happened {
  /** Obligation id → the instant at which it was met. */
  done: ReadonlyMap<string, Date>;
  /** Obligation id → the track it was opened for. */
  tracks: ReadonlyMap<string, string>;
  demands: readonly Demand[];
  /** The report to the authority lacked something of Art. 33(3) when it was made. */
  reportIncomplete: boolean;
}

export const NOTHING_YET: Happened = {
  done: new Map(),
  tracks: new Map(),
  demands: [],
  reportIncomplete: false,
};
