import { z } from 'zod';
import { dutyText } from './duties.ts';
import { entry, reasonText, textsSchema } from './entries.ts';
import { type Compiled, createEngine } from './liquid.ts';

const timelineSchema = z.record(
  z.string(),
  z.strictObject({ text: z.string(), variables: z.array(z.string()).default([]) }),
);

const phrase = (kind: string, language: string): string =>
  entry('words.yaml', kind, language, textsSchema).text;

/** Words for codes inside a sentence ("superseded", "smtp"); a code without a word stands for itself. */
export function word(code: string, language: string): string {
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
    duty: (id) => dutyText(id, language).name,
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
