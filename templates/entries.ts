import { z } from 'zod';
import { TemplateError } from './errors.ts';
import { FALLBACK, languageOf, readYaml } from './files.ts';
import type { ObligationText } from './types.ts';

const obligationsSchema = z.record(z.string(), z.strictObject({ name: z.string(), task: z.string() }));
export const textsSchema = z.record(z.string(), z.string());

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
export function entry<T>(file: string, key: string, language: string, schema: z.ZodType<Record<string, T>>) {
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
