import type { Client } from './client.ts';
import type { Items, TimelineEntry } from './types.ts';

/**
 * Entries get their place by the instant of recording, and a slower transaction may commit behind a faster one: each
 * look reads this much again and leaves out what it has seen.
 */
const OVERLAP_MS = 15_000;
const PAGE = 500;

export interface TimelineFilter {
  kind?: string | undefined;
  actor?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** Reads the timeline of one incident bit by bit. */
export class TimelineReader {
  readonly #client: Client;
  readonly #path: string;
  readonly #filter: TimelineFilter;
  readonly #seen = new Set<string>();
  #newestMs = 0;

  constructor(client: Client, incidentId: string, filter: TimelineFilter = {}) {
    this.#client = client;
    this.#path = `/v1/incidents/${incidentId}/timeline`;
    this.#filter = filter;
  }

  /** What was recorded since the last call, in order; at the first call everything. */
  async next(): Promise<TimelineEntry[]> {
    const news: TimelineEntry[] = [];
    const from = this.#newestMs > 0 ? new Date(this.#newestMs - OVERLAP_MS).toISOString() : this.#filter.from;
    let cursor: string | undefined;
    do {
      const page: Items<TimelineEntry> = await this.#client.get(this.#path, {
        ...this.#filter,
        from,
        cursor,
        limit: PAGE,
      });
      news.push(...page.items.filter((entry) => !this.#seen.has(entry.id)));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    for (const entry of news) this.#remember(entry);
    return news;
  }

  #remember(entry: TimelineEntry): void {
    this.#seen.add(entry.id);
    this.#newestMs = Math.max(this.#newestMs, Date.parse(entry.recordedAt));
  }
}
