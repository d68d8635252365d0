import type { Channel } from '../channels/types.ts';
import type { Store } from '../db/incidentChange.ts';
import type { ChannelName } from '../domain/organisation.ts';

/** What activities act with; the worker brings it together. */
export interface ActivityDeps extends Store {
  channels: Partial<Record<ChannelName, Channel>>;
  /** The local catcher, where one runs: the only way out of a drill that stays local. */
  catcher?: Channel;
  /** False where links open on this machine only: then a page in a real incident cannot be answered from outside. */
  linksReachable: boolean;
  /** Where people reach this installation, without a trailing slash. */
  baseUrl: string;
  /** Key of the acknowledge links (derived from the master key). */
  linkKey: Buffer;
  /** How people answer by replying to the mail; left out where no mail comes in. */
  reply?: { key: Buffer; address: string } | undefined;
}
