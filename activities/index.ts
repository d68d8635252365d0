import type { ActivityDeps } from './deps.ts';
import { deliveryActivities } from './deliver.ts';
import { guarded } from './failures.ts';
import { incidentActivities } from './incident.ts';
import { pageActivities } from './page.ts';
import type { Activities } from './types.ts';

/** The only code that acts on the world for a workflow. */
export function createActivities(deps: ActivityDeps): Activities {
  const activities = { ...incidentActivities(deps), ...pageActivities(deps), ...deliveryActivities(deps) };
  return guarded(activities, ['draftNotice']);
}
