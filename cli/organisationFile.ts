import { type Organisation, organisationSchema } from '../domain/organisation.ts';
import { badInput } from './errors.ts';
import { readDocument } from './files.ts';

/**
 * Reads an organisation from YAML or JSON.
 * @throws CliError (2) naming each field that is wrong
 */
export async function readOrganisation(path: string): Promise<Organisation> {
  const parsed = organisationSchema.safeParse(await readDocument(path));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `  ${issue.path.join('.') || '(top)'}  ${issue.message}`,
  );
  throw badInput(
    [`${path} is not a valid organisation; docs/organisation.md describes it.`, ...problems].join('\n'),
  );
}
