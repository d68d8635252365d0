import { z } from 'zod';
import { inOrganisation } from '../../db/database.ts';
import { readIncident } from '../../db/incidentChange.ts';
import { tasksOf } from '../../db/tasks.ts';
import { proposedBecause } from '../../domain/response/playbook.ts';
import { playbooks } from '../../templates/playbooks.ts';
import { choosePlaybooks } from '../commands/playbooks.ts';
import { identityOf } from '../plugins/authentication.ts';
import { Problem } from '../problems.ts';
import { changeProblems, instantOut, problems, uuid } from '../schemas/common.ts';
import { playbookChoiceSchema, playbookProposal, playbookView, taskView } from '../schemas/response.ts';
import { ownOrganisation } from './register.ts';
import { changeTasks } from './tasks.ts';
import type { Routes } from './types.ts';

const READ = { config: { scope: 'incidents:read' as const } };
const tags = ['response'];
const params = z.object({ id: uuid });

/** Checklists as data: proposed by the facts, chosen by a person. */
export const playbookRoutes: Routes = (app, context) => {
  // Read at the start: a file that does not fit is known then, and the first declaration waits for none.
  playbooks('en');
  const ofOrganisation = (organisationId: string) =>
    inOrganisation(context.db, organisationId, async (scope) =>
      playbooks((await ownOrganisation(context, scope)).policy.language),
    );

  app.get('/v1/playbooks', {
    ...READ,
    schema: {
      summary: 'Every playbook with its steps and what each rests on',
      tags,
      response: { 200: z.object({ items: z.array(playbookView) }), ...problems },
    },
    handler: async (request) => ({ items: await ofOrganisation(identityOf(request).organisationId) }),
  });

  app.get('/v1/playbooks/:playbook', {
    ...READ,
    schema: {
      summary: 'One playbook',
      tags,
      params: z.object({ playbook: z.string().max(60) }),
      response: { 200: playbookView, ...problems },
    },
    handler: async (request) => {
      const all = await ofOrganisation(identityOf(request).organisationId);
      const found = all.find(({ id }) => id === request.params.playbook);
      if (!found) throw new Problem('notFound', 'There is no such playbook.');
      return found;
    },
  });

  app.get('/v1/incidents/:id/playbooks', {
    ...READ,
    schema: {
      summary: 'Which playbooks the facts propose, and which were chosen',
      tags,
      params,
      response: { 200: z.object({ items: z.array(playbookProposal), serverTime: instantOut }), ...problems },
    },
    handler: (request) =>
      readIncident(context, identityOf(request).organisationId, request.params.id, async (view) => {
        const { scope, incident, sealer, now } = view;
        const chosen = (await tasksOf(scope, incident.id, sealer)).flatMap((task) => task.playbooks);
        const items = playbooks(incident.organisation.policy.language).map((playbook) => ({
          id: playbook.id,
          title: playbook.title,
          steps: playbook.steps.length,
          because: proposedBecause(playbook, incident),
          chosen: chosen.includes(playbook.id),
        }));
        return {
          items: items.sort((a, b) => Number(b.because.length > 0) - Number(a.because.length > 0)),
          serverTime: now.toISOString(),
        };
      }),
  });

  app.post('/v1/incidents/:id/playbooks', {
    config: { scope: 'incidents:write' },
    schema: {
      summary: 'Choose playbooks: their steps become tasks, equal steps one task',
      tags,
      params,
      body: playbookChoiceSchema,
      response: { 200: z.object({ items: z.array(taskView), serverTime: instantOut }), ...changeProblems },
    },
    handler: (request) =>
      changeTasks(context, request, (change) =>
        choosePlaybooks(change, request.body.playbooks, request.body.by),
      ),
  });
};
