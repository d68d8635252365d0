import { clip, type Span } from './spans.ts';

/**
 * Lays stacks of spans (each in order and without overlap) over each other: at every instant the last stack that
 * covers it holds. The result covers the whole window; null where no stack does.
 */
export function topmost<S extends Span>(
  stacks: readonly (readonly S[])[],
  window: Span,
): (Span & { top: S | null })[] {
  const edges = edgesOf(stacks, window);
  const next = stacks.map(() => 0);
  return edges.slice(0, -1).map((from, at) => {
    let top: S | null = null;
    stacks.forEach((stack, layer) => {
      while (next[layer]! < stack.length && stack[next[layer]!]!.until <= from) next[layer]! += 1;
      const span = stack[next[layer]!];
      if (span && span.from <= from) top = span;
    });
    return { from, until: edges[at + 1]!, top };
  });
}

function edgesOf(stacks: readonly (readonly Span[])[], window: Span): number[] {
  const inside = stacks.flatMap((stack) => clip(stack, window).flatMap(({ from, until }) => [from, until]));
  return [...new Set([window.from, ...inside, window.until])].sort((a, b) => a - b);
}
