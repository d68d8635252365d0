import rehypeStringify from 'rehype-stringify';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { htmlText } from '../escape.ts';
import { parseMarkdown } from './markdown.ts';
import { marks, type DocumentOptions } from './options.ts';

type Element = { type: string; tagName?: string; properties?: Record<string, unknown>; children?: Element[] };

const processor = unified().use(remarkRehype).use(rehypeStringify).freeze();

/** Styles stand on the elements: mail programs drop style sheets, and nothing is loaded from anywhere. */
const STYLE: Record<string, string> = {
  h1: 'font-size:22px;line-height:1.3;margin:0 0 12px',
  h2: 'font-size:18px;line-height:1.3;margin:24px 0 8px',
  h3: 'font-size:16px;line-height:1.3;margin:16px 0 4px',
  p: 'margin:0 0 12px',
  ul: 'margin:0 0 12px;padding-left:24px',
  ol: 'margin:0 0 12px;padding-left:24px',
  blockquote: 'margin:0 0 12px;padding:4px 12px;border-left:4px solid #767676;white-space:normal',
  table: 'border-collapse:collapse;margin:0 0 12px',
  th: 'border:1px solid #767676;padding:4px 8px;text-align:left;vertical-align:top',
  td: 'border:1px solid #767676;padding:4px 8px;vertical-align:top',
  hr: 'border:0;border-top:1px solid #767676;margin:24px 0',
  a: 'color:#0b3d91',
};
const BUTTON =
  'display:inline-block;background:#0b3d91;color:#ffffff;font-weight:bold;padding:12px 20px;border-radius:4px;text-decoration:none';
const BODY =
  'margin:0;padding:16px;background:#ffffff;color:#1a1a1a;font-family:system-ui,Segoe UI,Arial,sans-serif;font-size:16px;line-height:1.5';

/** The HTML of a Markdown text without the page around it. Raw HTML in the source is text. */
export function htmlFragment(markdown: string): string {
  const tree = processor.runSync(parseMarkdown(markdown)) as unknown as Element;
  style(tree);
  return processor.stringify(tree as never);
}

function style(node: Element): void {
  for (const child of node.children ?? []) {
    const css = child.tagName ? STYLE[child.tagName] : undefined;
    if (css) child.properties = { ...child.properties, style: css };
    if (child.tagName === 'th') child.properties = { ...child.properties, scope: 'col' };
    style(child);
  }
  const [only, ...others] = node.children ?? [];
  // A paragraph that is one link and nothing else is the button of the message.
  if (node.tagName === 'p' && only?.tagName === 'a' && others.length === 0)
    only.properties = { ...only.properties, style: BUTTON };
}

/** A whole page around a fragment: language, title, no script, nothing remote. */
export const htmlPage = (title: string, language: string, fragment: string): string =>
  `<!doctype html>
<html lang="${htmlText(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${htmlText(title)}</title>
</head>
<body style="${BODY}">
<main style="max-width:44em;margin:0 auto">
${fragment}
</main>
</body>
</html>
`;

const MARK = 'margin:0 0 16px;padding:8px 12px;border:3px solid #a4000f;color:#a4000f;font-weight:bold';

/** A document as a page of HTML, its marks (DRAFT, DRILL) at the top and at the end. */
export function toHtml(markdown: string, options: DocumentOptions): string {
  const words = marks(options);
  const mark = words === '' ? '' : `<p style="${MARK}">${htmlText(words)}</p>\n`;
  return htmlPage(options.title, options.language, `${mark}${htmlFragment(markdown)}\n${mark}`);
}
