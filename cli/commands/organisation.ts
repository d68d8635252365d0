import type { Run } from '../context.ts';
import type { StoredOrganisation } from '../types.ts';

/** As YAML, so that it can be edited and set again. */
export const show: Run = async (context) => {
  const answer = await context.client.get<StoredOrganisation>('/v1/organisation');
  const { stringify } = await import('yaml');
  context.show(answer, ({ organisation, revision }) => {
    context.out.line(`# revision ${revision}`);
    context.out.line(stringify(organisation).trimEnd());
  });
};

/** Without --revision it replaces the organisation as it is now. */
export const set: Run<{ revision?: string }> = async (context, [file = ''], options) => {
  const { readOrganisation } = await import('../organisationFile.ts');
  const organisation = await readOrganisation(file);
  const revision =
    options.revision === undefined
      ? (await context.client.get<StoredOrganisation>('/v1/organisation')).revision
      : Number(options.revision);
  const answer = await context.client.put<StoredOrganisation>('/v1/organisation', { revision, organisation });
  context.show(answer, (stored) => {
    context.out.line(
      `${stored.organisation.name} is at revision ${stored.revision}. Running incidents keep the deadlines they were declared with.`,
    );
    for (const { text } of stored.warnings) context.out.note(`Note: ${text}`);
  });
};
