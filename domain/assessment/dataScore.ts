import type { Facts } from '../facts.ts';
import type { ScoreStep } from './codes.ts';
import { classifyAll } from './categories.ts';
import { isExplained } from './flags.ts';
import { hasChildren, hasVulnerable, isStaffOnly } from './people.ts';
import { isRevealing } from './sectors.ts';
import type { EnisaCategory } from './vocabulary.ts';

/** One step from the basic score of a category, with its reason (a message code). */
export interface Adjustment {
  category: EnisaCategory;
  by: number;
  reason: ScoreStep;
  facts: string[];
}

export interface DataScore {
  dpc: 1 | 2 | 3 | 4;
  category: EnisaCategory;
  adjustments: Adjustment[];
}

const BASE: Record<EnisaCategory, number> = { simple: 1, behavioural: 2, financial: 3, sensitive: 4 };
const clamp = (score: number) => Math.min(4, Math.max(1, score)) as DataScore['dpc'];

/**
 * DPC: each kind of data is scored with its adjustments, the highest wins and never the sum (ENISA 2013, section 3.1).
 * A question that is not answered counts as answered with "yes".
 */
export function dataScoreOf(facts: Facts): DataScore {
  const context = contextOf(facts);
  const scores = [...kindsOf(facts)].map(([category, own]) => {
    const steps = [...own, ...context.filter((step) => step.category === category)];
    return { category, adjustments: taken(steps), dpc: clamp(BASE[category] + largest(steps)) };
  });
  return scores.reduce((worst, next) => (next.dpc > worst.dpc ? next : worst));
}

/** Steps do not add up: the strongest that raises counts; one that lowers stands where every term of the kind lowers. */
const largest = (steps: readonly Step[]): number => Math.max(...steps.map(({ by }) => by));

/** The steps that were taken, each reason once. */
function taken(steps: readonly Step[]): Adjustment[] {
  const strongest = steps.filter((step): step is Adjustment => step.by !== 0 && step.by === largest(steps));
  return [...new Map(strongest.map((step) => [step.reason, step])).values()];
}

/** A term that stands at its basic score is a step of 0 without a reason. */
interface Step extends Omit<Adjustment, 'reason'> {
  reason: ScoreStep | null;
}
type Kinds = Map<EnisaCategory, Step[]>;

/** The categories that are present, each with the steps of its terms and of what the yes/no facts add. */
function kindsOf(facts: Facts): Kinds {
  const kinds: Kinds = new Map();
  const add = (category: EnisaCategory, by: number, reason: ScoreStep | null, path: string) =>
    kinds.set(category, [...(kinds.get(category) ?? []), { category, by, reason, facts: [path] }]);
  const terms = classifyAll(facts.dataCategories);
  for (const { category, adjust, why } of terms) add(category, adjust, why ?? null, 'dataCategories');
  if (facts.criminalOffence !== false) add('sensitive', 0, null, 'criminalOffence');
  const counts = (flag: 'specialCategory' | 'financial', kind: EnisaCategory) =>
    facts[flag] !== false && !(kinds.has(kind) && isExplained(facts[flag], terms));
  if (counts('specialCategory', 'sensitive')) add('sensitive', 0, null, 'specialCategory');
  if (counts('financial', 'financial')) add('financial', 0, null, 'financial');
  if (facts.governmentId !== false) add('simple', 1, 'scoreStepIdentityPapers', 'governmentId');
  if (opensAccounts(facts)) add('simple', 1, 'scoreStepOpensAccounts', 'credentials');
  if (terms.length === 0) add('behavioural', 0, null, 'dataCategories');
  return kinds;
}

const opensAccounts = ({ credentials }: Facts): boolean =>
  credentials !== 'none' && credentials !== 'hashed-salted';

/** Special characteristics of the people and of the controller. */
function contextOf(facts: Facts): Adjustment[] {
  const found: Adjustment[] = [];
  const add = (category: EnisaCategory, by: number, reason: ScoreStep, path: string) =>
    found.push({ category, by, reason, facts: [path] });
  if (hasChildren(facts) !== false) add('simple', 3, 'scoreStepChildrensSafety', 'individuals.children');
  if (hasVulnerable(facts) !== false)
    add('simple', 3, 'scoreStepVulnerablePeoplesSafety', 'individuals.vulnerable');
  if (facts.sector && isRevealing(facts.sector) && !isStaffOnly(facts)) {
    add('simple', 2, 'scoreStepControllerReveals', 'sector');
    add('behavioural', 2, 'scoreStepControllerReveals', 'sector');
  }
  return found;
}
