/** The API's answers as far as the CLI reads them; the whole is at /openapi.json. Instants are ISO 8601 in UTC. */
export interface Duty {
  id: string;
  kind: string;
  label: string;
  state: string;
  applicability: string;
  basis: string;
  qualifier: string | null;
  ownTarget: boolean;
  dueAt: string;
  dueLocal: string;
  timeLeft: string;
  overdue: boolean;
  late: boolean;
  reasons: { text: string; source: string }[];
  decidedBy: string | null;
  decisionReason: string | null;
  satisfiedAt: string | null;
  planUntil: string | null;
  plan: string | null;
  recipientName: string | null;
  recipientContact: string | null;
  startsFrom: string;
  startsAt: string;
  earlierDueAt: string | null;
  lateAgainstEarlier: boolean;
  heldUntil: string | null;
  proposal: { startsAt: string; dueLocal: string; applicability: string; rejected: boolean } | null;
}

export interface Demand {
  id: string;
  obligation: string;
  kind: string;
  from: string;
  subject: string;
  dueAt: string | null;
  /** When its clock runs out, whoever set it. */
  clockDueAt: string | null;
  /** A later time, or the end, that nobody has confirmed yet. */
  proposed: { dueAt: string | null; ended: boolean } | null;
  holds: string[];
  endedAt: string | null;
}

export interface Track {
  id: string;
  label?: string;
  facts: Record<string, unknown>;
}

export interface IncidentSummary {
  id: string;
  reference: string;
  status: 'open' | 'closed';
  title: string;
  drill: { scale: number; startedAt: string; localOnly: boolean } | null;
  discoveredAt: string;
  awareAt: string;
  declaredAt: string;
  closedAt: string | null;
  revision: number;
}

export interface Incident extends IncidentSummary {
  factsRevision: number;
  occurredFrom: string | null;
  occurredTo: string | null;
  containedAt: string | null;
  scopeAssessedAt: string | null;
  questions: Record<'physicalDanger' | 'insiderInvolved' | 'channelsCompromised', string | null>;
  tracks: Track[];
  narrative: Record<string, unknown>;
  assessment: {
    personalDataBreach: boolean | null;
    risk: string;
    reasons: { text: string; source: string }[];
  };
  obligations: Duty[];
  incidentTime: string;
  serverTime: string;
  warnings: { code: string; text: string }[];
}

export interface TimelineEntry {
  id: string;
  seq: number | null;
  kind: string;
  text: string;
  actor: { kind: string; id: string };
  /** On the incident's clock: a drill's is its own. */
  occurredAt: string;
  /** Real time. */
  recordedAt: string;
  recordedAtDrill: string | null;
  data: Record<string, unknown>;
  personal: Record<string, string | null>;
}

export interface Page {
  id: string;
  obligation: string | null;
  milestone: string;
  reason: string;
  state: string;
  endedBecause: string | null;
  openedAt: string;
  acknowledgedBy: string | null;
  acknowledgedThrough: string | null;
  deliveries: {
    person: string;
    channel: string;
    round: number;
    step: number;
    status: string;
    lastCode: string | null;
  }[];
}

export interface Notice {
  id: string;
  kind: string;
  version: number;
  factsRevision: number;
  state: string;
  createdAt: string;
  links: Record<string, string>;
}

/** A report as it was recorded. */
export interface Submission {
  id: string;
  obligation: string;
  phase: string;
  addsTo: string | null;
  route: string;
  madeAt: string;
  by: string;
  reference: string | null;
  late: boolean;
  approved: boolean;
  missing: string[];
  notice: string | null;
  practised: boolean;
}

export interface Items<T> {
  items: T[];
  nextCursor?: string | null;
}

export interface Verification {
  ok: boolean;
  sealed: number;
  unsealed: number;
  erasedValues: number;
  missingValues: number;
  first: { seq: number | null; entryId: string; problem: string } | null;
}

export interface StoredOrganisation {
  organisation: {
    name: string;
    slug: string;
    policy: { timeZone: string; roles: string[]; [field: string]: unknown };
  };
  revision: number;
}
