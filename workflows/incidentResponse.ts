import {
  ActivityFailure,
  ApplicationFailure,
  continueAsNew,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { DueAct, Review } from '../activities/types.ts';
import {
  assessIncident,
  draftNotice,
  fireMilestone,
  raiseDraftFailure,
  reviewIncident,
} from './activities.ts';
import { type IncidentInput, newsSignal } from './messages.ts';
import { waitUntil } from './waiting.ts';

const DAY_MS = 24 * 3_600_000;
/** Something that stays due however often it is carried out is a fault; it must not spin. */
const LOOKS_IN_A_ROW = 20;
const BREATHER_MS = 60_000;

/**
 * The life of one incident: read the truth, carry out what is due, wait for news or for the next instant. A daily
 * tick lets a workflow that waits for weeks notice a new deployment and a change in the law.
 */
export async function incidentResponse(incident: IncidentInput): Promise<void> {
  let news = 0;
  setHandler(newsSignal, () => {
    news += 1;
  });
  for (let looks = 1; ; looks += 1) {
    const seen = news;
    await assessIncident(incident);
    const review = await reviewIncident(incident);
    if (review.settled && news === seen) return;
    for (const act of review.due) await carryOut(incident, act);
    const busy = review.due.length > 0 || news !== seen;
    if (busy && looks < LOOKS_IN_A_ROW) continue;
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof incidentResponse>(incident);
    looks = 0;
    await waitUntil(() => news !== seen, busy ? BREATHER_MS : untilNextLook(review), review.nextLookFor);
  }
}

/** Real milliseconds until the next planned look, a day at most. */
function untilNextLook(review: Review): number {
  if (!review.nextLookAt) return DAY_MS;
  return Math.min(DAY_MS, Math.max(0, Date.parse(review.nextLookAt) - Date.now()));
}

async function carryOut(incident: IncidentInput, due: DueAct): Promise<void> {
  const { act, summary, ...details } = due;
  if (act === 'draft') return draft(incident, due);
  await fireMilestone.executeWithOptions({ summary }, [{ ...incident, ...(details as MilestoneDetails) }]);
}

type MilestoneDetails = Omit<Extract<DueAct, { act: 'milestone' }>, 'act' | 'summary'>;

type DraftAct = Extract<DueAct, { act: 'draft' }>;

async function draft(incident: IncidentInput, { kind, factsRevision, summary }: DraftAct): Promise<void> {
  try {
    await draftNotice.executeWithOptions({ summary }, [{ ...incident, kind }]);
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    const code = error.cause instanceof ApplicationFailure ? (error.cause.type ?? 'unknown') : 'unknown';
    await raiseDraftFailure({ ...incident, kind, factsRevision, code });
  }
}
