import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];
type Stream = NodeJS.WriteStream;

/**
 * What the CLI prints. Colour only on a terminal and unless NO_COLOR is set; warnings and errors go to stderr, so
 * that they are seen when the output is piped.
 */
export class Output {
  readonly json: boolean;
  readonly #out: Stream;
  readonly #err: Stream;

  constructor(json: boolean, out: Stream = process.stdout, err: Stream = process.stderr) {
    this.json = json;
    this.#out = out;
    this.#err = err;
  }

  line(text = ''): void {
    this.#out.write(`${text}\n`);
  }

  lines(texts: readonly string[]): void {
    for (const text of texts) this.line(text);
  }

  /** Beside the result: where a file was put, what to do next. Not part of a JSON answer. */
  note(text: string): void {
    (this.json ? this.#err : this.#out).write(`${text}\n`);
  }

  error(text: string): void {
    this.#err.write(`${text}\n`);
  }

  /** Loud: what would keep a person from being reached must not be overlooked. */
  warn(text: string): void {
    this.#err.write(`\n${this.#paint(['bold', 'red'], `!!! WARNING: ${text}`, this.#err)}\n`);
  }

  result(value: unknown): void {
    this.line(JSON.stringify(value, null, 2));
  }

  bytes(content: Buffer): void {
    this.#out.write(content);
  }

  style(style: Style, text: string): string {
    return this.#paint(style, text, this.#out);
  }

  #paint(style: Style, text: string, stream: Stream): string {
    return stream.isTTY === true ? styleText(style, text, { stream }) : text;
  }
}

/**
 * Text of others without control characters: a title must not move the cursor or recolour the terminal.
 * Line breaks and tabs stay.
 */
export function cleaned<T>(value: T): T {
  if (typeof value === 'string') return value.replaceAll(CONTROL, '') as T;
  if (Array.isArray(value)) return value.map((item: unknown) => cleaned(item)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cleaned<unknown>(item)])) as T;
}

const CONTROL = /[^\P{Cc}\n\t]/gu;
