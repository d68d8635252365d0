/** What the API answers about the register, as far as the CLI reads it; the whole is at /openapi.json. */
export interface Durations {
  count: number;
  medianSeconds: number | null;
  p90Seconds: number | null;
  maxSeconds: number | null;
  leftOut: number;
}

export interface Share {
  count: number;
  of: number;
  share: number | null;
}

export interface Lateness {
  againstDeadline: Share;
  againstEarlier: Share;
}

export interface Statistics {
  incidents: {
    total: number;
    open: number;
    closed: number;
    byKind: Record<string, number>;
    byCause: Record<string, number>;
  };
  authority: { incidentsReported: number; reports: number };
  timeToContain: Durations;
  timeToNotify: { fromAwareness: Durations; fromDiscovery: Durations };
  timeToAcknowledge: Durations;
  late: { authority: Lateness; individuals: Lateness; all: Lateness };
  duties: { open: number; overdue: number; openByKind: Record<string, number> };
}

export interface Bundle {
  id: string;
  name: string;
  reason: string;
  by: string;
  createdAt: string;
  members: { id: string; reference: string }[];
}

export interface BundleReport {
  bundle: Bundle;
  submissions: { reference: string; late: boolean }[];
  erased: string[];
}
