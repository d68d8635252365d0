import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import matter from 'gray-matter';
import { parse } from 'yaml';
import { z } from 'zod';
import { TemplateError } from './errors.ts';

/** The language every text exists in; what is missing in another language is taken from here. */
export const FALLBACK = 'en';

const folder = fileURLToPath(new URL('.', import.meta.url));
const LANGUAGE = /^[a-z]{2,3}$/;

/** Languages that have a folder. */
export const languages = (): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && LANGUAGE.test(entry.name) && entry.name !== 'documents')
    .map((entry) => entry.name);

const pathOf = (language: string, file: string): string => `${folder}${language}/${file}`;

const present = new Map<string, boolean>();

function exists(path: string): boolean {
  const known = present.get(path);
  if (known !== undefined) return known;
  const found = existsSync(path);
  present.set(path, found);
  return found;
}

/** The language in which `file` exists: the one asked for, else English. Never a path out of the folder. */
export const languageOf = (file: string, asked: string): string =>
  LANGUAGE.test(asked) && exists(pathOf(asked, file)) ? asked : FALLBACK;

const frontMatterSchema = z.strictObject({
  kind: z.enum(['mail', 'page', 'notice', 'document', 'event']),
  language: z.string().regex(LANGUAGE),
  version: z.number().int().min(1),
  /** Of a mail: its subject; of anything else: its title. */
  subject: z.string().min(1),
  variables: z.array(z.string().regex(/^[a-z][A-Za-z0-9]*$/)).default([]),
});

export type FrontMatter = z.infer<typeof frontMatterSchema>;

const refuse = (): never => {
  throw new Error('front matter is YAML');
};

/** YAML only: gray-matter would otherwise run front matter that says it is JavaScript. */
const engines = {
  yaml: { parse: (text: string) => parse(text) as object, stringify: refuse },
  json: { parse: refuse, stringify: refuse },
  javascript: { parse: refuse, stringify: refuse },
};

export interface TemplateFile {
  name: string;
  frontMatter: FrontMatter;
  body: string;
}

const describe = (error: unknown): string =>
  error instanceof z.ZodError
    ? error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')
    : String((error as Error).message);

/** Front matter and body of one template. @throws TemplateError that names the file and the field */
export function parseTemplate(name: string, source: string, language: string): TemplateFile {
  try {
    const { data, content } = matter(source, { language: 'yaml', engines });
    const frontMatter = frontMatterSchema.parse(data);
    if (frontMatter.language !== language)
      throw new Error(`language: says ${frontMatter.language}, lies in ${language}`);
    return { name, frontMatter, body: content };
  } catch (error) {
    throw new TemplateError(name, `front matter: ${describe(error)}`);
  }
}

export const readTemplate = (language: string, file: string): TemplateFile =>
  parseTemplate(`${language}/${file}`, readFileSync(pathOf(language, file), 'utf8'), language);

export const readYaml = (language: string, file: string): unknown =>
  parse(readFileSync(pathOf(language, file), 'utf8'));
