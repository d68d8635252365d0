import { stopTestServers } from './testServers.ts';

export default async function globalTeardown(): Promise<void> {
  await stopTestServers();
}
