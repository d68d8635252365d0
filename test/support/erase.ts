import { type Database, inOrganisation } from '../../db/database.ts';

/** Erases the key of one incident, as somebody does whom its legal holds no longer bind. */
export const eraseKey = (
  db: Database,
  organisationId: string,
  incidentId: string,
  now: Date,
): Promise<void> =>
  inOrganisation(db, organisationId, async (scope) => {
    await scope
      .updateTable('legalHolds')
      .set({ liftedAt: now })
      .where('incidentId', '=', incidentId)
      .execute();
    await scope
      .updateTable('dataKeys')
      .set({ wrapped: null, erasedAt: now })
      .where('subjectId', '=', incidentId)
      .execute();
  });
