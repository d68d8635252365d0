import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  changeIncident,
  type IncidentChange,
  type IncidentView,
  readIncident,
} from '../../db/incidentChange.ts';
import { addTask, changeTask, commentTask, decideTask } from '../commands/tasks.ts';
import type { ApiContext } from '../context.ts';
import { actorOf, identityOf } from '../plugins/authentication.ts';
import { changeProblems, instantOut, problems, uuid } from '../schemas/common.ts';
import {
  commentSchema,
  taskChangeSchema,
  taskSchema,
  taskStateSchema,
  taskView,
} from '../schemas/response.ts';
import { responseOf, tasksJson } from '../views/response.ts';
import type { Routes } from './types.ts';

const READ = { config: { scope: 'incidents:read' as const } };
const WRITE = { config: { scope: 'incidents:write' as const } };
const tags = ['response'];
const params = z.object({ id: uuid });
const taskParams = z.object({ id: uuid, task: z.string().regex(/^task-\d{1,6}$/) });
const list = z.object({ items: z.array(taskView), serverTime: instantOut });
const response = { 200: list, ...changeProblems };

async function show(view: IncidentView) {
  return {
    items: tasksJson(view.incident, await responseOf(view), view.at),
    serverTime: view.now.toISOString(),
  };
}

/** Changes the incident of the path and answers with its tasks, in one transaction and under one lock. */
export const changeTasks = (
  context: ApiContext,
  request: FastifyRequest<{ Params: { id: string } }>,
  work: (change: IncidentChange) => Promise<void>,
) =>
  changeIncident(
    context,
    {
      organisationId: identityOf(request).organisationId,
      incidentId: request.params.id,
      actor: actorOf(request),
    },
    async (change) => {
      await work(change);
      return show(change);
    },
  );

/** What is to be done beside the duties of the law: from a playbook, or written by a person. */
export const taskRoutes: Routes = (app, context) => {
  app.get('/v1/incidents/:id/tasks', {
    ...READ,
    schema: {
      summary: 'The tasks of an incident: what is open first, guards before all',
      tags,
      params,
      response: { 200: list, ...problems },
    },
    handler: (request) => readIncident(context, identityOf(request).organisationId, request.params.id, show),
  });

  app.post('/v1/incidents/:id/tasks', {
    ...WRITE,
    schema: { summary: 'Add a task', tags, params, body: taskSchema, response },
    handler: (request) =>
      changeTasks(context, request, (change) => addTask(change, request.body, request.body.by)),
  });

  app.patch('/v1/incidents/:id/tasks/:task', {
    ...WRITE,
    schema: {
      summary: 'Another owner or another time',
      tags,
      params: taskParams,
      body: taskChangeSchema,
      response,
    },
    handler: (request) =>
      changeTasks(context, request, (change) =>
        changeTask(change, request.params.task, request.body, request.body.by),
      ),
  });

  app.post('/v1/incidents/:id/tasks/:task/state', {
    ...WRITE,
    schema: {
      summary: 'Done, not needed and why, or open again and why',
      tags,
      params: taskParams,
      body: taskStateSchema,
      response,
    },
    handler: (request) =>
      changeTasks(context, request, (change) =>
        decideTask(change, request.params.task, request.body, request.body.by),
      ),
  });

  app.post('/v1/incidents/:id/tasks/:task/comments', {
    ...WRITE,
    schema: {
      summary: 'Say something about a task',
      tags,
      params: taskParams,
      body: commentSchema,
      response,
    },
    handler: (request) =>
      changeTasks(context, request, (change) =>
        commentTask(change, request.params.task, request.body.text, request.body.by),
      ),
  });
};
