import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '../cli/client.ts';
import { TimelineReader } from '../cli/timelineReader.ts';
import type { Incident, TimelineEntry } from '../cli/types.ts';
import { toIncidentTime } from '../domain/drillClock.ts';
import { acknowledgePath, type Mail, type Mailbox, openLink, pressButton } from './sampleDrillMail.ts';
import { entryLine, isTold, mailLine } from './sampleDrillStory.ts';

const POLL_MS = 300;
const HOUR_MS = 3_600_000;

export type WatchOptions = {
  client: Client;
  mailbox: Mailbox;
  incident: Incident;
  print: (line: string) => void;
  signal: AbortSignal;
};

/** Sees what happens in the drill: tells the story from the timeline and the mails, and answers pages once told to. */
export class DrillWatch {
  readonly entries: TimelineEntry[] = [];
  readonly mails: Mail[] = [];
  /** From now on every page's mail is answered by whoever got it. */
  answering = false;
  readonly #options: WatchOptions;
  readonly #reader: TimelineReader;
  readonly #answered = new Set<string>();
  #stopped = false;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#reader = new TimelineReader(options.client, options.incident.id);
  }

  /** The drill's clock, in hours since awareness. */
  get hours(): number {
    const { drill, awareAt } = this.#options.incident;
    const clock = drill && { scale: drill.scale, startedAt: new Date(drill.startedAt) };
    return (toIncidentTime(clock, new Date()).getTime() - Date.parse(awareAt)) / HOUR_MS;
  }

  /** Looks until stopped. A server that is away for a moment is waited for. */
  async run(): Promise<void> {
    while (!this.#stopped && !this.#options.signal.aborted) {
      await this.look().catch(() => undefined);
      await pause(POLL_MS);
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  /** One look at timeline and mail. */
  async look(): Promise<void> {
    const { mailbox, incident, print } = this.#options;
    for (const entry of await this.#reader.next()) {
      this.entries.push(entry);
      if (isTold(entry)) print(entryLine(entry, incident.awareAt));
    }
    for (const mail of await mailbox.news()) {
      if (!this.#isOurs(mail)) continue;
      this.mails.push(mail);
      print(mailLine(mail, mailbox.pageOf(mail)));
    }
    if (this.answering) for (const mail of this.mails) await this.answer(mail);
  }

  /** Opens the mail's link and presses the button, once. */
  async answer(mail: Mail): Promise<void> {
    const path = acknowledgePath(mail.text);
    if (path === undefined || this.#answered.has(mail.id)) return;
    await openLink(this.#options.client.apiUrl, path);
    await pressButton(this.#options.client.apiUrl, path);
    this.#answered.add(mail.id);
  }

  /**
   * Waits until `find` finds something.
   * @throws Error saying what did not come
   */
  async until<T>(what: string, find: () => T | undefined, seconds = 20): Promise<T> {
    const end = Date.now() + seconds * 1_000;
    for (;;) {
      this.#options.signal.throwIfAborted();
      const found = find();
      if (found !== undefined) return found;
      if (Date.now() > end) throw new Error(`${what}: that did not come within ${seconds} s.`);
      await pause(POLL_MS / 2);
    }
  }

  /** Waits for the drill's clock. */
  async untilHour(hour: number): Promise<void> {
    const { drill } = this.#options.incident;
    const seconds = (Math.max(0, hour - this.hours) * 3_600) / (drill?.scale ?? 1);
    await this.until(
      `hour ${hour} of the drill`,
      () => (this.hours >= hour ? true : undefined),
      Math.ceil(seconds) + 5,
    );
  }

  /** Waits for an entry. */
  entry(what: string, fits: (entry: TimelineEntry) => boolean, seconds?: number): Promise<TimelineEntry> {
    return this.until(what, () => this.entries.find(fits), seconds);
  }

  #isOurs({ subject, text }: Mail): boolean {
    const { reference, id } = this.#options.incident;
    return subject.includes(reference) || text.includes(reference) || text.includes(id);
  }
}
