import { inCommands } from './plainCommands.ts';

/** 1: refused or failed; 2: the input was wrong. */
export type ExitCode = 1 | 2;

/** A failure that is told in a sentence with its cure. */
export class CliError extends Error {
  override name = 'CliError';
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

export const badInput = (message: string): CliError => new CliError(message, 2);

/** No answer came. `mayHaveArrived` is false where the request certainly never reached a server. */
export class Unreachable extends CliError {
  override name = 'Unreachable';
  readonly mayHaveArrived: boolean;

  constructor(message: string, mayHaveArrived: boolean) {
    super(message);
    this.mayHaveArrived = mayHaveArrived;
  }
}

/** RFC 9457, as the API writes it. */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: { field: string; message: string }[];
  [member: string]: unknown;
}

const BAD_INPUT_STATUS = [400, 413, 415, 422];

/** A failure that is told as a problem document: by the API, or by a command that works without it. */
export class ProblemError extends CliError {
  override name = 'ProblemError';
  readonly document: ProblemDocument;

  constructor(document: ProblemDocument) {
    super(document.detail, BAD_INPUT_STATUS.includes(document.status) ? 2 : 1);
    this.document = document;
  }
}

/** The API's refusal. */
export class ApiProblem extends ProblemError {
  override name = 'ApiProblem';

  /** The last part of the problem's type, e.g. "revisionConflict". */
  get code(): string {
    return this.document.type.split('/').at(-1) ?? '';
  }
}

/** What is printed for a failure: the sentence, then each field and its message. */
export function errorLines(error: unknown): string[] {
  if (error instanceof ProblemError) return [error.message, ...fieldLines(error.document)].map(inCommands);
  if (error instanceof CliError) return [error.message];
  if (error instanceof Error && error.name === 'ConfigError') return [error.message];
  if (error instanceof Error && error.name === 'ExitPromptError') return ['Nothing was declared.'];
  return [
    `This is a fault of Tocsin: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  ];
}

const fieldLines = ({ detail, errors = [] }: ProblemDocument): string[] =>
  errors
    .filter(({ field, message }) => detail !== `${field}: ${message}`)
    .map(({ field, message }) => (message === detail ? `  ${field}` : `  ${field}  ${message}`));

/** The same failure as a problem document, for `--json`. */
export function errorDocument(error: unknown): Record<string, unknown> {
  if (error instanceof ProblemError) return error.document;
  const [detail = ''] = errorLines(error);
  return { type: 'about:blank', title: 'The command failed', detail, exitCode: exitCodeOf(error) };
}

export const exitCodeOf = (error: unknown): number => (error instanceof CliError ? error.exitCode : 1);
