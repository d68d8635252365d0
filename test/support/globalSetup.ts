import { startTestServers } from './testServers.ts';

/** One PostgreSQL, one template database and one workflow bundle for the whole run; see servers.ts for what tests get. */
export default async function globalSetup(): Promise<void> {
  await startTestServers();
}
