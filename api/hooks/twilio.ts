import { deliveryByHash, type DeliveryReport, recordReport } from '../../db/deliveryReports.ts';
import { KeyErasedError } from '../../db/dataKeys.ts';
import { changeIncident, IncidentNotFound } from '../../db/incidentChange.ts';
import { findPage } from '../../db/pages.ts';
import { checkCallbackToken } from '../../domain/callbackToken.ts';
import { checkAcknowledgeToken } from '../../domain/links.ts';
import { sayOnce } from '../../domain/twiml.ts';
import { channelText, type ChannelText } from '../../templates/catalogue.ts';
import type { ApiContext } from '../context.ts';
import { type AnswerOutcome, takeAnswer } from './answer.ts';
import { findPolicy } from './policy.ts';
import { notSigned } from './services.ts';
import { isSignedByTwilio } from './signatures.ts';

/** What came in: the path as the provider called it, the form's text, the signature. */
export interface TwilioRequest {
  /** From the public address on, with its query. */
  path: string;
  token: string;
  body: string;
  signature: string;
}

/** @throws Problem `notSigned` unless the provider signed the request with the auth token of our account */
function provenForm(context: ApiContext, request: TwilioRequest): URLSearchParams {
  const form = new URLSearchParams(request.body);
  const token = context.config.TOCSIN_TWILIO_AUTH_TOKEN;
  const url = `${context.baseUrl}${request.path}`;
  if (!token || !isSignedByTwilio(token, url, form, request.signature)) throw notSigned();
  return form;
}

const FINAL: Record<string, DeliveryReport['outcome']> = {
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'bounced',
  failed: 'bounced',
  canceled: 'bounced',
  /** Of a call: somebody, or a machine, took it. */
  completed: 'delivered',
  busy: 'bounced',
  'no-answer': 'bounced',
};

/**
 * What became of a text message or a call. States on the way say nothing new and are left out.
 * @throws Problem `notSigned`
 */
export async function takeTwilioStatus(context: ApiContext, request: TwilioRequest): Promise<void> {
  const form = provenForm(context, request);
  const subject = checkCallbackToken(context.linkKey, request.token);
  if (!subject) throw notSigned();
  const status = form.get('MessageStatus') ?? form.get('CallStatus') ?? '';
  const outcome = Object.hasOwn(FINAL, status) ? FINAL[status] : undefined;
  if (!outcome) return;
  const number = /^\d{1,6}$/.exec(form.get('ErrorCode') ?? '')?.[0];
  const report = { outcome, code: number ? `${status}-${number}` : status };
  const target = { ...subject, actor: { kind: 'provider' as const, id: 'twilio' } };
  await forgotten(
    changeIncident(context, target, async (change) => {
      const page = await findPage(change.scope, subject.pageId);
      if (page?.incidentId !== subject.incidentId) return;
      const delivery = await deliveryByHash(change, subject.pageId, subject.keyHash);
      if (delivery) await recordReport(change, delivery, report);
    }),
  );
}

/** What is not there any more needs no report, and the provider need not try again. */
async function forgotten(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof IncidentNotFound || error instanceof KeyErasedError)) throw error;
  }
}

const SAID: Record<AnswerOutcome, ChannelText> = {
  acknowledged: 'voiceAnswered',
  notOpen: 'voiceNotOpen',
  repeated: 'voiceNotOpen',
  notTaken: 'voiceNotTaken',
  ignored: 'voiceNotTaken',
};

/**
 * The digit that somebody pressed in a call: one answers the page.
 * @returns what the caller hears next (TwiML)
 * @throws Problem `notSigned`
 */
export async function takeTwilioDigit(context: ApiContext, request: TwilioRequest): Promise<string> {
  const form = provenForm(context, request);
  const check = checkAcknowledgeToken(context.linkKey, request.token, context.clock.now());
  if (!check.ok && check.reason === 'invalid') throw notSigned();
  if (!check.ok) return sayOnce(channelText('voiceNotTaken', 'en'), 'en');
  const { claims } = check;
  const policy = await findPolicy(context, claims.organisationId);
  const person = policy?.people.find(({ id }) => id === claims.personId);
  const language = person?.language ?? policy?.language ?? 'en';
  if (form.get('Digits') !== '1') return sayOnce(channelText('voiceWrongDigit', language), language);
  const outcome = await takeAnswer(context, {
    page: claims,
    by: person?.name ?? claims.personId,
    through: 'voice',
    actor: { kind: 'link', id: claims.personId },
  });
  return sayOnce(channelText(SAID[outcome], language), language);
}
