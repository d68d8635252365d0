import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type pg from 'pg';

/** Ends the text of a statement that is worth preparing: it comes often, and its text is always the same. */
export const PREPARED = '/* prepared */';
/** Prepared statements hold memory on the server as long as their connection lives. */
const MOST_PREPARED = 50;

type Result<R> = PostgresQueryResult<R>;
type Answer<R> = Result<R> | Result<R>[];

/** The pool as Kysely uses it: what it lends are frugal connections. */
export function frugalPool(pool: pg.Pool): PostgresPool {
  const known = new WeakMap<pg.PoolClient, FrugalConnection>();
  const connectionOf = (client: pg.PoolClient): FrugalConnection => {
    const connection = known.get(client) ?? new FrugalConnection(client);
    known.set(client, connection);
    return connection;
  };
  return {
    connect: async () => {
      const client = await pool.connect();
      return connectionOf(client).lend((destroy) => client.release(destroy));
    },
    end: () => pool.end(),
    options: pool.options,
  };
}

/**
 * One pooled connection as Kysely uses it, with fewer round trips: `begin` travels with the first statement of its
 * transaction, and a statement that ends in PREPARED is parsed and planned once a connection.
 */
class FrugalConnection implements PostgresPoolClient {
  readonly #client: pg.Client;
  readonly #names = new Map<string, string>();
  #release: (destroy?: boolean) => void = () => undefined;
  #beginDue = false;

  constructor(client: pg.Client) {
    this.#client = client;
  }

  /** Each time that the pool hands it out. */
  lend(release: (destroy?: boolean) => void): this {
    this.#release = release;
    this.#beginDue = false;
    return this;
  }

  release(destroy?: boolean): void {
    this.#release(destroy);
  }

  get processID(): number {
    return (this.#client as pg.Client & { processID: number }).processID;
  }

  /** A text of several statements (none of which can have parameters) answers what the last of them does. */
  query<R>(text: string, parameters?: readonly unknown[]): Promise<Result<R>>;
  query(): never; // cursors are not used here
  async query<R>(text = '', parameters: readonly unknown[] = []): Promise<Result<R>> {
    if (text === 'begin') return this.#begin();
    if (!this.#beginDue) return this.#send(text, parameters);
    this.#beginDue = false;
    if (text === 'commit' || text === 'rollback') return nothing(text);
    if (parameters.length === 0) return this.#send(`begin; ${text}`, parameters);
    await this.#send('begin', []);
    return this.#send(text, parameters);
  }

  #begin(): Result<never> {
    this.#beginDue = true;
    return nothing('begin');
  }

  async #send<R>(text: string, parameters: readonly unknown[]): Promise<Result<R>> {
    const values = parameters as unknown[]; // pg changes nothing in them
    const name = values.length > 0 && text.endsWith(PREPARED) ? this.#nameOf(text) : undefined;
    const answer = (await this.#client.query(
      name === undefined ? { text, values } : { name, text, values },
    )) as unknown as Answer<R>;
    return Array.isArray(answer) ? answer.at(-1)! : answer;
  }

  #nameOf(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= MOST_PREPARED) return known;
    const name = `tocsin_${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }
}

const nothing = (text: string): Result<never> => ({
  command: text.toUpperCase() as Result<never>['command'],
  rowCount: 0,
  rows: [],
});
