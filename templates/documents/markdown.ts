import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';

const parser = unified().use(remarkParse).use(remarkGfm).freeze();

/** The tree that every format is made from. */
export type Root = ReturnType<typeof parser.parse>;
export type Block = Root['children'][number];
export type Node<T extends string> = Extract<Block, { type: T }>;
export type Inline = Node<'paragraph'>['children'][number];
type AnyNode = { type: string; children?: AnyNode[] };

/**
 * Parses Markdown to its tree. Raw HTML and images become the text they are written as, and only links that a
 * template wrote as `[words](address)` stay links: an address inside data is text.
 */
export function parseMarkdown(markdown: string): Root {
  const tree = parser.runSync(parser.parse(markdown)) as Root;
  disarm(tree, markdown);
  return tree;
}

function disarm(node: AnyNode, source: string): void {
  if (!node.children) return;
  node.children = node.children.flatMap((child) => {
    disarm(child, source);
    return harmless(child, source);
  });
}

function harmless(node: AnyNode, source: string): AnyNode[] {
  if (node.type === 'link' && !isWritten(node, source)) return node.children ?? [];
  if (node.type === 'html') return [asText((node as AnyNode & { value: string }).value)];
  if (node.type === 'image') return [asText((node as AnyNode & { alt?: string }).alt ?? '')];
  return [node];
}

const asText = (value: string): AnyNode => ({ type: 'text', value }) as AnyNode;

/** Autolinks have no position of their own or do not start with a bracket. */
function isWritten(node: AnyNode, source: string): boolean {
  const offset = (node as { position?: { start: { offset?: number } } }).position?.start.offset;
  return offset !== undefined && source[offset] === '[';
}

/** The text of an inline or block node without its markup; a line break of the source is a space. */
export function plain(node: unknown): string {
  const { value, children, type } = node as { value?: string; children?: unknown[]; type: string };
  if (type === 'break') return '\n';
  return value?.replace(/\n/g, ' ') ?? (children ?? []).map(plain).join('');
}

const DRAWN = ['heading', 'paragraph', 'blockquote', 'list', 'table', 'thematicBreak'] as const;
/** The blocks that every format knows how to show. */
export type Drawn = Node<(typeof DRAWN)[number]>;

/** A block as one that every format can show: anything else (code, definitions) becomes a paragraph of its text. */
export const drawn = (node: Block): Drawn =>
  (DRAWN as readonly string[]).includes(node.type)
    ? (node as Drawn)
    : { type: 'paragraph', children: [{ type: 'text', value: plain(node) }] };
