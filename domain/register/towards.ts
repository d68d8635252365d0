import type { Obligation } from '../obligations.ts';
import { dutyById } from '../regimes/index.ts';

/** Whom a duty tells: an authority, the people affected, somebody else, or nobody (containing, answering, reviewing). */
export type Towards = 'authority' | 'individuals' | 'others' | null;

const PEOPLE: readonly string[] = ['individuals', 'subscribers', 'customers'];
const OTHERS: readonly string[] = ['controllers', 'contract', 'insurer', 'publicSummary'];

/** @example towardsOf({ kind: 'regime', duty: 'eu-gdpr-33-1', stage: 'notification' }) is "authority" */
export function towardsOf({ kind, duty, stage }: Pick<Obligation, 'kind' | 'duty' | 'stage'>): Towards {
  if (kind === 'authority' || kind === 'individuals') return kind;
  if (kind === 'regime') return ofStage(duty, stage);
  return OTHERS.includes(kind) ? 'others' : null;
}

/** A stage that goes to an authority and to others counts as going to the authority. */
function ofStage(duty: string | null, stage: string | null): Towards {
  const law = duty === null ? undefined : dutyById(duty);
  const kinds: readonly string[] =
    law?.stages.find(({ id }) => id === stage)?.towards ?? law?.recipient.kinds ?? [];
  if (kinds.includes('authority')) return 'authority';
  return kinds.some((kind) => PEOPLE.includes(kind)) ? 'individuals' : 'others';
}
