import { z } from 'zod';
import { TemplateError } from './errors.ts';
import { FALLBACK, languageOf, readYaml } from './files.ts';
import { type Compiled, createEngine } from './liquid.ts';
import type { ObligationText } from './types.ts';

const obligationsSchema = z.record(z.string(), z.strictObject({ name: z.string(), task: z.string() }));
const textsSchema = z.record(z.string(), z.string());
const timelineSchema = z.record(
  z.string(),
  z.strictObject({ text: z.string(), variables: z.array(z.string()).default([]) }),
);

const loaded = new Map<string, Record<string, unknown>>();

function catalogue<T>(
  file: string,
  language: string,
  schema: z.ZodType<Record<string, T>>,
): Record<string, T> {
  const key = `${language}/${file}`;
  const known = loaded.get(key);
  if (known) return known as Record<string, T>;
  const parsed = schema.safeParse(readYaml(language, file));
  if (!parsed.success) throw new TemplateError(key, z.prettifyError(parsed.error));
  loaded.set(key, parsed.data);
  return parsed.data;
}

/** The entry in the language asked for, else in English. @throws TemplateError that names the file and the key */
function entry<T>(file: string, key: string, language: string, schema: z.ZodType<Record<string, T>>) {
  for (const candidate of new Set([languageOf(file, language), FALLBACK])) {
    const texts = catalogue(file, candidate, schema);
    if (Object.hasOwn(texts, key)) return { text: texts[key] as T, language: candidate };
  }
  throw new TemplateError(`${language}/${file}`, `has no text for "${key}"`, key);
}

/** Name and task of a kind of obligation. */
export const obligationLabel = (kind: string, language: string): ObligationText =>
  entry('obligations.yaml', kind, language, obligationsSchema).text;

/** One sentence for a reason of the assessment or the plan. */
export const reasonText = (code: string, language: string): string =>
  entry('reasons.yaml', code, language, textsSchema).text;

/** One sentence for what would keep a page from reaching a person, with the cure. */
export const warningText = (code: string, language: string): string =>
  entry('warnings.yaml', code, language, textsSchema).text;

const phrase = (kind: string, language: string): string =>
  entry('words.yaml', kind, language, textsSchema).text;

/** Words for codes inside a sentence ("superseded", "smtp"); a code without a word stands for itself. */
function word(code: string, language: string): string {
  try {
    return phrase(code, language);
  } catch {
    return code;
  }
}

const compiledLines = new Map<string, Compiled>();

function timelineLine(kind: string, asked: string): Compiled {
  const { text, language } = entry('timeline.yaml', kind, asked, timelineSchema);
  const key = `${language}/${kind}`;
  const known = compiledLines.get(key);
  if (known) return known;
  const engine = createEngine('plain', language, {
    duty: (id) => dutyName(id, language),
    word: (code) => word(code, language),
    why: (code) => whyText(code, language),
  });
  const line = engine.compile(`${language}/timeline.yaml#${kind}`, text.text, [
    ...text.variables,
    'timeZone',
  ]);
  compiledLines.set(key, line);
  return line;
}

/** Obligations are named by their id, which begins with the kind ("controllers/acme"). */
function dutyName(id: string, language: string): string {
  const [kind = id] = id.split(/[/:]/);
  try {
    return obligationLabel(kind, language).name;
  } catch {
    return id;
  }
}

function whyText(code: string, language: string): string {
  try {
    return reasonText(code, language).replace(/\.$/, '');
  } catch {
    return code;
  }
}

/**
 * One line for people about one timeline entry, from its data and personal values. A value that is absent or was
 * erased leaves its part of the sentence out: old entries must stay readable. Instants in `data` are ISO 8601.
 * @throws TemplateError for a kind without a text
 */
export function timelineText(
  kind: string,
  language: string,
  data: Record<string, unknown>,
  options: { timeZone?: string } = {},
): string {
  const line = timelineLine(kind, language);
  const absent = Object.fromEntries(line.variables.map((variable) => [variable, null]));
  const given = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
  return line
    .render({ ...absent, ...given, timeZone: options.timeZone ?? 'UTC' })
    .replace(/\s+/g, ' ')
    .replace(/ ([.,;:])/g, '$1')
    .trim();
}
