/** What a report to the authority is: the first, more of it (Art. 33(4)), the last, or "no breach after all". */
export const PHASES = ['initial', 'followUp', 'final', 'withdrawal'] as const;
export type Phase = (typeof PHASES)[number];

/** The kind of notice that is drafted for each phase. */
export const NOTICE_KIND = {
  initial: 'ico-initial',
  followUp: 'ico-follow-up',
  final: 'ico-final',
  withdrawal: 'ico-withdrawal',
} as const satisfies Record<Phase, string>;
export type NoticeKind = (typeof NOTICE_KIND)[Phase];

export const NOTICE_KINDS: readonly NoticeKind[] = PHASES.map((phase) => NOTICE_KIND[phase]);

export const isNoticeKind = (kind: string): kind is NoticeKind =>
  (NOTICE_KINDS as readonly string[]).includes(kind);

export const phaseOfKind = (kind: NoticeKind): Phase =>
  PHASES.find((phase) => NOTICE_KIND[phase] === kind) ?? 'initial';
