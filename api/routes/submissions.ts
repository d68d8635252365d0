import { z } from 'zod';
import { readIncident } from '../../db/incidentChange.ts';
import { type Submission, submissionsOf } from '../../db/submissions.ts';
import { recordSubmission } from '../commands/submit.ts';
import { identityOf } from '../plugins/authentication.ts';
import { changeProblems, instantOut, problems, uuid } from '../schemas/common.ts';
import { incidentView, submissionSchema } from '../schemas/incidents.ts';
import { submissionView } from '../schemas/notices.ts';
import { changeAndShow, repeatHeaders } from './changes.ts';
import type { Routes } from './types.ts';

const params = z.object({ id: uuid });

/** A late report says why (Art. 33(1)), in its first record or in one that was added to it. */
function lacksReasons({ id, addsTo, late }: Submission, all: readonly Submission[]): boolean {
  if (!late || addsTo !== null) return false;
  return !all.some((one) => (one.id === id || one.addsTo === id) && one.reasonsForDelay !== null);
}

function submissionJson(submission: Submission, all: readonly Submission[], madeRealAt: Date | null) {
  const { obligationId, noticeId, madeAt, recordedAt, incidentId: _, ...rest } = submission;
  return {
    ...rest,
    missing: [...(lacksReasons(submission, all) ? ['33(1)'] : []), ...rest.missing],
    obligation: obligationId,
    notice: noticeId,
    madeAt: madeAt.toISOString(),
    recordedAt: recordedAt.toISOString(),
    practised: madeRealAt !== null && recordedAt < madeRealAt,
  };
}

export const submissionRoutes: Routes = (app, context) => {
  app.post('/v1/incidents/:id/submissions', {
    config: { scope: 'incidents:write' },
    schema: {
      summary: 'Record a report that was made to the authority',
      tags: ['actions'],
      params,
      headers: repeatHeaders,
      body: submissionSchema,
      response: { 200: incidentView, ...changeProblems },
    },
    handler: (request) =>
      changeAndShow(context, request, async (change) => {
        await recordSubmission(change, request.body);
      }),
  });

  app.get('/v1/incidents/:id/submissions', {
    config: { scope: 'incidents:read' },
    schema: {
      summary: 'The reports that were made, in their order',
      tags: ['notices'],
      params,
      response: { 200: z.object({ items: z.array(submissionView), serverTime: instantOut }), ...problems },
    },
    handler: (request) =>
      readIncident(
        context,
        identityOf(request).organisationId,
        request.params.id,
        async ({ scope, incident, sealer, now }) => {
          const all = await submissionsOf(scope, incident.id, sealer);
          return {
            items: all.map((one) => submissionJson(one, all, incident.madeRealAt)),
            serverTime: now.toISOString(),
          };
        },
      ),
  });
};
