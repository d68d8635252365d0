import type { Logger } from 'pino';
import type { Config } from '../config/index.ts';
import type { Store } from '../db/incidentChange.ts';

/** What the routes work with. */
export interface ApiContext extends Store {
  config: Config;
  /** Where people reach this installation, without a trailing slash. */
  baseUrl: string;
  /** Key of the acknowledge links (derived from the master key). */
  linkKey: Buffer;
  logger: Logger;
}
