import { expect } from '@jest/globals';
import type { Engine } from './engine.ts';

export interface PageView {
  id: string;
  obligation: string | null;
  milestone: string;
  reason: string;
  state: string;
  endedBecause: string | null;
  openedAt: string;
  closedAt: string | null;
  bundledInto: string | null;
  snoozedUntil: string | null;
  acknowledgedBy: string | null;
  deliveries: {
    person: string;
    channel: string;
    method: string;
    action: string;
    round: number;
    step: number;
    status: string;
    intendedAt: string;
    lastCode: string | null;
  }[];
}

/** One incident of a story: what was paged, what was said, and how a person acts on it. */
export class Story {
  readonly engine: Engine;
  readonly id: string;

  constructor(engine: Engine, id: string) {
    this.engine = engine;
    this.id = id;
  }

  static async declare(engine: Engine, body: Record<string, unknown> = {}): Promise<Story> {
    const declared = await engine.api.post('/v1/incidents', {
      title: 'Bookings table read by a stranger',
      discoveredAt: engine.clock.now().toISOString(),
      questions: { channelsCompromised: 'no' },
      ...body,
    });
    expect(declared.status).toBe(201);
    await engine.settle();
    return new Story(engine, declared.body.id);
  }

  /** Lets minutes pass, stopping at every `stepMinutes`. */
  async pass(minutes: number, stepMinutes = minutes): Promise<void> {
    const { engine } = this;
    await engine.advanceTo(new Date(engine.clock.now().getTime() + minutes * 60_000), stepMinutes * 60_000);
  }

  async pages(): Promise<PageView[]> {
    return (await this.engine.api.get(`/v1/incidents/${this.id}/pages`)).body.items as PageView[];
  }

  async page(fits: (page: PageView) => boolean = ({ state }) => state === 'open'): Promise<PageView> {
    const found = (await this.pages()).find(fits);
    if (!found) throw new Error('no page fits');
    return found;
  }

  async act(path: string, body: object, method: 'post' | 'put' = 'post') {
    const answer = await this.engine.api[method](`/v1/incidents/${this.id}/${path}`, body);
    await this.engine.settle();
    return answer;
  }

  async acknowledge(page: PageView): Promise<void> {
    const { status } = await this.act(`pages/${page.id}/acknowledgement`, { by: 'Ada' });
    expect(status).toBe(200);
  }

  async entries(
    kind: string,
  ): Promise<{ data: Record<string, unknown>; personal: Record<string, string> }[]> {
    const { body } = await this.engine.api.get(`/v1/incidents/${this.id}/timeline?limit=500&kind=${kind}`);
    return body.items;
  }

  /** Local parts of the addresses that got mail, in its order. */
  mailedTo(after = 0): string[] {
    return this.engine.smtp.messages.slice(after).map(({ to }) => to[0]?.split('@')[0] ?? '');
  }

  get mails(): number {
    return this.engine.smtp.messages.length;
  }

  /** Path of the link in the newest mail. */
  link(): string {
    const text = this.engine.smtp.messages.at(-1)?.mail.text ?? '';
    return /https:\/\/tocsin\.school\.test(\/acknowledge\/\S+)/.exec(text)?.[1] ?? '';
  }
}
