import type { Facts } from '../domain/facts.ts';
import type { Answered } from './interview.ts';

/** What the printed result is about. `incident` is left out where nothing is stored. */
export interface InterviewSheet {
  facts: Facts;
  language: string;
  timeZone: string;
  madeAt: Date;
  /** `null`: not yet known. */
  contained: boolean | null;
  /** Who answered which question, and when. */
  answered?: ReadonlyMap<string, Answered>;
  incident?: {
    organisation: string;
    reference: string;
    track: string;
    factsRevision: number;
    containedAt: Date | null;
    drill: boolean;
  };
}

/** A phrase of templates/en/interview.yaml. */
export type Phrase = (key: string) => string;
