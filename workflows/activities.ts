import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { DeliveryActivities, IncidentActivities, PageActivities } from '../activities/types.ts';

/** A worker that died is noticed after this long (activities/heartbeat.ts), and another one goes on. */
const heartbeatTimeout = '10 seconds';

/** Database work: tried until it succeeds, for a database that is away comes back; a rule that fails is final. */
export const { assessIncident, reviewIncident, fireMilestone, draftNotice, raiseDraftFailure } =
  proxyActivities<IncidentActivities>({
    startToCloseTimeout: '30 seconds',
    heartbeatTimeout,
    retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '10 seconds' },
  });

/** Inside the workflow task: one hop less between a declaration and its first mail. */
export const { planPageAttempt, isPageOpen } = proxyLocalActivities<PageActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '10 seconds' },
});

/**
 * Technical retries of one message under one key. About two minutes in all; the escalation does not wait for them,
 * and the next step or round tries again.
 */
export const { deliver } = proxyActivities<DeliveryActivities>({
  startToCloseTimeout: '30 seconds',
  heartbeatTimeout,
  retry: {
    initialInterval: '2 seconds',
    backoffCoefficient: 2,
    maximumInterval: '30 seconds',
    maximumAttempts: 6,
  },
});
