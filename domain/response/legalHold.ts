/** What a legal hold covers; the first four are Tocsin's own, the last is kept by people (the task saveLogs). */
export const HOLD_COVERS = [
  'holdTimeline',
  'holdRecords',
  'holdAudit',
  'holdEvidence',
  'holdOwnSystems',
] as const;
export type HoldCover = (typeof HOLD_COVERS)[number];

export interface LegalHold {
  /** Stable inside the incident: "hold-1". */
  id: string;
  covers: HoldCover[];
  /** Real time. */
  setAt: Date;
  setBy: string;
  liftedAt: Date | null;
  liftedBy: string | null;
  liftedBecause: string | null;
}

export const isStanding = ({ liftedAt }: Pick<LegalHold, 'liftedAt'>): boolean => liftedAt === null;

/** The hold that a declaration sets. */
export const holdOfDeclaration = (by: string, now: Date, n = 1): LegalHold => ({
  id: `hold-${n}`,
  covers: [...HOLD_COVERS],
  setAt: now,
  setBy: by,
  liftedAt: null,
  liftedBy: null,
  liftedBecause: null,
});
