import { z } from 'zod';
import { checkAlertKey } from '../../domain/alertKey.ts';
import type { ApiContext } from '../context.ts';
import { type AnswerOutcome, nameFrom, takeAnswer } from './answer.ts';
import { bodyAs } from './body.ts';
import { provenService } from './services.ts';
import { sameSecret } from './signatures.ts';

/**
 * An outgoing webhook of Opsgenie, as far as we read it.
 * @see https://support.atlassian.com/opsgenie/docs/opsgenie-edge-connector-alert-action-data/
 */
const webhook = z.object({
  action: z.string(),
  alert: z.object({ alias: z.string().nullish(), username: z.string().nullish() }),
});

/** An answer, given there. */
const ANSWERS = ['Acknowledge', 'Close'];
/** A person is known by a mail address there; policies, integrations and what we told it ourselves are not. */
const PERSON = /^[^\s@]+@[^\s@]+$/;

/** @throws Problem `notSigned`, or `invalidRequest` for a body with the secret that is no webhook */
export async function takeOpsgenie(
  context: ApiContext,
  path: { organisation: string; service: string },
  body: string,
  given: string,
): Promise<AnswerOutcome> {
  const service = await provenService(context, path, 'opsgenie', (secret) => sameSecret(secret, given));
  const { action, alert } = bodyAs(webhook, body);
  const page = checkAlertKey(context.linkKey, alert.alias ?? '');
  const by = nameFrom(alert.username) ?? '';
  if (!ANSWERS.includes(action) || !PERSON.test(by) || page?.organisationId !== path.organisation)
    return 'ignored';
  return takeAnswer(context, {
    page,
    by,
    through: 'opsgenie',
    actor: { kind: 'pager', id: service.id },
  });
}
