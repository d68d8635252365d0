import { z } from 'zod';
import { changeIncident, readIncident } from '../../db/incidentChange.ts';
import { toPdf } from '../../templates/documents/index.ts';
import { interviewState } from '../../templates/interview.ts';
import { interviewMarkdown, interviewOptions, type InterviewSheet } from '../../templates/interviewSheet.ts';
import { answerInterview, filled } from '../commands/interview.ts';
import type { ApiContext } from '../context.ts';
import { actorOf, identityOf } from '../plugins/authentication.ts';
import { changeProblems, document, problems, uuid } from '../schemas/common.ts';
import {
  interviewAnswersSchema,
  interviewSchema,
  interviewView,
  trackInterviewView,
} from '../schemas/interview.ts';
import { interviewSheet, trackInterview } from '../views/interview.ts';
import { personOf, requireRevision } from './changes.ts';
import type { App, Routes } from './types.ts';

const READ = { scope: 'incidents:read' as const };
const PATH = '/v1/incidents/:id/tracks/:track/interview';
const LANGUAGE = 'en';
const tags = ['law'];
const params = z.object({ id: uuid, track: z.string().min(1).max(40) });

/** The ICO's self-assessment, question after question (docs/interview.md). */
export const interviewRoutes: Routes = (app, context) => {
  app.post('/v1/interview', {
    config: READ,
    schema: {
      summary: 'The self-assessment without an incident: the next question and what the answers lead to',
      tags,
      body: interviewSchema,
      response: { 200: interviewView, ...problems },
    },
    handler: ({ body: { role, answers } }) => {
      const facts = filled({ role }, answers);
      return Promise.resolve(interviewState(facts, LANGUAGE, new Set(Object.keys(answers))));
    },
  });

  app.get(PATH, {
    config: READ,
    schema: {
      summary: 'The self-assessment of one track: the next question, the answers so far, what they lead to',
      tags,
      params,
      response: { 200: trackInterviewView, ...problems },
    },
    handler: (request) =>
      readIncident(context, identityOf(request).organisationId, request.params.id, ({ incident }) =>
        Promise.resolve(trackInterview(incident, request.params.track)),
      ),
  });

  app.post(PATH, {
    config: { scope: 'incidents:write' },
    schema: {
      summary: 'Answer questions of the self-assessment; the answers become facts of the track',
      tags,
      params,
      body: interviewAnswersSchema,
      response: { 200: trackInterviewView, ...changeProblems },
    },
    handler: (request) => {
      const { params: path, body } = request;
      const { organisationId } = identityOf(request);
      const target = { organisationId, incidentId: path.id, actor: actorOf(request) };
      return changeIncident(context, target, async (change) => {
        await requireRevision(context, change, body.revision);
        await answerInterview(change, path.track, { ...body, by: personOf(request, body.by) });
        return trackInterview(change.incident, path.track);
      });
    },
  });

  documentRoute(app, context, 'md', 'text/markdown; charset=utf-8', (sheet) =>
    Promise.resolve(interviewMarkdown(sheet)),
  );
  documentRoute(app, context, 'pdf', 'application/pdf', (sheet) =>
    toPdf(interviewMarkdown(sheet), interviewOptions(sheet)),
  );
};

type Print = (sheet: InterviewSheet) => Promise<string | Buffer>;

function documentRoute(
  app: App,
  context: ApiContext,
  format: 'md' | 'pdf',
  type: string,
  print: Print,
): void {
  app.get(`${PATH}.${format}`, {
    config: READ,
    schema: {
      summary: `The result of the self-assessment for the file, as ${format.toUpperCase()}`,
      tags,
      params,
      response: { 200: document(type), ...problems },
    },
    handler: async (request, reply) => {
      const { id, track } = request.params;
      const sheet = await readIncident(context, identityOf(request).organisationId, id, ({ incident, at }) =>
        Promise.resolve(interviewSheet(incident, track, at)),
      );
      const name = `${sheet.incident?.reference ?? 'interview'}-${track}-self-assessment.${format}`;
      return reply
        .type(type)
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(await print(sheet));
    },
  });
}
