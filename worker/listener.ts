import pg from 'pg';

const AGAIN_MS = 1_000;

/** Keeps one connection that listens for NOTIFY and wakes whoever asked; while it is away the caller's poll carries on. */
export class Listener {
  readonly #url: string;
  readonly #channel: string;
  readonly #wake: () => void;
  #client: pg.Client | undefined;
  #stopped = false;

  /** @param channel a name of our own; it enters the statement as it is */
  constructor(url: string, channel: string, wake: () => void) {
    this.#url = url;
    this.#channel = channel;
    this.#wake = wake;
  }

  start(): void {
    if (this.#stopped) return;
    const client = new pg.Client({ connectionString: this.#url, keepAlive: true });
    client.on('notification', () => this.#wake());
    client.on('error', () => undefined);
    client.once('end', () => setTimeout(() => this.start(), AGAIN_MS).unref());
    this.#client = client;
    void this.#connect(client);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#client?.end().catch(() => undefined);
  }

  async #connect(client: pg.Client): Promise<void> {
    try {
      await client.connect();
      await client.query(`listen ${this.#channel}`);
      this.#wake();
    } catch {
      await client.end().catch(() => undefined);
    }
  }
}
