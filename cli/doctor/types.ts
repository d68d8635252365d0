/** What the API answers to GET /v1/engine, as far as the doctor reads it. */
export interface EngineState {
  serverTime: string;
  databaseTime: string;
  publicUrl: string | null;
  migrations: { expected: string; applied: string | null };
  processes: EngineProcess[];
  overdue: string[];
}

export interface EngineProcess {
  process: 'worker' | 'watchdog';
  build: string;
  startedAt: string;
  beatAt: string;
  parts: Parts;
}

export interface Parts {
  temporal?: string;
  workflows?: boolean;
  relay?: string;
  sequencer?: string;
  look?: string;
  unseen?: number;
  operator?: boolean;
  heartbeat?: { lastAt?: string; failing?: string } | null;
  examination?: Examination;
}

export interface Examination {
  at: string;
  mail: {
    server: 'none' | 'catcher' | 'outward';
    problem: string | null;
    certificateUntil: string | null;
    aheadMs: number | null;
  };
  domain: { domain: string; spf: string; dmarc: string; dkim: string | null } | null;
  freeBytes: number | null;
}

/** What GET /v1/on-call says that the policy lacks to reach people. */
export interface OnCall {
  warnings: { code: string; text: string }[];
}
