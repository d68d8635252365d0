import { htmlFragment, htmlPage } from './documents/html.ts';
import { toText } from './documents/text.ts';
import { subjectLine } from './escape.ts';
import { TemplateError } from './errors.ts';
import { languageOf, readTemplate } from './files.ts';
import { type Compiled, createEngine } from './liquid.ts';
import { dutyText } from './duties.ts';
import { word } from './texts.ts';
import { MESSAGES, type MessageName, type RenderedMessage } from './types.ts';

interface Message {
  language: string;
  form: 'mail' | 'html';
  subject: Compiled;
  body: Compiled;
}

const compiled = new Map<string, Message>();

/** Pages with a form cannot be written in Markdown. */
const fileOf = (name: MessageName): string =>
  name.endsWith('acknowledge-page') ? `${name}.html` : `${name}.md`;

const isMessage = (name: string): name is MessageName => (MESSAGES as readonly string[]).includes(name);

function load(name: MessageName, asked: string): Message {
  const file = fileOf(name);
  const language = languageOf(file, asked);
  const known = compiled.get(`${language}/${file}`);
  if (known) return known;
  const { frontMatter, body, name: label } = readTemplate(language, file);
  const form = file.endsWith('.html') ? 'html' : 'mail';
  const lookups = {
    duty: (id: string) => dutyText(id, language).name,
    task: (id: string) => dutyText(id, language).task,
    word: (code: string) => word(code, language),
  };
  const message: Message = {
    language,
    form,
    subject: createEngine('plain', language, lookups).compile(
      label,
      frontMatter.subject,
      frontMatter.variables,
    ),
    body: createEngine(form, language, lookups).compile(label, body, frontMatter.variables),
  };
  compiled.set(`${language}/${file}`, message);
  return message;
}

/**
 * Renders one message in the language asked for, or in English where it does not exist; `language` says which was
 * used. Values are data: no HTML, Markdown, link or header in them takes effect.
 * @throws TemplateError that names the template, and the variable where one is missing
 */
export function renderMessage(name: string, language: string, vars: object): RenderedMessage {
  if (!isMessage(name)) throw new TemplateError(name, 'there is no such message');
  const message = load(name, language);
  const values = vars as Record<string, unknown>;
  const subject = subjectLine(message.subject.render(values));
  const body = message.body.render(values);
  const used = { subject, language: message.language };
  if (message.form === 'html')
    return { ...used, text: subject, html: htmlPage(subject, message.language, body) };
  return { ...used, text: toText(body), html: htmlPage(subject, message.language, htmlFragment(body)) };
}
