import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { inOrganisation } from '../../db/database.ts';
import { type RegisterItem, registerItems } from '../../db/register.ts';
import { toCsv } from '../../templates/documents/csv.ts';
import { toPdfApart } from '../../templates/documents/index.ts';
import { toXlsx } from '../../templates/documents/xlsx.ts';
import { type RegisterHead, registerMarkdown, registerOptions } from '../../templates/register/document.ts';
import { registerTable } from '../../templates/register/table.ts';
import type { Style } from '../../templates/register/types.ts';
import { registerWords } from '../../templates/register/words.ts';
import type { ApiContext } from '../context.ts';
import { requirePdfSize } from '../views/registerSize.ts';
import { identityOf } from '../plugins/authentication.ts';
import { document, problems } from '../schemas/common.ts';
import { registerFilter } from '../schemas/register.ts';
import { ownOrganisation } from './register.ts';
import type { App, Routes } from './types.ts';

interface Register {
  entries: RegisterItem['entry'][];
  head: RegisterHead;
  style: Style;
}

interface Format {
  type: string;
  /** @param gone tells that nobody waits for it any more */
  render: (register: Register, gone: AbortSignal) => string | Promise<Buffer>;
}

const markdown = ({ entries, head, style }: Register) => registerMarkdown(entries, head, style);
const table = ({ entries, style }: Register) => registerTable(entries, style);

const FORMATS: Record<'md' | 'csv' | 'xlsx' | 'pdf', Format> = {
  md: { type: 'text/markdown; charset=utf-8', render: markdown },
  csv: { type: 'text/csv; charset=utf-8; header=present', render: (register) => toCsv(table(register)) },
  xlsx: {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    render: (register) => toXlsx(table(register)),
  },
  pdf: {
    type: 'application/pdf',
    render: (register, gone) => {
      const text = markdown(register);
      requirePdfSize(register.entries.length, text.length);
      return toPdfApart(text, registerOptions(register.head, register.style), gone);
    },
  },
};

/** The whole register as one document, oldest entry first. */
export const registerFileRoutes: Routes = (app, context) => {
  for (const [name, format] of Object.entries(FORMATS)) fileRoute(app, context, name, format);
};

function fileRoute(app: App, context: ApiContext, name: string, { type, render }: Format): void {
  app.get(`/v1/register.${name}`, {
    config: { scope: 'incidents:read' },
    schema: {
      summary: `The register of breaches as ${name.toUpperCase()}`,
      tags: ['register'],
      querystring: registerFilter,
      response: { 200: document(type), ...problems },
    },
    handler: async (request, reply) => {
      const gone = goneSignal(reply);
      const register = await read(context, identityOf(request).organisationId, request.query);
      const file = `register${register.head.year === null ? '' : `-${register.head.year}`}.${name}`;
      const content = await unlessGone(gone, () => render(register, gone));
      if (content === undefined) return reply.hijack();
      return reply.type(type).header('content-disposition', `attachment; filename="${file}"`).send(content);
    },
  });
}

/** Aborted when the connection ends before it was answered. */
function goneSignal({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.once('close', () => gone.abort());
  return gone.signal;
}

/** @returns undefined when nobody waits for the answer any more */
async function unlessGone(
  gone: AbortSignal,
  work: () => ReturnType<Format['render']>,
): Promise<string | Buffer | undefined> {
  try {
    return await work();
  } catch (error) {
    if (gone.aborted) return undefined;
    throw error;
  }
}

/** Read first and drawn afterwards, so that no transaction waits for a document. */
const read = (
  context: ApiContext,
  organisationId: string,
  filter: z.infer<typeof registerFilter>,
): Promise<Register> =>
  inOrganisation(context.db, organisationId, async (scope) => {
    const { name, policy } = await ownOrganisation(context, scope);
    const entries: RegisterItem['entry'][] = [];
    for await (const { entry } of registerItems(scope, context, filter)) entries.push(entry);
    return {
      entries: entries.reverse(),
      head: { organisation: name, madeAt: context.clock.now(), year: filter.year ?? null },
      style: { words: registerWords(policy.language), timeZone: policy.timeZone },
    };
  });
