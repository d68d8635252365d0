/** Longest content line in octets without its line break, RFC 5545 §3.1. */
const LINE_OCTETS = 75;

/** A UTC instant as RFC 5545 §3.3.5 writes it, cut to the second. Throws RangeError for an invalid date. */
export const utcStamp = (instant: Date): string =>
  `${instant.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;

/** A property of type TEXT; whatever is in `value` stays inside it (RFC 5545 §3.3.11). */
export function textProperty(name: string, value: string, language?: string): string {
  const parameter = language && /^[A-Za-z0-9-]+$/.test(language) ? `;LANGUAGE=${language}` : '';
  return `${name}${parameter}:${escapeText(value)}`;
}

/** A property of type URI, which has no escapes: control characters and spaces, which no URI has, are dropped. */
export const uriProperty = (name: string, value: string): string =>
  `${name}:${value.replace(/[\p{Cc}\p{Z}]/gu, '')}`;

function escapeText(value: string): string {
  return value
    .toWellFormed()
    .replace(/\r\n|[\r\u0085\u2028\u2029]/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/[\\;,]/g, (character) => `\\${character}`)
    .replace(/\n/g, '\\n');
}

/** Joins content lines with CRLF, each folded at 75 octets and never inside a character. */
export const contentLines = (lines: readonly string[]): string =>
  lines.map((line) => `${fold(line)}\r\n`).join('');

function fold(line: string): string {
  let folded = '';
  let octets = 0;
  for (const character of line) {
    const size = utf8Size(character.codePointAt(0)!);
    if (octets + size > LINE_OCTETS) {
      folded += '\r\n ';
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return folded;
}

function utf8Size(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
