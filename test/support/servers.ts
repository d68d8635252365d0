/**
 * The real servers that tests use:
 * - `createTestDatabase()`: a migrated PostgreSQL database of one's own, with a URL for each role;
 * - `startDevServer()`: the Temporal dev server, to be killed and restarted;
 * - `testServerPath()`: the time-skipping server's program, for `TestWorkflowEnvironment.createTimeSkipping`;
 * - `workflowBundlePath()`: the workflows, bundled once for the whole run.
 */
import { VARIABLES } from './testEnvironment.ts';

export { createTestDatabase, type TestDatabase } from './databases.ts';
export { startDevServer, type DevServer } from './temporalServers.ts';

/** For `server: { executable: { type: 'existing-path', path } }`. Throws where the program could not be had. */
export function testServerPath(): string {
  return fromSetup(VARIABLES.testServer, 'the Temporal test server could not be fetched');
}

/** For `workflowBundle: { codePath }`. */
export function workflowBundlePath(): string {
  return fromSetup(VARIABLES.bundle, 'there is no workflows/index.ts');
}

function fromSetup(variable: string, reason: string): string {
  const value = process.env[variable];
  if (value === undefined)
    throw new Error(`${variable} is not set: ${reason}, or jest was not started by \`npm test\`.`);
  return value;
}
