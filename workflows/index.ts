/** Everything that Temporal bundles. */
export { incidentResponse } from './incidentResponse.ts';
export { page } from './page.ts';
