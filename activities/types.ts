/** Whom an activity acts for. Identifiers only: no personal data enters a workflow history. */
export interface IncidentRef {
  organisationId: string;
  incidentId: string;
}

export interface PageRef extends IncidentRef {
  pageId: string;
}

export interface MilestoneRef extends IncidentRef {
  obligationId: string;
  clockVersion: number;
  milestone: string;
}

/** One thing that is due now. `summary` is a fixed text for the Temporal UI: kinds and shares, never facts. */
export type DueAct =
  | { act: 'draft'; kind: string; factsRevision: number; summary: string }
  | { act: 'milestone'; obligationId: string; clockVersion: number; milestone: string; summary: string };

/** What a look at the truth answered. */
export interface Review {
  /** Nothing is open: the run ends. A reopened incident gets a new one. */
  settled: boolean;
  due: DueAct[];
  /** Real instant (ISO 8601) of the next planned look, or null when only news can bring one. */
  nextLookAt: string | null;
  /** What the next look is for, for the timer's summary. */
  nextLookFor: string;
}

export interface PagePlan {
  open: boolean;
  /**
   * Keys of what is to be sent now: messages of this attempt, none when the step reaches nobody and is skipped; of a
   * page that is closed, what pagers are still to be told.
   */
  deliveries: { key: string; channel: string }[];
  /** The attempt that was planned: later than the one asked for where the page had gone on before a lost run. */
  attempt: number;
  /** Real milliseconds to wait for an answer. */
  delayMs: number;
  /** Real milliseconds before there is anything to do: snoozed, or between two rounds. Then it is planned again. */
  holdMs?: number;
  /** How many steps one round has. */
  steps: number;
  summary: string;
}

/** Database only: a stuck mail server delays no deadline. */
export interface IncidentActivities {
  assessIncident(ref: IncidentRef): Promise<void>;
  reviewIncident(ref: IncidentRef): Promise<Review>;
  fireMilestone(ref: MilestoneRef): Promise<void>;
  draftNotice(ref: IncidentRef & { kind: string }): Promise<void>;
  /** The failure of a draft is itself something due, and pages. */
  raiseDraftFailure(ref: IncidentRef & { kind: string; factsRevision: number; code: string }): Promise<void>;
}

/**
 * What news mean for a page. `false`: it is over. `acts`: it is over, and pagers are to be told. `again`: somebody was
 * added, or it was snoozed, so the attempt is planned again. `goOn`: nobody of the step is left. `true`: wait on.
 */
export type PageNews = boolean | 'acts' | 'again' | 'goOn';

export interface PageActivities {
  /** @param again only what was not planned before is answered */
  planPageAttempt(ref: PageRef & { attempt: number; again?: boolean }): Promise<PagePlan>;
  isPageOpen(ref: PageRef): Promise<PageNews>;
}

/** Acts on the world. */
export interface DeliveryActivities {
  deliver(ref: PageRef & { key: string }): Promise<void>;
}

export type Activities = IncidentActivities & PageActivities & DeliveryActivities;
