import type { ScoreStep } from './codes.ts';

export type EnisaCategory = 'simple' | 'behavioural' | 'financial' | 'sensitive';

/**
 * What data tell about a person, in rising order of what can be done with them: nothing · basic details · some insight ·
 * considerable insight or the means to pose as somebody · money, identity papers, sign-ins, a profile of a life · what
 * the law protects most (Arts 9 and 10, safeguarding).
 */
export const TIERS = ['none', 'basic', 'some', 'considerable', 'serious', 'special'] as const;
export type Tier = (typeof TIERS)[number];

/** Words that mean the same for the assessment. */
export interface TermClass {
  /** ENISA 2013 category of the data. */
  category: EnisaCategory;
  /** Step from the category's basic score, inside the method's table; `why` names it where it is not 0. */
  adjust: number;
  why?: ScoreStep;
  tier: Tier;
  /** `direct`: names or reaches a person; `indirect`: with a register; `coded`: only with a key kept apart. */
  identifies: 'direct' | 'indirect' | 'coded' | 'none';
  /** Art. 9 data: `strong`, or `slight` where it allows general assumptions only (a food preference). */
  special?: 'strong' | 'slight';
  /** Part of what is needed to pose as somebody: with a name, a birth date is enough for much fraud. */
  birth?: true;
  /** Where a person can be found. */
  whereabouts?: true;
  money?: true;
  governmentId?: true;
  credential?: 'readable' | 'hash';
  /** Names no kind of data but where they come from: anything may be among them. */
  anything?: true;
  terms: string;
}

/** Basic scores and tiers that classes start from (ENISA 2013, section 3.1). */
export const simple = { category: 'simple', adjust: 0, tier: 'basic', identifies: 'none' } as const;
export const behavioural = { category: 'behavioural', adjust: 0, tier: 'some', identifies: 'none' } as const;
export const financial = {
  category: 'financial',
  adjust: 0,
  tier: 'serious',
  identifies: 'none',
  money: true,
} as const;
export const sensitive = {
  category: 'sensitive',
  adjust: 0,
  tier: 'special',
  identifies: 'none',
  special: 'strong',
} as const;
