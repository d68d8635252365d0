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

/**
 * How one wait ended: the page is `over`; its time is over, or nobody of the step is left (`waited`, `goOn`): the next
 * attempt; the attempt is planned `anew`, or once more for what was added (`again`).
 */
type Outcome = 'over' | 'waited' | 'goOn' | 'anew' | 'again';

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
    let again = {};
    for (;;) {
      if (workflowInfo().continueAsNewSuggested) {
        await continueAsNew<typeof page>({ ...this.#input, attempt: this.#attempt });
      }
      const plan = await planPageAttempt({ ...this.#input, attempt: this.#attempt, ...again });
      if (!plan.open) return this.#tell(plan);
      const outcome = plan.holdMs ? await this.#hold(plan, plan.holdMs) : await this.#notify(plan, again);
      if (outcome === 'over') return;
      if (outcome === 'waited' || outcome === 'goOn') this.#attempt += 1;
      again = outcome === 'again' ? { again: true } : {};
    }
  }

  /** Nothing to send yet. @returns what makes the same attempt be planned again, unless the page is over */
  async #hold(plan: PagePlan, holdMs: number): Promise<Outcome> {
    const outcome = await this.#isAnswered(() => false, holdMs, plan.summary);
    return outcome === 'over' ? 'over' : 'anew';
  }

  /** One attempt. `again`: only what was added is sent, and it is waited for anew. */
  async #notify(plan: PagePlan, { again = false }: { again?: boolean }): Promise<Outcome> {
    this.#attempt = Math.max(this.#attempt, plan.attempt);
    const deliveries = this.#startDeliveries(plan);
    const failed = () => deliveries.allFailed && !again;
    const outcome = await this.#isAnswered(failed, plan.delayMs, plan.summary);
    if (outcome !== 'waited') return outcome;
    this.#missesInARow = failed() ? this.#missesInARow + 1 : 0;
    if (this.#missesInARow < plan.steps) return outcome;
    return this.#isAnswered(() => false, NOBODY_REACHED_WAIT_MS, 'reached nobody: wait, then go round again');
  }

  /** Waits for news that end or change the attempt, at most `delayMs`, or until `giveUp` holds. */
  async #isAnswered(giveUp: () => boolean, delayMs: number, summary: string): Promise<Outcome> {
    const until = Date.now() + delayMs;
    for (;;) {
      await waitUntil(() => this.#news || giveUp(), until - Date.now(), summary);
      if (!this.#news) return 'waited';
      this.#news = false;
      const news = await isPageOpen(this.#input);
      if (news === false) return 'over';
      if (news !== true) return news === 'acts' ? 'anew' : news;
    }
  }

  /** What pagers are still to be told of a page that is closed. */
  async #tell(plan: PagePlan): Promise<void> {
    const acts = this.#startDeliveries(plan);
    await acts.ended;
  }

  /** Starts the step's deliveries side by side; the escalation does not wait for a slow channel. */
  #startDeliveries(plan: PagePlan): { readonly allFailed: boolean; ended: Promise<unknown> } {
    const { organisationId, incidentId, pageId } = this.#input;
    let failed = 0;
    const sends = plan.deliveries.map(({ key, channel }) => {
      const summary = `${plan.summary}: ${channel}`;
      return deliver
        .executeWithOptions({ summary }, [{ organisationId, incidentId, pageId, key }])
        .catch(() => {
          failed += 1;
        });
    });
    return {
      get allFailed() {
        return failed === plan.deliveries.length;
      },
      ended: Promise.all(sends),
    };
  }
}
