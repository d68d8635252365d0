import { KeyErasedError } from '../../db/dataKeys.ts';
import { rememberEvent } from '../../db/hookEvents.ts';
import { changeIncident, IncidentNotFound } from '../../db/incidentChange.ts';
import { acknowledgePage, type AnswerWay, findPage } from '../../db/pages.ts';
import type { AlertedPage } from '../../domain/alertKey.ts';
import type { Actor } from '../../domain/timeline/kinds.ts';
import type { ApiContext } from '../context.ts';

/** What an answer from outside led to: `ignored` is about nothing of ours. */
export type AnswerOutcome = 'acknowledged' | 'notOpen' | 'notTaken' | 'repeated' | 'ignored';

export interface OutsideAnswer {
  page: AlertedPage;
  by: string;
  through: AnswerWay;
  actor: Actor;
  /** Names the event, where the other side gives it a name: it then acts once. */
  event?: { source: string; id: string };
}

/** An answer from outside comes through the same door as the button, under the incident's lock. */
export async function takeAnswer(context: ApiContext, answer: OutsideAnswer): Promise<AnswerOutcome> {
  const { page, by, through, actor, event } = answer;
  try {
    return await changeIncident(context, { ...page, actor }, async (change) => {
      const known = await findPage(change.scope, page.pageId);
      if (known?.incidentId !== page.incidentId) return 'ignored';
      if (event && !(await rememberEvent(change.scope, event.source, event.id, change.now)))
        return 'repeated';
      if (await acknowledgePage(change, page.pageId, { by, through, actor })) return 'acknowledged';
      return known.state === 'open' ? 'notTaken' : 'notOpen';
    });
  } catch (error) {
    if (error instanceof IncidentNotFound || error instanceof KeyErasedError) return 'ignored';
    throw error;
  }
}

const LONGEST_NAME = 120;

/** A name as another system gives it: one line, nothing invisible; undefined where nothing is left. */
export function nameFrom(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const line = value.toWellFormed().replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
  return line.replace(/\s+/g, ' ').trim().slice(0, LONGEST_NAME).toWellFormed() || undefined;
}
