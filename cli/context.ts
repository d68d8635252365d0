import { Client } from './client.ts';
import { findConnection } from './connection.ts';
import { cleaned, Output } from './output.ts';
import type { StoredOrganisation } from './types.ts';

/** Options that every command takes. */
export interface GlobalOptions {
  api?: string;
  json?: boolean;
}

/** What a command works with. The connection is looked for when it is first used. */
export class Context {
  readonly out: Output;
  readonly env: Record<string, string | undefined>;
  readonly #options: GlobalOptions;
  #client: Client | undefined;

  constructor(options: GlobalOptions, env: Record<string, string | undefined> = process.env) {
    this.#options = options;
    this.env = env;
    this.out = new Output(options.json === true);
  }

  get client(): Client {
    return (this.#client ??= new Client(findConnection(this.#options, this.env)));
  }

  /** Prints the answer whole with `--json`, else what `print` makes of it. */
  show<T>(answer: T, print: (answer: T) => void): void {
    if (this.out.json) this.out.result(answer);
    else print(cleaned(answer));
  }

  /** The zone in which people of the organisation read their clock; this machine's where the key may not ask. */
  async timeZone(): Promise<string> {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const stored = await this.client.get<StoredOrganisation>('/v1/organisation').catch(() => undefined);
    return stored?.organisation.policy.timeZone ?? own;
  }
}

/** One command: its arguments in order and its options. */
export type Run<O = object> = (context: Context, args: string[], options: O) => Promise<void>;
