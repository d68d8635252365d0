import { inflateSync } from 'node:zlib';

/** Objects of a PDF by number: what stands before their stream, and the stream, unpacked. Enough for what pdfkit writes. */
function objectsOf(pdf: Buffer): Map<string, { head: string; stream: string }> {
  const found = new Map<string, { head: string; stream: string }>();
  for (const [, id = '', text = ''] of pdf.toString('latin1').matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    const [, head = text, body = ''] = /^([\s\S]*?)stream\r?\n([\s\S]*?)\r?\nendstream/.exec(text) ?? [];
    found.set(id, { head, stream: unpacked(body) });
  }
  return found;
}

function unpacked(body: string): string {
  try {
    return inflateSync(Buffer.from(body, 'latin1')).toString('latin1');
  } catch {
    return body;
  }
}

/** Glyph → text, from the ToUnicode map that makes a PDF searchable and readable aloud. */
function glyphs(map: string): Map<string, string> {
  const known = new Map<string, string>();
  for (const [, first = '', , list = ''] of map.matchAll(/<([0-9a-f]+)> <([0-9a-f]+)> \[([^\]]*)\]/gi))
    [...list.matchAll(/<([0-9a-f ]*)>/gi)].forEach(([, hex = ''], n) => {
      const glyph = (Number.parseInt(first, 16) + n).toString(16).padStart(4, '0');
      known.set(glyph, Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'));
    });
  return known;
}

/** The text that a reader finds in a PDF made by pdfkit, in the order in which it was drawn, words parted as drawn. */
export function pdfText(pdf: Buffer): string {
  const objects = objectsOf(pdf);
  const fonts = new Map<string, Map<string, string>>();
  for (const { head } of objects.values())
    for (const [, name = '', id = ''] of head.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const unicode = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id)?.head ?? '')?.[1] ?? '';
      fonts.set(name, glyphs(objects.get(unicode)?.stream ?? ''));
    }
  const drawn = [...objects.values()].filter(({ stream }) => stream.includes('TJ'));
  return drawn.map(({ stream }) => textOf(stream, fonts)).join('\n');
}

function textOf(stream: string, fonts: Map<string, Map<string, string>>): string {
  let font = new Map<string, string>();
  const parts: string[] = [];
  for (const [, name, shown] of stream.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name) font = fonts.get(name) ?? new Map<string, string>();
    const codes = [...(shown ?? '').matchAll(/<([0-9a-f]+)>/gi)].flatMap(
      ([, hex = '']) => hex.match(/.{4}/g) ?? [],
    );
    parts.push(codes.map((code) => font.get(code.toLowerCase()) ?? '').join(''));
  }
  return parts.join(' ').replaceAll(/\s+/g, ' ');
}
