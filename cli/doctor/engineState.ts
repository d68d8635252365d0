import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '../client.ts';
import { living } from './engineChecks.ts';
import type { EngineState, Examination } from './types.ts';

/** An examination asks DNS and a mail server, and the worker tells of it every 5 s. */
const PATIENCE_MS = 35_000;
const LOOK_EVERY_MS = 500;

export interface Timed {
  engine: EngineState;
  /** The API's clock ahead of this machine's, by the middle of the request. */
  aheadMs: number;
  /** What the request took: the comparison is no better than that. */
  tripMs: number;
}

export async function stateOf(client: Client): Promise<Timed> {
  const asked = Date.now();
  const engine = await client.get<EngineState>('/v1/engine');
  const answered = Date.now();
  const aheadMs = Date.parse(engine.serverTime) - (asked + answered) / 2;
  return { engine, aheadMs, tripMs: answered - asked };
}

export interface Fresh {
  engine: EngineState;
  examination: Examination | undefined;
}

/** What the workers find when they look now; what they found last where the key may not ask, or none answers in time. */
export async function freshState(client: Client, { engine }: Timed): Promise<Fresh> {
  const asked = living(engine, 'worker')
    ? await client.post<{ askedAt: string }>('/v1/engine/examination', {}).catch(() => undefined)
    : undefined;
  let latest = { engine, examination: latestIn(engine) };
  const end = Date.now() + PATIENCE_MS;
  while (asked && !isSince(latest.examination, asked.askedAt) && Date.now() < end) {
    await pause(LOOK_EVERY_MS);
    const next = await client.get<EngineState>('/v1/engine');
    latest = { engine: next, examination: latestIn(next) ?? latest.examination };
  }
  return latest;
}

const isSince = (examination: Examination | undefined, askedAt: string): boolean =>
  examination !== undefined && examination.at >= askedAt;

const latestIn = ({ processes }: EngineState): Examination | undefined =>
  processes
    .flatMap(({ parts }) => (parts.examination ? [parts.examination] : []))
    .toSorted((a, b) => b.at.localeCompare(a.at))[0];
