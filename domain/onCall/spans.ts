/** A stretch of time, `until` excluded, in ms since 1970. */
export interface Span {
  from: number;
  until: number;
}

const notEmpty = ({ from, until }: Span): boolean => from < until;

/** The part of a span that lies in a window; empty spans are for {@link filled} to drop. */
const within = <S extends Span>(span: S, window: Span): S => ({
  ...span,
  from: Math.max(span.from, window.from),
  until: Math.min(span.until, window.until),
});

/** Spans in order without the empty ones. */
const filled = <S extends Span>(spans: S[]): S[] => spans.filter(notEmpty).sort((a, b) => a.from - b.from);

/** The parts of spans in one window. */
export const clip = <S extends Span>(spans: readonly S[], window: Span): S[] =>
  filled(spans.map((span) => within(span, window)));

/** In order, and those that touch or overlap joined. */
export function union(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of filled([...spans])) {
    const last = joined.at(-1);
    if (last && span.from <= last.until) last.until = Math.max(last.until, span.until);
    else joined.push({ ...span });
  }
  return joined;
}

/** The parts of `spans` that lie in one of `windows`; both in order and without overlap. */
export function intersect<S extends Span>(spans: readonly S[], windows: readonly Span[]): S[] {
  const parts: S[] = [];
  let first = 0;
  for (const span of spans) {
    while (first < windows.length && windows[first]!.until <= span.from) first += 1;
    for (let at = first; at < windows.length && windows[at]!.from < span.until; at += 1) {
      parts.push(within(span, windows[at]!));
    }
  }
  return parts;
}

/** What `windows` (in order, without overlap) leave free of `whole`. */
export function complement(windows: readonly Span[], whole: Span): Span[] {
  const edges = [whole.from, ...windows.flatMap(({ from, until }) => [from, until]), whole.until];
  const free: Span[] = [];
  for (let at = 0; at < edges.length; at += 2) free.push({ from: edges[at]!, until: edges[at + 1]! });
  return clip(free, whole);
}
