import { badInput } from './errors.ts';
import type { Body } from './declaration.ts';
import { readWhen } from './instants.ts';
import type { Track } from './types.ts';

/** "individuals.approx=120" as a path and a value: YAML, so that true, null, 120 and [name, email] mean themselves. */
export async function readAssignment(text: string): Promise<{ path: string[]; value: unknown }> {
  const equals = text.indexOf('=');
  const path = text.slice(0, Math.max(0, equals)).trim().split('.');
  if (equals < 1 || path.some((part) => !/^[A-Za-z][A-Za-z0-9]*$/.test(part))) {
    throw badInput(
      `"${text}" sets nothing: write it like individuals.approx=120 or individuals.children=true.`,
    );
  }
  const { parse } = await import('yaml');
  try {
    return { path, value: parse(text.slice(equals + 1)) as unknown };
  } catch {
    throw badInput(`The value in "${text}" cannot be read: put a text with special characters in quotes.`);
  }
}

interface TrackChange {
  fact?: readonly string[] | undefined;
  moment?: readonly string[] | undefined;
  /** Needed where there are several tracks. */
  track?: string | undefined;
}

/** What flags say of one track; the API merges it into the rest. Undefined where they say nothing. */
export async function changedTrack(
  tracks: readonly Track[],
  { fact = [], moment = [], track }: TrackChange,
): Promise<(Body & { id: string }) | undefined> {
  if (fact.length === 0 && moment.length === 0) return undefined;
  const id = targetOf(tracks, track);
  const changes = await Promise.all(fact.map(readAssignment));
  const facts = changes.reduce<Body>((sum, { path, value }) => withValue(sum, path, value), {});
  return {
    id,
    ...(fact.length > 0 ? { facts } : {}),
    ...(moment.length > 0 ? { moments: readMoments(moment) } : {}),
  };
}

function targetOf(tracks: readonly Track[], named: string | undefined): string {
  const target = named ?? (tracks.length === 1 ? tracks[0]?.id : undefined);
  const known = tracks.map((track) => track.id).join(', ');
  if (target === undefined) throw badInput(`Say which track it is about: --track with one of ${known}.`);
  if (!tracks.some((track) => track.id === target))
    throw badInput(`There is no track "${target}"; there are: ${known}.`);
  return target;
}

/** "classified=2026-11-27T14:05Z": an instant that only the organisation can state; "null" takes it back. */
function readMoments(assignments: readonly string[]): Body {
  return Object.fromEntries(
    assignments.map((text) => {
      const [, name, value] = /^([A-Za-z]+)=(.+)$/s.exec(text) ?? [];
      if (!name || value === undefined)
        throw badInput(`"${text}" states nothing: write it like classified=2026-11-27T14:05Z.`);
      return [name, value === 'null' ? null : readWhen(value, new Date())];
    }),
  );
}

/** Answers of the narrative: "likelyConsequences=…". The text is taken as it is; "null" is "not yet known". */
export function readAnswers(assignments: readonly string[]): Body {
  return Object.fromEntries(
    assignments.map((text) => {
      const [, field, value] = /^([A-Za-z]+)=([\s\S]*)$/.exec(text) ?? [];
      if (!field || value === undefined)
        throw badInput(`"${text}" answers nothing: write it like measuresTaken="…".`);
      return [field, answerValue(field, value)];
    }),
  );
}

function answerValue(field: string, value: string): unknown {
  if (value === 'null') return null;
  if (field === 'recurrenceMeasures') return value.split(';').flatMap(measure);
  return field === 'recordsApprox' && /^\d+$/.test(value) ? Number(value) : value;
}

/** "An outside test by 2026-03-01" is a step against recurrence with its date. */
function measure(text: string): { what: string; due?: string }[] {
  const [, what = text, due] = /^(.*?)\s+by\s+(\d{4}-\d{2}-\d{2})$/s.exec(text.trim()) ?? [];
  if (what.trim() === '') return [];
  return [{ what: what.trim(), ...(due === undefined ? {} : { due }) }];
}

function withValue(facts: Body, [first = '', ...rest]: string[], value: unknown): Body {
  if (rest.length === 0) return { ...facts, [first]: value };
  const inner = facts[first];
  const before = inner !== null && typeof inner === 'object' && !Array.isArray(inner) ? (inner as Body) : {};
  return { ...facts, [first]: withValue(before, rest, value) };
}
