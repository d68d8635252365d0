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
  status: 'suspected' | 'dismissed' | 'open' | 'closed';
  title: string;
  drill: { scale: number; startedAt: string; localOnly: boolean } | null;
  discoveredAt: string;
  awareAt: string;
  declaredAt: string;
  closedAt: string | null;
  revision: number;
}

/** What came in and may be an incident. */
export interface Suspicion {
  id: string;
  reference: string;
  state: 'open' | 'accepted' | 'dismissed';
  incident: string | null;
  source: string;
  kind: string;
  title: string;
  details: string | null;
  reporter: string | null;
  receivedAt: string;
  lastReceivedAt: string;
  count: number;
  triageDueLocal: string | null;
  decidedAt: string | null;
  decidedBy: string | null;
  reason: string | null;
}

/** One message about it. */
export interface Receipt {
  id: string;
  signal: string;
  receivedAt: string;
  mediaType: string | null;
  sha256: string | null;
  bytes: number | null;
  keptBytes: number;
  href: string | null;
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
  restrictedTo: string[] | null;
  roles: Role[];
  tasks: Task[];
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
  /** The page that speaks for this one. */
  bundledInto: string | null;
  snoozedUntil: string | null;
  deliveries: {
    person: string;
    channel: string;
    method: string;
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
  warnings: { code: string; text: string }[];
}

export interface Task {
  id: string;
  guard: boolean;
  title: string;
  owner: { role: string | null; person: string | null; name: string | null };
  state: string;
  dueLocal: string | null;
  timeLeft: string;
  overdue: boolean;
  closedBy: string | null;
  closedBecause: string | null;
}

export interface Role {
  role: string;
  name: string | null;
  by: string | null;
}

export interface Playbook {
  id: string;
  title: string;
  steps: {
    title: string;
    owner: string;
    guard: boolean;
    due: { hours: number; from: string } | null;
    source: { kind: string; cite: string };
  }[];
}

export interface PlaybookProposal {
  id: string;
  title: string;
  steps: number;
  because: string[];
  chosen: boolean;
}

export interface Restriction {
  restrictedTo: string[] | null;
}

export interface LegalHold {
  id: string;
  standing: boolean;
  setAt: string;
  setBy: string;
  liftedAt: string | null;
  liftedBy: string | null;
  liftedBecause: string | null;
}
