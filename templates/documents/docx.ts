import {
  AlignmentType, BorderStyle, Document, Footer, Header, HeadingLevel, type ISectionOptions, LevelFormat, Packer,
  PageNumber, Paragraph, type ParagraphChild, Table, TableCell, TableRow, TextRun, WidthType,
} from 'docx'; // prettier-ignore
import { type Block, type Drawn, drawn, type Inline, type Node, parseMarkdown } from './markdown.ts';
import { marks, type DocumentOptions } from './options.ts';
import { runs } from './runs.ts';

const LEVELS = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
] as const;
const NUMBERS = 'numbers';
const MARK_COLOUR = 'A4000F';

interface Place {
  list?: { level: number; ordered: boolean };
  quoted?: boolean;
}

function text(nodes: readonly Inline[], bold = false): ParagraphChild[] {
  return runs(nodes).flatMap((run) =>
    run.text.split('\n').map(
      (line, n) =>
        new TextRun({
          text: line,
          bold: bold || run.bold,
          italics: run.italic,
          ...(n > 0 ? { break: 1 } : {}),
        }),
    ),
  );
}

function blocks(nodes: readonly Block[], place: Place): (Paragraph | Table)[] {
  return nodes.flatMap((node) => block(drawn(node), place));
}

function block(node: Drawn, place: Place): (Paragraph | Table)[] {
  switch (node.type) {
    case 'heading':
      return [
        new Paragraph({
          heading: LEVELS[node.depth - 1] ?? HeadingLevel.HEADING_4,
          keepNext: true,
          children: text(node.children),
        }),
      ];
    case 'paragraph':
      return [paragraph(node.children, place)];
    case 'blockquote':
      return blocks(node.children, { ...place, quoted: true });
    case 'list':
      return list(node, place);
    case 'table':
      return [table(node), new Paragraph({})];
    case 'thematicBreak':
      return [new Paragraph({ thematicBreak: true })];
  }
}

function paragraph(nodes: readonly Inline[], { list: inList, quoted }: Place): Paragraph {
  return new Paragraph({
    children: text(nodes),
    spacing: { after: inList ? 60 : 120 },
    ...(inList?.ordered ? { numbering: { reference: NUMBERS, level: inList.level } } : {}),
    ...(inList && !inList.ordered ? { bullet: { level: inList.level } } : {}),
    ...(quoted
      ? {
          indent: { left: 280 },
          border: { left: { style: BorderStyle.SINGLE, size: 12, space: 8, color: '767676' } },
        }
      : {}),
  });
}

function list(node: Node<'list'>, place: Place): (Paragraph | Table)[] {
  const level = Math.min(3, (place.list?.level ?? -1) + 1);
  const inside = { ...place, list: { level, ordered: node.ordered ?? false } };
  return node.children.flatMap((item) => blocks(item.children as Block[], inside));
}

function table(node: Node<'table'>): Table {
  const rows = node.children.map(
    (row, n) =>
      new TableRow({
        tableHeader: n === 0,
        cantSplit: true,
        children: row.children.map(
          (cell) =>
            new TableCell({
              children: [new Paragraph({ children: text(cell.children, n === 0) })],
            }),
        ),
      }),
  );
  return new Table({ rows, width: { size: 100, type: WidthType.PERCENTAGE } });
}

/** The marks stand large at the top of every page, page numbers and reference at the bottom. */
function frame(options: DocumentOptions): Pick<ISectionOptions, 'headers' | 'footers'> {
  const words = marks(options);
  const mark = new TextRun({ text: words, bold: true, size: 56, color: MARK_COLOUR });
  const numbers = (options.pageLabel ?? 'Page {n} of {total}')
    .split(/(\{n\}|\{total\})/)
    .map((part) =>
      part === '{n}' ? PageNumber.CURRENT : part === '{total}' ? PageNumber.TOTAL_PAGES : part,
    );
  const foot = new TextRun({ size: 16, children: [`${options.footer} · `, ...numbers] });
  return {
    ...(words === ''
      ? {}
      : {
          headers: {
            default: new Header({
              children: [new Paragraph({ alignment: AlignmentType.CENTER, children: [mark] })],
            }),
          },
        }),
    footers: {
      default: new Footer({
        children: [new Paragraph({ alignment: AlignmentType.CENTER, children: [foot] })],
      }),
    },
  };
}

const heading = (size: number, before: number) => ({
  run: { size, bold: true, color: '1A1A1A' },
  paragraph: { spacing: { before, after: 80 } },
});

/** Word document with real headings, lists and tables, its language and title, and its marks on every page. */
export function toDocx(markdown: string, options: DocumentOptions): Promise<Buffer> {
  const document = new Document({
    title: options.title,
    creator: options.author ?? 'Tocsin',
    description: options.footer,
    lastModifiedBy: 'Tocsin',
    styles: {
      default: {
        document: { run: { font: 'Arial', size: 21, language: { value: languageTag(options.language) } } },
        heading1: heading(36, 0),
        heading2: heading(28, 320),
        heading3: heading(22, 200),
      },
    },
    numbering: {
      config: [{
        reference: NUMBERS,
        levels: [0, 1, 2, 3].map((level) => ({ level, format: LevelFormat.DECIMAL, text: `%${level + 1}.`, alignment: AlignmentType.START })),
      }],
    }, // prettier-ignore
    sections: [{ ...frame(options), children: blocks(parseMarkdown(markdown).children, {}) }],
  });
  return Packer.toBuffer(document);
}

/** Word wants a region beside the language; the documents of this project are for the United Kingdom. */
const languageTag = (language: string): string => (language.includes('-') ? language : `${language}-GB`);
