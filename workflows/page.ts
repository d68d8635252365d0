import { continueAsNew, setHandler, workflowInfo } from '@temporalio/workflow';
import type { PagePlan } from '../activities/types.ts';
import { deliver, isPageOpen, planPageAttempt } from './activities.ts';
import { newsSignal, type PageInput } from './messages.ts';
import { waitUntil } from './waiting.ts';

/** After a whole round that reached nobody, the next attempt waits this long. */
const NOBODY_REACHED_WAIT_MS = 30_000;

/** Getting a human: notify step 1, wait for an answer, step 2 …, and round again until somebody answers. */
export async function page(input: PageInput): Promise<void> {
  const escalation = new Escalation(input);
  setHandler(newsSignal, () => escalation.hearNews());
  await escalation.run();
}

class Escalation {
  readonly #input: PageInput;
  #attempt: number;
  #news = false;
  #missesInARow = 0;

  constructor(input: PageInput) {
    this.#input = input;
    this.#attempt = input.attempt;
  }

  hearNews(): void {
    this.#news = true;
  }

  async run(): Promise<void> {
    for (;;) {
      if (workflowInfo().continueAsNewSuggested) {
        await continueAsNew<typeof page>({ ...this.#input, attempt: this.#attempt });
      }
      const plan = await planPageAttempt({ ...this.#input, attempt: this.#attempt });
      if (!plan.open) return;
      this.#attempt = Math.max(this.#attempt, plan.attempt);
      if (await this.#notify(plan)) return;
      this.#attempt += 1;
    }
  }

  /** One attempt. @returns true when the page needs nobody any more */
  async #notify(plan: PagePlan): Promise<boolean> {
    const deliveries = this.#startDeliveries(plan);
    if (await this.#isAnswered(() => deliveries.allFailed, plan.delayMs, plan.summary)) return true;
    this.#missesInARow = deliveries.allFailed ? this.#missesInARow + 1 : 0;
    if (this.#missesInARow < plan.steps) return false;
    return this.#isAnswered(() => false, NOBODY_REACHED_WAIT_MS, 'reached nobody: wait, then go round again');
  }

  /** Waits for the page to end, at most `delayMs`, or until `giveUp` holds. */
  async #isAnswered(giveUp: () => boolean, delayMs: number, summary: string): Promise<boolean> {
    const until = Date.now() + delayMs;
    for (;;) {
      await waitUntil(() => this.#news || giveUp(), until - Date.now(), summary);
      if (!this.#news) return false;
      this.#news = false;
      if (!(await isPageOpen(this.#input))) return true;
    }
  }

  /** Starts the step's deliveries side by side; the escalation does not wait for a slow channel. */
  #startDeliveries(plan: PagePlan): { readonly allFailed: boolean } {
    const { organisationId, incidentId, pageId } = this.#input;
    let failed = 0;
    for (const { key, channel } of plan.deliveries) {
      const summary = `${plan.summary}: ${channel}`;
      deliver.executeWithOptions({ summary }, [{ organisationId, incidentId, pageId, key }]).catch(() => {
        failed += 1;
      });
    }
    return {
      get allFailed() {
        return failed === plan.deliveries.length;
      },
    };
  }
}
