import { type Block, type Drawn, drawn, type Inline, type Node, parseMarkdown, plain } from './markdown.ts';

/** Plain text from Markdown: for mails, for terminals, and for reading aloud. */
export const toText = (markdown: string): string => `${blocks(parseMarkdown(markdown).children)}\n`;

const blocks = (nodes: readonly Block[]): string =>
  nodes
    .map((node) => block(drawn(node)))
    .filter((text) => text !== '')
    .join('\n\n');

function block(node: Drawn): string {
  switch (node.type) {
    case 'heading':
      return heading(node);
    case 'paragraph':
      return inlines(node.children);
    case 'blockquote':
      return indent(blocks(node.children), '  ', '  ');
    case 'list':
      return list(node);
    case 'table':
      return node.children.map((row) => row.children.map(plain).join(' | ')).join('\n');
    case 'thematicBreak':
      return '-'.repeat(40);
  }
}

function heading(node: Node<'heading'>): string {
  const text = inlines(node.children);
  if (node.depth > 2) return text;
  return `${text}\n${(node.depth === 1 ? '=' : '-').repeat(Math.min(72, [...text].length))}`;
}

function list(node: Node<'list'>): string {
  const start = node.start ?? 1;
  const items = node.children.map((item, n) => {
    const bullet = node.ordered ? `${start + n}. ` : '- ';
    return indent(blocks(item.children), bullet, ' '.repeat(bullet.length));
  });
  return items.join('\n');
}

const indent = (text: string, first: string, rest: string): string =>
  text
    .split('\n')
    .map((line, n) => (line === '' ? '' : `${n === 0 ? first : rest}${line}`))
    .join('\n');

const inlines = (nodes: readonly Inline[]): string => nodes.map(inline).join('');

function inline(node: Inline): string {
  if (node.type === 'link') {
    const words = inlines(node.children);
    return words === node.url ? words : `${words}:\n${node.url}`;
  }
  if (node.type === 'break') return '\n';
  return 'children' in node ? inlines(node.children) : plain(node);
}
