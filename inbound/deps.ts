import type { Logger } from 'pino';
import type { Store } from '../db/incidentChange.ts';
import type { MailSources } from './sources.ts';

/** What taking in mail works with. */
export interface InboundDeps extends Store {
  logger: Logger;
  sources: MailSources;
  /** Key of the reply tokens (derived from the master key). */
  replyKey: Buffer;
  /** By which our mail server names itself in Authentication-Results; without it, From is not proved. */
  authservId: string | undefined;
  /** Where replies to pages go, with the place of the token; mail there is never a suspicion. */
  replyAddress: string | undefined;
}
