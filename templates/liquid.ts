import { Liquid, type Template } from 'liquidjs';
import { formatInstant } from '../domain/time/format.ts';
import { TemplateError } from './errors.ts';
import { asText, clean, defanged, htmlText, linkTarget, markdownLine, markdownQuote } from './escape.ts';

/** What a template is written in decides how the values it puts out are made harmless. */
export type Form = 'mail' | 'markdown' | 'html' | 'plain';

const ESCAPE: Record<Form, (value: unknown) => string> = {
  mail: (value) => markdownLine(defanged(value)),
  markdown: markdownLine,
  html: htmlText,
  plain: (value) => clean(value).replace(/\s+/g, ' '),
};

/** Words that a template takes from another catalogue of the same language. */
export type Lookup = (kind: string) => string;

export interface Compiled {
  readonly name: string;
  readonly variables: readonly string[];
  /** @throws TemplateError that names the template and the variable that is missing */
  render(vars: Record<string, unknown>): string;
}

export interface Engine {
  compile(name: string, source: string, variables: readonly string[]): Compiled;
}

/** Templates of one form in one language. `lookups` become filters. */
export function createEngine(form: Form, language: string, lookups: Record<string, Lookup> = {}): Engine {
  const liquid = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    outputEscape: (value: unknown) => ESCAPE[form](value),
    // Templates are our own files; nothing may be included by a path.
    templates: {},
    renderLimit: 5_000,
  });
  liquid.registerFilter('url', { raw: true, handler: (value: unknown) => linkTarget(value) });
  liquid.registerFilter('quote', {
    raw: true,
    handler: (value: unknown) => markdownQuote(form === 'mail' ? defanged(value) : value),
  });
  liquid.registerFilter('local', (value: unknown, zone: unknown) =>
    localTime(value, typeof zone === 'string' ? zone : 'UTC', language),
  );
  for (const [name, lookup] of Object.entries(lookups))
    liquid.registerFilter(name, (value: unknown) => (value ? lookup(asText(value)) : ''));
  return { compile: (name, source, variables) => compile(liquid, name, source, variables) };
}

/** An ISO instant as people read it; anything else as it is. */
function localTime(value: unknown, zone: string, language: string): string {
  if (value === null || value === undefined) return '';
  const instant = new Date(asText(value));
  return Number.isNaN(instant.getTime()) ? asText(value) : formatInstant(instant, zone, language);
}

function compile(liquid: Liquid, name: string, source: string, variables: readonly string[]): Compiled {
  const templates = parseNamed(liquid, name, source);
  const used = liquid.globalVariablesSync(templates).map(String);
  const unknown = used.find((variable) => !variables.includes(variable));
  if (unknown) throw new TemplateError(name, `uses "${unknown}", which it does not declare`, unknown);
  return { name, variables, render: (vars) => render(liquid, name, templates, variables, vars) };
}

function parseNamed(liquid: Liquid, name: string, source: string): Template[] {
  try {
    return liquid.parse(source);
  } catch (error) {
    throw new TemplateError(name, (error as Error).message);
  }
}

function render(
  liquid: Liquid,
  name: string,
  templates: Template[],
  variables: readonly string[],
  vars: Record<string, unknown>,
): string {
  const missing = variables.find((variable) => vars[variable] === undefined);
  if (missing) throw new TemplateError(name, `the variable "${missing}" is missing`, missing);
  try {
    return String(liquid.renderSync(templates, vars));
  } catch (error) {
    const message = (error as Error).message;
    throw new TemplateError(name, message, /undefined variable: ([\w.]+)/.exec(message)?.[1] ?? null);
  }
}
