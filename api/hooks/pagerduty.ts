import { z } from 'zod';
import { checkAlertKey } from '../../domain/alertKey.ts';
import type { ApiContext } from '../context.ts';
import { type AnswerOutcome, nameFrom, takeAnswer } from './answer.ts';
import { bodyAs } from './body.ts';
import { provenService } from './services.ts';
import { isSignedByPagerDuty } from './signatures.ts';

/**
 * A v3 webhook, as far as we read it. `agent` is who brought the event about; only a person's answer counts, not a
 * timeout of PagerDuty's own nor what we told it ourselves.
 * @see https://developer.pagerduty.com/docs/webhooks-overview
 */
const webhook = z.object({
  event: z.object({
    id: z.string().min(1).max(200),
    event_type: z.string(),
    occurred_at: z.iso.datetime({ offset: true }),
    agent: z.object({ type: z.string(), summary: z.string().nullish() }).nullish(),
    data: z.object({ incident_key: z.string().nullish() }),
  }),
});
type PagerDutyEvent = z.infer<typeof webhook>['event'];

/** An answer, given there. */
const ANSWERS = ['incident.acknowledged', 'incident.resolved'];
const PEOPLE = ['user', 'user_reference'];
/** PagerDuty tries for some 20 minutes; after a day an event is no news, and its name is remembered longer than that. */
const OLDEST_MS = 24 * 3_600_000;

/** @throws Problem `notSigned`, or `invalidRequest` for a signed body that is no webhook */
export async function takePagerDuty(
  context: ApiContext,
  path: { organisation: string; service: string },
  body: string,
  signatures: string,
): Promise<AnswerOutcome> {
  const service = await provenService(context, path, 'pagerduty', (secret) =>
    isSignedByPagerDuty(secret, body, signatures),
  );
  const { event } = bodyAs(webhook, body);
  const page = checkAlertKey(context.linkKey, event.data.incident_key ?? '');
  if (!isAnswer(event, context.clock.now()) || page?.organisationId !== path.organisation) return 'ignored';
  return takeAnswer(context, {
    page,
    by: nameFrom(event.agent?.summary) ?? 'PagerDuty',
    through: 'pagerduty',
    actor: { kind: 'pager', id: service.id },
    event: { source: `pagerduty/${service.id}`, id: event.id },
  });
}

const isAnswer = ({ event_type: type, agent, occurred_at: at }: PagerDutyEvent, now: Date): boolean =>
  ANSWERS.includes(type) &&
  PEOPLE.includes(agent?.type ?? '') &&
  now.getTime() - new Date(at).getTime() <= OLDEST_MS;
