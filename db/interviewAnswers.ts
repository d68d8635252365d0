import type { Facts, Track } from '../domain/facts.ts';
import type { Scope } from './database.ts';
import type { Sealer } from './sealing.ts';
import { readTimeline, type TimelineItem } from './timelineRead.ts';

/** Who answered a question last, when (on the incident's clock), and the facts of the track after it. */
export interface GivenAnswer {
  by: string;
  at: Date;
  facts: Facts;
}

const PAGE = 500;

/** The interview's questions of one track that were answered, by id, from the record. What was erased is left out. */
export async function answersGiven(
  scope: Scope,
  sealer: Sealer,
  of: { incidentId: string; track: string },
): Promise<Map<string, GivenAnswer>> {
  const given = new Map<string, GivenAnswer>();
  const filter = { incidentId: of.incidentId, kinds: ['incident.factsChanged'], limit: PAGE };
  let items = await readTimeline(scope, filter, sealer);
  for (;;) {
    for (const item of items) remember(given, item, of.track);
    const last = items.at(-1);
    if (!last || items.length < PAGE) return given;
    items = await readTimeline(scope, { ...filter, after: last }, sealer);
  }
}

function remember(given: Map<string, GivenAnswer>, item: TimelineItem, track: string): void {
  const { questions, track: about } = item.data;
  const { by, values } = item.personal;
  if (about !== track || !Array.isArray(questions) || !by || !values) return;
  const { tracks = [] } = JSON.parse(values) as { tracks?: Track[] };
  const facts = tracks.find(({ id }) => id === track)?.facts;
  if (!facts) return;
  for (const question of questions as string[]) given.set(question, { by, at: item.occurredAt, facts });
}

/** Somebody has recorded that it is not yet contained; silence says nothing. */
export async function saidNotContained(scope: Scope, sealer: Sealer, incidentId: string): Promise<boolean> {
  const filter = { incidentId, kinds: ['containment.notYet'], limit: 1 };
  return (await readTimeline(scope, filter, sealer)).length > 0;
}
