/** One header line: its name in lower case, its value unfolded. In the order in which they stand in the mail. */
export type Headers = readonly { name: string; value: string }[];

/** No mail has as many bytes of headers; what is beyond is not read. */
const MOST_BYTES = 256 * 1024;

/** The header lines of a mail as they came, before anything is decoded. */
export function headersOf(raw: Buffer): Headers {
  const text = raw.subarray(0, MOST_BYTES).toString('utf8');
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  const unfolded = text.slice(0, end).replace(/\r?\n[ \t]+/g, ' ');
  return unfolded.split(/\r?\n/).flatMap((line) => {
    const colon = line.indexOf(':');
    if (colon < 1) return [];
    return [{ name: line.slice(0, colon).trim().toLowerCase(), value: line.slice(colon + 1).trim() }];
  });
}

export const valuesOf = (headers: Headers, name: string): string[] =>
  headers.filter((one) => one.name === name).map(({ value }) => value);

export const firstOf = (headers: Headers, name: string): string | undefined => valuesOf(headers, name)[0];
