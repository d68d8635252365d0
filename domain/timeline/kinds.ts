/** Every kind of timeline entry. A kind is never renamed: it is inside hashed content. */
export const ENTRY_KINDS = [
  'organisation.created', 'organisation.changed', 'apiKey.created',
  'onCall.overrideMade', 'onCall.overrideWithdrawn', 'onCall.feedMade', 'onCall.feedRevoked',
  'contact.codeSent', 'contact.verified',
  'incident.declared', 'incident.factsChanged', 'incident.discoveryMoved', 'incident.awarenessMoved',
  'incident.madeReal', 'incident.closed', 'incident.reopened', 'note.added',
  'obligation.opened', 'obligation.changed', 'obligation.proposed', 'obligation.stoodDown', 'obligation.reopened',
  'obligation.decided', 'obligation.satisfied', 'obligation.overdue',
  'clock.confirmed', 'clock.rejected', 'recipient.notReached',
  'demand.received', 'demand.changed', 'demand.ended',
  'containment.recorded', 'containment.notYet', 'scope.recorded', 'plan.stated',
  'milestone.fired', 'milestone.missed', 'milestone.paused',
  'page.opened', 'page.sent', 'page.failed', 'page.undeliverable', 'page.delivered', 'page.bounced', 'page.notSent', 'page.outcomeUnknown', 'page.escalated',
  'page.acknowledged', 'page.ended', 'page.nobody', 'page.alarm', 'page.onlyDoubted', 'page.answerDoubted', 'page.released',
  'page.snoozed', 'page.cameBack', 'page.responderAdded', 'page.reassigned', 'page.notActedUpon',
  'service.told', 'service.notTold', 'channels.excluded', 'milestone.waits',
  'notice.drafted', 'notice.draftFailed', 'notice.approved', 'notice.superseded', 'submission.recorded', 'submission.corrected',
  'suspicion.received', 'suspicion.repeated', 'suspicion.resolved', 'suspicion.accepted', 'suspicion.dismissed',
  'reply.notCounted',
  'bundle.joined', 'bundle.left', 'bundle.reported',
  'watchdog.alarmed', 'watchdog.allClear', 'testPage.sent', 'testPage.answered',
  'incident.restricted', 'incident.restrictionLifted',
  'role.assigned', 'role.cleared',
  'playbook.chosen', 'task.added', 'task.changed', 'task.done', 'task.notNeeded', 'task.reopened', 'task.commented',
  'hold.set', 'hold.lifted',
] as const; // prettier-ignore

export type EntryKind = (typeof ENTRY_KINDS)[number];

/**
 * Who did it: a person behind an API key, somebody with a signed link, a person who answered by mail, somebody in a pager
 * or chat that the organisation trusts (its id names the service or the person), a provider that reports, a source from
 * which suspected incidents come in, or Tocsin itself.
 */
export interface Actor {
  kind: 'apiKey' | 'link' | 'mail' | 'pager' | 'slack' | 'provider' | 'inbound' | 'system';
  id: string;
}

export const SYSTEM: Actor = { kind: 'system', id: 'tocsin' };
