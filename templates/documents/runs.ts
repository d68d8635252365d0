import { type Inline, plain } from './markdown.ts';

/** A piece of a line in one style. */
export interface Run {
  text: string;
  bold: boolean;
  italic: boolean;
}

type Style = Omit<Run, 'text'>;

/** Inline nodes as runs. A link shows its address beside its words: paper has nothing to click on. */
export function runs(nodes: readonly Inline[], style: Style = { bold: false, italic: false }): Run[] {
  return nodes.flatMap((node): Run[] => {
    if (node.type === 'strong') return runs(node.children, { ...style, bold: true });
    if (node.type === 'emphasis') return runs(node.children, { ...style, italic: true });
    if (node.type === 'link') return [...runs(node.children, style), { ...style, text: ` (${node.url})` }];
    const text = plain(node);
    return text === '' ? [] : [{ ...style, text }];
  });
}

/** Runs by line: a hard break ends one. An empty line is kept as one with nothing in it. */
export function lines(pieces: readonly Run[]): Run[][] {
  const result: Run[][] = [[]];
  for (const piece of pieces) {
    piece.text.split('\n').forEach((text, n) => {
      if (n > 0) result.push([]);
      if (text !== '') result.at(-1)?.push({ ...piece, text });
    });
  }
  return result;
}
