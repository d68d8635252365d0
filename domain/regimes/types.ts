import type { ClockEvent, CONFIDENCES, COUNTED, DurationUnit, RecipientKind, Role } from './vocabulary.ts';

export interface Duration {
  value: number;
  unit: DurationUnit;
}

/**
 * When a duty is owed, as far as a machine can tell. Unknown facts never make a test fail.
 * `none`: always. `notUnlikelyRisk`: unless a risk is unlikely. `unauthorisedAccess`: somebody saw or took the data.
 * `decide`: a person must. `allOf` and `anyOf`: the tests inside, joined.
 */
export type ThresholdTest =
  | { kind: 'none' | 'notUnlikelyRisk' | 'highRisk' | 'seriousHarm' | 'unauthorisedAccess' | 'decide' }
  | {
      kind: 'numberOfPeople';
      /** Inclusive; "more than 500" is 501. */
      atLeast?: number | undefined;
      /** Inclusive; "fewer than 500" is 499. */
      atMost?: number | undefined;
      counting: (typeof COUNTED)[number];
    }
  | { kind: 'allOf' | 'anyOf'; tests: ThresholdTest[] };

export interface ClockStart {
  event: ClockEvent;
  /** Only with `previousStage`: the id of the earlier stage of the same duty. It must really be done. */
  stage?: string | undefined;
  /** The clock starts on the last day of the local year in which the event happened. */
  shift?: 'endOfCalendarYear' | undefined;
  /** As in the source; null for a stage that was added here. */
  words: string | null;
}

export interface Stage {
  /** Unique within the duty. */
  id: string;
  name: string;
  /** Those of the duty's recipients whom this stage is about. */
  towards: RecipientKind[];
  startsFrom: ClockStart;
  /** Null: the text has no number. The qualifier is shown, and the organisation's own target runs. */
  duration: Duration | null;
  /** The words of the text about the time: "without undue delay and, where feasible,". */
  qualifier: string | null;
  /** False: "where feasible", or guidance. */
  hardLimit: boolean;
  note: string | null;
  /** Where this stage has another threshold than the duty. */
  test?: ThresholdTest | undefined;
  /** Never later than this from another event, unless the stage's own clock started only after that (DORA). */
  cap?: { event: ClockEvent; duration: Duration } | undefined;
  /** Due together with this duty's notice (id), and in any case when its own time is up. */
  alongside?: string | undefined;
  /** The duration says how long to keep a record; nothing is due at its end. */
  retention?: true | undefined;
  /** Not a row of the source's list of stages: it names this recipient without one. Never has a duration. */
  added?: true | undefined;
}

/** One duty of one law, with where it comes from. Paraphrased, not legal advice. */
export interface Duty {
  id: string;
  /** ISO 3166: country, or country and part ("US-CA"); "EU". */
  jurisdiction: string;
  /** The group that an organisation may choose as one, for example "uk-gdpr". */
  regime: string;
  instrument: string;
  provision: string;
  obligated: {
    roles: Role[];
    /** This role is bound too, but only to tell those for whom it works. */
    upwards?: Role | undefined;
    words: string;
  };
  recipient: { kinds: RecipientKind[]; words: string };
  trigger: string;
  threshold: { test: ThresholdTest; words: string };
  stages: Stage[];
  /** Reg. 1182/71 governs the periods, so that hours have an outer limit for information; null: not so, or not checked. */
  periods: 'reg1182-71' | null;
  holidayRule: { display: string; legalNote: string | null };
  /** What the notice has to say. */
  content: string[];
  exceptions: { id: string | null; text: string }[];
  confidence: (typeof CONFIDENCES)[number];
  source: string;
  /** The date on which it was compared with a source, or "not re-checked". */
  checked: string;
  enabled: boolean;
  disabledBecause?: string | undefined;
  /** Local date; before it the duty is off. */
  effectiveFrom?: string | undefined;
  effectiveFromWords?: string | undefined;
  before?: string | undefined;
  status?: string | undefined;
  pending?: string | undefined;
  lateRule?: string | undefined;
  notes?: string | undefined;
}
