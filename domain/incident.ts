import type { Narrative } from './narrative.ts';
import type { ChannelName, Organisation } from './organisation.ts';
import type { Track } from './facts.ts';

/** An answer to one of the three questions asked at declaration; `null` means skipped. */
export type DeclarationAnswer = 'yes' | 'no' | 'unknown' | null;

export interface DeclarationQuestions {
  /** Could anyone be in physical danger? */
  physicalDanger: DeclarationAnswer;
  /** Might someone who would be told be involved? */
  insiderInvolved: DeclarationAnswer;
  /** Could the attacker read our mail, chat or sign-in? */
  channelsCompromised: DeclarationAnswer;
}

/** A drill's own clock; see drillClock.ts. `scale` is incident seconds per real second. */
export interface Drill {
  scale: number;
  /** The real instant at which the drill clock started; the incident clock showed the same instant then. */
  startedAt: Date;
  /** Mail goes to the local catcher and nowhere else, whatever is configured. */
  localOnly: boolean;
}

export const INCIDENT_STATUSES = ['suspected', 'dismissed', 'open', 'closed'] as const;
/**
 * `suspected`: something came in that may be one; nobody has declared it, and no clock of the law runs. A person accepts
 * it (`open`) or dismisses it with a reason (docs/adr/0010-suspected-incidents.md).
 */
export type IncidentStatus = (typeof INCIDENT_STATUSES)[number];

/** A clock runs and somebody may be paged. */
export const isLive = ({ status }: { status: string }): boolean =>
  status === 'open' || status === 'suspected';

/** A person has said that it is one; what is only suspected, or was dismissed, is in no register and no statistics. */
export const isDeclared = ({ status }: { status: string }): boolean =>
  status === 'open' || status === 'closed';

/**
 * An incident as the rules see it. Instants are on the incident's own clock (the real one, or the drill's) except
 * `drill.startedAt`. `organisation` is the copy made at declaration.
 */
export interface Incident {
  organisationId: string;
  id: string;
  reference: string;
  /** Grows by one with every change a person makes; a PATCH names the revision it read. */
  revision: number;
  status: IncidentStatus;
  title: string;
  drill: Drill | null;
  occurredFrom: Date | null;
  occurredTo: Date | null;
  discoveredAt: Date;
  awareAt: Date;
  declaredAt: Date;
  containedAt: Date | null;
  scopeAssessedAt: Date | null;
  closedAt: Date | null;
  questions: DeclarationQuestions;
  /** Named by a person: the attacker may read or use them. */
  excludedChannels: ChannelName[];
  tracks: Track[];
  narrative: Narrative;
  organisation: Organisation;
}

/** The role decides which duties exist (Arts 33(1), 33(2), 34): is any track a controller's, any a processor's? */
export const hasRole = (incident: Pick<Incident, 'tracks'>, role: 'controller' | 'processor'): boolean =>
  incident.tracks.some((track) => track.facts.role === role);
