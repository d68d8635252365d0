import type { Narrative } from '../narrative.ts';
import type { Obligation } from '../obligations.ts';
import { type Answer, fromField, known, type Remark } from './answers.ts';

const FROM_DECISION: Remark = { code: 'fromDecision', values: [] };

/**
 * "Have you told data subjects?": what a person wrote comes first; else what the record of the duty under Art. 34
 * says for certain (told, or decided not to by a named person). Nothing is guessed from a duty that is merely open.
 */
export function individualsTold(narrative: Narrative, obligation: Obligation | null): Answer {
  const written = fromField(narrative.individualsTold);
  if (written.state === 'known' || !obligation) return written;
  if (obligation.state === 'satisfied') return known('told', FROM_DECISION);
  const decidedNot = obligation.decidedAt !== null && obligation.applicability === 'notRequired';
  if (decidedNot || obligation.state === 'notRequired') return known('decidedNotTo', FROM_DECISION);
  return written;
}
