import { z } from 'zod';
import { TemplateError } from './errors.ts';
import { languageOf, readYaml } from './files.ts';

const texts = z.record(z.string(), z.string());

const formSchema = z.strictObject({
  title: z.string(),
  /** Of the later reports. */
  titles: z.strictObject({ followUp: z.string(), final: z.string(), withdrawal: z.string() }),
  reportTypes: z.strictObject({ followUp: z.string(), final: z.string(), withdrawal: z.string() }),
  sections: texts,
  sectionNotes: texts,
  questions: texts,
  help: texts,
  choices: z.record(z.string(), texts),
  choicesOf: texts,
  notYetKnownOnForm: texts,
  states: z.strictObject({
    known: z.string(),
    notYetKnown: z.string(),
    unanswered: z.string(),
    partlyKnown: z.string(),
  }),
  phrases: z.strictObject({
    onForm: z.string(),
    atLeast: z.string(),
    until: z.string(),
    measure: z.string(),
    measureUndated: z.string(),
    referenceAwaited: z.string(),
    notAsked: z.string(),
  }),
  remarks: texts,
  whatToDo: texts,
  findings: texts,
  marks: z.strictObject({ draft: z.string(), drill: z.string() }),
  page: z.string(),
  version: z.string(),
});

/** The words of the ICO's report form in one language. */
export type IcoForm = z.infer<typeof formSchema> & { language: string };

const FILE = 'ico-form.yaml';
const forms = new Map<string, IcoForm>();

/** The form in the language asked for, or in English; whole, never a mixture. */
export function icoForm(asked: string): IcoForm {
  const language = languageOf(FILE, asked);
  const known = forms.get(language);
  if (known) return known;
  const parsed = formSchema.safeParse(readYaml(language, FILE));
  if (!parsed.success) throw new TemplateError(`${language}/${FILE}`, z.prettifyError(parsed.error));
  const form = { ...parsed.data, language };
  forms.set(language, form);
  return form;
}

type TextTable = {
  [K in keyof IcoForm]: IcoForm[K] extends Record<string, string> ? K : never;
}[keyof IcoForm];

/** One text of the form. @throws TemplateError that names the key */
export function formText(form: IcoForm, table: TextTable, key: string): string {
  const text = (form[table] as Record<string, string>)[key];
  if (text === undefined)
    throw new TemplateError(`${form.language}/${FILE}`, `has no text for "${table}.${key}"`, key);
  return text;
}

/** The words of one choice of a question, or undefined for a value that is none of them. */
export const choiceText = (form: IcoForm, question: string, value: string): string | undefined =>
  form.choices[form.choicesOf[question] ?? question]?.[value];

/** Puts values into the braces of a phrase. */
export const fill = (phrase: string, values: Record<string, string>): string =>
  phrase.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
