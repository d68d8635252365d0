import { type Organisation, organisationSchema } from '../domain/organisation.ts';
import { placesWithMarker, SECRET_IS_SET } from '../domain/secretMarker.ts';
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

/**
 * Reads an organisation that is not stored yet, so that no secret can be kept.
 * @throws CliError (2) naming each field that is wrong, and each secret that is only the marker
 */
export async function readNewOrganisation(path: string): Promise<Organisation> {
  const organisation = await readOrganisation(path);
  const places = placesWithMarker(organisation).map((name) => `"${name}"`);
  if (places.length === 0) return organisation;
  throw badInput(
    `${path} was printed by \`organisation show\`, which writes "${SECRET_IS_SET}" in the place of a secret: ` +
      `write the secret itself for ${places.join(', ')}, or leave it out.`,
  );
}
