import { z } from 'zod';
import { inOrganisation } from '../../db/database.ts';
import { askForExamination, migrationsOf, overdueKinds } from '../../db/engineState.ts';
import { databaseTime, listBeats, type ProcessBeat } from '../../db/processBeats.ts';
import { identityOf } from '../plugins/authentication.ts';
import { instantOut, problems } from '../schemas/common.ts';
import type { Routes } from './types.ts';

const processSchema = z.object({
  process: z.enum(['worker', 'watchdog']),
  build: z.string(),
  startedAt: instantOut,
  beatAt: instantOut.describe('When it last said that it lives'),
  parts: z
    .record(z.string(), z.unknown())
    .describe('When each part last moved, the heartbeat, and what the process found when it examined itself'),
});

const engineSchema = z.object({
  serverTime: instantOut,
  databaseTime: instantOut,
  publicUrl: z.string().nullable(),
  migrations: z.object({ expected: z.string(), applied: z.string().nullable() }),
  processes: z.array(processSchema),
  overdue: z.array(z.string()).describe('Kinds of what the watchdog finds overdue in this organisation'),
});

const toJson = (beat: ProcessBeat) => ({
  process: beat.process as 'worker' | 'watchdog',
  build: beat.build,
  startedAt: beat.startedAt.toISOString(),
  beatAt: beat.beatAt.toISOString(),
  parts: beat.parts as Record<string, unknown>,
});

/** What `bin/tocsin doctor` asks of the installation. */
export const engineRoutes: Routes = (app, context) => {
  app.get('/v1/engine', {
    config: { scope: 'organisation:read' },
    schema: {
      summary: 'Whether the engine lives: its processes, its database, what is overdue',
      tags: ['engine'],
      response: { 200: engineSchema, ...problems },
    },
    handler: async (request) => {
      const overdue = await inOrganisation(context.db, identityOf(request).organisationId, overdueKinds);
      return {
        overdue,
        processes: (await listBeats(context.db)).map(toJson),
        migrations: await migrationsOf(context.db),
        publicUrl: context.config.TOCSIN_PUBLIC_URL ?? null,
        databaseTime: (await databaseTime(context.db)).toISOString(),
        serverTime: context.clock.now().toISOString(),
      };
    },
  });

  app.post('/v1/engine/examination', {
    config: { scope: 'organisation:write' },
    schema: {
      summary: 'Ask the workers to examine what they depend on, now; GET /v1/engine shows it when it is done',
      tags: ['engine'],
      response: { 202: z.object({ askedAt: instantOut }), ...problems },
    },
    handler: async (_, reply) => {
      const askedAt = context.clock.now().toISOString();
      await askForExamination(context.db);
      return reply.status(202).send({ askedAt });
    },
  });
};
