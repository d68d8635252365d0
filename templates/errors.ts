/** A template or a catalogue that cannot be used; names the file and, where there is one, the variable. */
export class TemplateError extends Error {
  override name = 'TemplateError';
  readonly template: string;
  readonly variable: string | null;

  constructor(template: string, problem: string, variable: string | null = null) {
    super(`template "${template}": ${problem}`);
    this.template = template;
    this.variable = variable;
  }
}
