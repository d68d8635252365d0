/** Every kind of timeline entry. A kind is never renamed: it is inside hashed content. */
export const ENTRY_KINDS = [
  'organisation.created', 'organisation.changed', 'apiKey.created',
  'incident.declared', 'incident.factsChanged', 'incident.discoveryMoved', 'incident.awarenessMoved',
  'incident.madeReal', 'incident.closed', 'incident.reopened', 'note.added',
  'obligation.opened', 'obligation.changed', 'obligation.proposed', 'obligation.stoodDown', 'obligation.reopened',
  'obligation.decided', 'obligation.satisfied', 'obligation.overdue',
  'clock.confirmed', 'clock.rejected', 'recipient.notReached',
  'demand.received', 'demand.changed', 'demand.ended',
  'containment.recorded', 'containment.notYet', 'scope.recorded', 'plan.stated',
  'milestone.fired', 'milestone.missed', 'milestone.paused',
  'page.opened', 'page.sent', 'page.failed', 'page.undeliverable', 'page.notSent', 'page.outcomeUnknown', 'page.escalated',
  'page.acknowledged', 'page.ended', 'page.nobody',
  'notice.drafted', 'notice.draftFailed', 'notice.approved', 'notice.superseded', 'submission.recorded', 'submission.corrected',
  'bundle.joined', 'bundle.left', 'bundle.reported',
] as const; // prettier-ignore

export type EntryKind = (typeof ENTRY_KINDS)[number];

/** Who did it: a person behind an API key, somebody with a signed link, or Tocsin itself. */
export interface Actor {
  kind: 'apiKey' | 'link' | 'system';
  id: string;
}

export const SYSTEM: Actor = { kind: 'system', id: 'tocsin' };
