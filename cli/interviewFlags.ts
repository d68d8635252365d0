import { badInput } from './errors.ts';

/** The flags of `interview`. */
export interface InterviewFlags {
  track?: string;
  answers?: string;
  role?: string;
  out?: string;
  by?: string;
}

/** What `--answers` holds: the answers by the id of their question, and the role where there is no incident. */
export interface AnswersFile {
  role?: unknown;
  answers: Record<string, unknown>;
}

/** The format of the printed result, by the name of its file. @throws CliError (2) */
export function formatOf(path: string): 'md' | 'pdf' {
  if (path.endsWith('.md')) return 'md';
  if (path.endsWith('.pdf')) return 'pdf';
  throw badInput(`--out "${path}": the name must end in .md or .pdf.`);
}
