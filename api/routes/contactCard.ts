import { z } from 'zod';
import { inOrganisation } from '../../db/database.ts';
import { type ContactCard, contactCard } from '../../domain/response/contactCard.ts';
import { formatInstant } from '../../domain/time/format.ts';
import {
  CARD_FORMATS,
  type CardFormat,
  cardGapTexts,
  contactCardDocument,
} from '../../templates/contactCard.ts';
import type { ApiContext } from '../context.ts';
import { identityOf } from '../plugins/authentication.ts';
import { document, instantOut, problems } from '../schemas/common.ts';
import { ownOrganisation } from './register.ts';
import type { App, Routes } from './types.ts';

const config = { scope: 'organisation:read' as const };
const tags = ['response'];

const view = z.object({
  organisation: z.string(),
  insurer: z
    .looseObject({ name: z.string(), noticeHours: z.number() })
    .nullable()
    .describe('Of the policy: hotline, policyNumber, noticeHours from awareness'),
  people: z.array(
    z.object({
      name: z.string(),
      phones: z.array(z.string()),
      email: z.string().nullable(),
      standIn: z.boolean(),
      outOfHours: z.boolean(),
    }),
  ),
  contactPoint: z.looseObject({ name: z.string(), role: z.string(), email: z.string() }).nullable(),
  entries: z.array(z.looseObject({ id: z.string(), kind: z.string(), name: z.string() })),
  controllers: z.array(
    z.object({
      name: z.string(),
      contact: z.string().nullable(),
      noticeHours: z.number().nullable(),
    }),
  ),
  missing: z.array(z.object({ code: z.string(), names: z.array(z.string()), text: z.string() })),
  madeAt: instantOut,
});

interface Made {
  card: ContactCard;
  language: string;
  made: { local: string; at: Date };
}

const make = (context: ApiContext, organisationId: string): Promise<Made> =>
  inOrganisation(context.db, organisationId, async (scope) => {
    const organisation = await ownOrganisation(context, scope);
    const { timeZone, language } = organisation.policy;
    const at = context.clock.now();
    const made = { at, local: formatInstant(at, timeZone, language) };
    return { card: contactCard(organisation), language, made };
  });

/** Whom to ring, on one page that is printed and kept: it must be there when nothing else is. */
export const contactCardRoutes: Routes = (app, context) => {
  app.get('/v1/contact-card', {
    config,
    schema: {
      summary: 'The contact card of the organisation, and what it lacks',
      tags,
      response: { 200: view, ...problems },
    },
    handler: async (request) => {
      const { card, language, made } = await make(context, identityOf(request).organisationId);
      const texts = cardGapTexts(card, language);
      return {
        ...card,
        missing: card.missing.map((one, n) => ({ ...one, text: texts[n] ?? one.code })),
        madeAt: made.at.toISOString(),
      };
    },
  });
  for (const format of Object.keys(CARD_FORMATS) as CardFormat[]) fileRoute(app, context, format);
};

function fileRoute(app: App, context: ApiContext, format: CardFormat): void {
  const { type } = CARD_FORMATS[format];
  app.get(`/v1/contact-card.${format}`, {
    config,
    schema: {
      summary: `The contact card as ${format.toUpperCase()}`,
      tags,
      response: { 200: document(type), ...problems },
    },
    handler: async (request, reply) => {
      const { card, language, made } = await make(context, identityOf(request).organisationId);
      return reply
        .type(type)
        .header('content-disposition', `attachment; filename="contact-card.${format}"`)
        .send(await contactCardDocument(card, made, language, format));
    },
  });
}
