import { inOrganisation } from '../../db/database.ts';
import { statisticsIncidents } from '../../db/registerStatistics.ts';
import { statistics } from '../../domain/register/statistics.ts';
import { localDate } from '../../domain/time/zone.ts';
import { readInstant } from '../instants.ts';
import { Problem } from '../problems.ts';
import { identityOf } from '../plugins/authentication.ts';
import { problems } from '../schemas/common.ts';
import { statisticsQuery, statisticsView } from '../schemas/statistics.ts';
import { iso } from '../views/incident.ts';
import { ownOrganisation } from './register.ts';
import type { Routes } from './types.ts';

/** Figures about the incidents of a period. Drills are not among them. */
export const statisticsRoutes: Routes = (app, context) => {
  app.get('/v1/statistics', {
    config: { scope: 'incidents:read' },
    schema: {
      summary: 'How many, how fast, how late; each figure with its count',
      tags: ['register'],
      querystring: statisticsQuery,
      response: { 200: statisticsView, ...problems },
    },
    handler: (request) =>
      inOrganisation(context.db, identityOf(request).organisationId, async (scope) => {
        const { timeZone } = (await ownOrganisation(context, scope)).policy;
        const { from, to } = request.query;
        const period = {
          from: from === undefined ? null : startOf('querystring/from', from, timeZone),
          to: to === undefined ? null : endOf('querystring/to', to, timeZone),
        };
        requireOrder(period);
        const now = context.clock.now();
        return {
          period: { from: iso(period.from), to: iso(period.to) },
          ...statistics(await statisticsIncidents(scope, context.keys, period), now),
          serverTime: now.toISOString(),
        };
      }),
  });
};

/** @throws Problem when the period ends before it begins */
function requireOrder({ from, to }: { from: Date | null; to: Date | null }): void {
  if (!from || !to || from <= to) return;
  const message = 'the period ends before it begins; correct from or to';
  throw new Problem('invalidRequest', message, { errors: [{ field: 'querystring/to', message }] });
}

const DAY = /^\d{4}-\d\d-\d\d$/;

const startOf = (field: string, input: string, timeZone: string): Date =>
  readInstant(field, DAY.test(input) ? `${input}T00:00` : input, timeZone);

/** A day is in the period to its end: to the start of the next one. */
function endOf(field: string, input: string, timeZone: string): Date {
  if (!DAY.test(input)) return readInstant(field, input, timeZone);
  const noon = readInstant(field, `${input}T12:00`, timeZone);
  return startOf(field, localDate(new Date(noon.getTime() + 86_400_000), timeZone), timeZone);
}
