import type { Scope } from './database.ts';

/** Submission → the notification that it was part of, for those that were made for a whole bundle. */
export async function bundleReports(scope: Scope): Promise<ReadonlyMap<string, string>> {
  const rows = await scope
    .selectFrom('registerBundleReports')
    .select(['submissionId', 'reportId'])
    .where('organisationId', '=', scope.organisationId)
    .execute();
  return new Map(rows.map(({ submissionId, reportId }) => [submissionId, reportId]));
}

/** Notes that this submission was part of one notification for a bundle. */
export async function insertBundleReport(
  scope: Scope,
  report: { submissionId: string; bundleId: string; reportId: string },
): Promise<void> {
  await scope
    .insertInto('registerBundleReports')
    .values({ organisationId: scope.organisationId, ...report })
    .execute();
}
