import { CliError, ProblemError } from './errors.ts';

export interface FieldError {
  /** Dotted path of a fact ("cia.integrity"), or the name of an option or argument. */
  field: string;
  message: string;
}

const INPUT = { type: '/problems/invalidRequest', title: 'The request is not valid', status: 400 };

/**
 * Errors of the domain that mean "this input is not valid", by the name of their class: the classes themselves (and
 * zod) are not loaded for it.
 */
const INPUT_ERRORS = [
  'InvalidTimeError',
  'AmbiguousTimeError',
  'WorkingDaysError',
  'SeverityInputError',
  'InterviewAnswerError',
];

/** Bad input with the field it is about. Exit code 2. */
export const badField = (field: string, message: string): ProblemError =>
  problemOf(message, [{ field, message }]);

/**
 * The problem document (RFC 9457) of bad input; anything else comes back as it is, being a fault of Tocsin.
 * The codes of the domain and the readings of an ambiguous time are members of the document.
 */
export function inputProblem(error: unknown): unknown {
  if (error instanceof ProblemError || !(error instanceof Error)) return error;
  if (error instanceof CliError) return error.exitCode === 2 ? problemOf(error.message, []) : error;
  if (isZodError(error)) return problemOfFields(error.issues.flatMap(fieldErrors));
  if (!INPUT_ERRORS.includes(error.name)) return error;
  const { code, readings, errors = [] } = error as DomainError;
  return problemOf(error.message, errors, { code, readings });
}

/** A command line that cannot be read, in the words of the command line parser. */
export function usageProblem(message: string): ProblemError {
  const text = message.replace(/^error: /, '');
  const field = /--([a-z][\w-]*)/.exec(text)?.[1] ?? /argument '([\w-]+)'/.exec(text)?.[1];
  return problemOf(text, field === undefined ? [] : [{ field, message: text }]);
}

type DomainError = Error & { code?: string; readings?: readonly string[]; errors?: FieldError[] };

function problemOfFields(errors: FieldError[]): ProblemError {
  const [first] = errors;
  return problemOf(first ? `${first.field}: ${first.message}` : 'The input is not valid.', errors);
}

function problemOf(detail: string, errors: FieldError[], more: Record<string, unknown> = {}): ProblemError {
  const members = Object.entries(more).filter(([, value]) => value !== undefined);
  return new ProblemError({ ...INPUT, detail, errors, ...Object.fromEntries(members) });
}

interface ZodIssue {
  code?: string;
  path: PropertyKey[];
  message: string;
  keys?: string[];
}

const isZodError = (error: Error): error is Error & { issues: ZodIssue[] } =>
  error.name.endsWith('ZodError') && 'issues' in error;

/** One line for each field; a field that nobody knows is named itself, not its parent. */
function fieldErrors({ path, message, keys }: ZodIssue): FieldError[] {
  if (keys) return keys.map((key) => ({ field: dotted([...path, key]), message: 'is not a known field' }));
  return [{ field: dotted(path), message }];
}

const dotted = (path: PropertyKey[]): string => path.map(String).join('.');
