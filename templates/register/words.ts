import { z } from 'zod';
import type { Reason } from '../../domain/obligations.ts';
import { TemplateError } from '../errors.ts';
import { languageOf, readYaml } from '../files.ts';
import { fill } from '../icoForm.ts';
import { reasonText } from '../entries.ts';

const texts = z.record(z.string(), z.string());
const schema = z.strictObject({
  title: z.string(),
  page: z.string(),
  columns: texts,
  words: z.record(z.string(), texts),
  phrases: texts,
});

const FILE = 'register.yaml';
const loaded = new Map<string, RegisterWords>();

/** The words of the register in one language; whole, never a mixture. */
export class RegisterWords {
  readonly language: string;
  readonly title: string;
  readonly page: string;
  readonly #texts: z.infer<typeof schema>;

  constructor(language: string) {
    const parsed = schema.safeParse(readYaml(language, FILE));
    if (!parsed.success) throw new TemplateError(`${language}/${FILE}`, z.prettifyError(parsed.error));
    this.language = language;
    this.#texts = parsed.data;
    this.title = parsed.data.title;
    this.page = parsed.data.page;
  }

  /** @throws TemplateError for a column without a label */
  column(id: string): string {
    return this.#text(this.#texts.columns, `columns.${id}`, id);
  }

  /** A code in words; what nobody knows yet in these words, and a code without a word as itself. */
  word(group: string, code: string | null): string {
    if (code === null) return this.phrase('notYetKnown');
    return this.#texts.words[group]?.[code] ?? code;
  }

  phrase(id: string, value = ''): string {
    return fill(this.#text(this.#texts.phrases, `phrases.${id}`, id), { value, at: value });
  }

  /** Reasons one after the other, each with its source. */
  reasons(reasons: readonly Reason[]): string {
    return reasons.map(({ code, source }) => `${this.why(code)} (${source})`).join(' ');
  }

  yesNo(answer: boolean | null): string {
    return answer === null ? '' : this.word('yesNo', answer ? 'yes' : 'no');
  }

  /** Old records stay readable: a reason whose text is gone stands for itself. */
  why(code: string): string {
    try {
      return reasonText(code, this.language);
    } catch {
      return code;
    }
  }

  #text(from: Record<string, string>, key: string, id: string): string {
    const text = from[id];
    if (text === undefined)
      throw new TemplateError(`${this.language}/${FILE}`, `has no text for "${key}"`, key);
    return text;
  }
}

/** The words in the language asked for, or in English. */
export function registerWords(asked: string): RegisterWords {
  const language = languageOf(FILE, asked);
  const known = loaded.get(language) ?? new RegisterWords(language);
  loaded.set(language, known);
  return known;
}
