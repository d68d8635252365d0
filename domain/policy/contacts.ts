import { z } from 'zod';

/** Every way to reach somebody. One adapter each in channels/. */
export const CHANNELS = [
  'smtp',
  'webhook',
  'slack',
  'teams',
  'sms',
  'voice',
  'pagerduty',
  'opsgenie',
] as const;
export type ChannelName = (typeof CHANNELS)[number];

/** Lower-case letters, digits and hyphens: what names a person, a schedule, a service in a policy. */
export const shortId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'use lower-case letters, digits and hyphens');

const methodId = shortId.optional().describe('Names this method; default: its channel');
const webUrl = z.url({ protocol: /^https?$/ }).max(2000);
const secret = z.string().max(200);
/** A telephone number with its country, digits only. */
export const E164 = /^\+[1-9]\d{6,14}$/;

const telephone = z
  .string()
  .regex(E164, 'write the number with its country, digits only, for example +441632960101');
const slackMember = z.string().regex(/^[UW][A-Z0-9]{5,20}$/, "a Slack member's id, for example U012AB3CD");
const slackConversation = z
  .string()
  .regex(/^[CGDUW][A-Z0-9]{5,20}$/, 'the id of a Slack channel or member, for example C012AB3CD');

export const webhookSchema = z.strictObject({
  url: webUrl,
  secret: secret.optional().describe('Signing secret (Standard Webhooks, "whsec_…")'),
});

/** One address of one person. */
export const contactMethodSchema = z.discriminatedUnion('channel', [
  z.strictObject({ channel: z.literal('smtp'), id: methodId, address: z.email().max(254) }),
  z.strictObject({ channel: z.literal('webhook'), id: methodId, ...webhookSchema.shape }),
  z.strictObject({ channel: z.literal('slack'), id: methodId, member: slackMember }),
  z.strictObject({
    channel: z.literal('teams'),
    id: methodId,
    url: webUrl.describe('The workflow\'s address ("When a Teams webhook request is received")'),
  }),
  z.strictObject({ channel: z.literal('sms'), id: methodId, number: telephone }),
  z.strictObject({ channel: z.literal('voice'), id: methodId, number: telephone }),
]);

/** A pager or a room that belongs to nobody: a target of a step, beside people and schedules. */
export const serviceSchema = z.discriminatedUnion('channel', [
  z.strictObject({ channel: z.literal('webhook'), id: shortId, ...webhookSchema.shape }),
  z.strictObject({ channel: z.literal('slack'), id: shortId, conversation: slackConversation }),
  z.strictObject({ channel: z.literal('teams'), id: shortId, url: webUrl }),
  z.strictObject({
    channel: z.literal('pagerduty'),
    id: shortId,
    routingKey: secret.min(1).describe('Integration key of an "Events API v2" integration'),
    url: webUrl.default('https://events.pagerduty.com'),
    webhookSecret: secret
      .optional()
      .describe('Signing secret of the v3 webhook subscription that tells Tocsin of answers given there'),
  }),
  z.strictObject({
    channel: z.literal('opsgenie'),
    id: shortId,
    apiKey: secret.min(1),
    url: webUrl.default('https://api.opsgenie.com'),
    webhookSecret: secret
      .optional()
      .describe('The "secret" query value of the webhook that tells Tocsin of answers given there'),
  }),
]);

export type ContactMethod = z.infer<typeof contactMethodSchema> & { id: string };
export type Service = z.infer<typeof serviceSchema>;

export const personSchema = z.strictObject({
  id: shortId,
  name: z.string().min(1).max(120),
  email: z.email().max(254).optional().describe('The first mail address, as the method "smtp"'),
  phone: z.string().max(40).optional().describe('For people to read; what is called stands in contacts'),
  webhook: webhookSchema.optional().describe('The method "webhook"'),
  contacts: z
    .array(contactMethodSchema)
    .max(10)
    .default([])
    .describe('Further ways to reach this person: a private address, a mobile, a chat'),
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/)
    .optional(),
  agreesToDrills: z.boolean().default(false).describe('Only people who agreed are reached in a drill'),
});
export type Person = z.infer<typeof personSchema>;

/** All of a person's ways, the short forms `email` and `webhook` first. */
export function contactMethods(person: Person): ContactMethod[] {
  const { email, webhook } = person;
  return [
    ...(email ? [{ channel: 'smtp', id: 'smtp', address: email } as const] : []),
    ...(webhook ? [{ channel: 'webhook', id: 'webhook', ...webhook } as const] : []),
    ...person.contacts.map((method) => ({ ...method, id: method.id ?? method.channel })),
  ];
}

/** Where a method ends up: what its verification is about, and what a channel sends to. */
export function addressOf(method: ContactMethod): string {
  switch (method.channel) {
    case 'smtp':
      return method.address;
    case 'webhook':
    case 'teams':
      return method.url;
    case 'slack':
      return method.member;
    case 'sms':
    case 'voice':
      return method.number;
  }
}

/**
 * What two methods must not share to be independent of each other: whoever reads one domain's mail reads all of it, and
 * a text message and a call go to one telephone.
 */
export function failsTogether(method: ContactMethod): string {
  switch (method.channel) {
    case 'smtp':
      return `mail ${method.address.slice(method.address.lastIndexOf('@') + 1).toLowerCase()}`;
    case 'webhook':
      return `web ${URL.parse(method.url)?.hostname ?? method.url}`;
    case 'teams':
      return 'teams';
    case 'slack':
      return 'slack';
    case 'sms':
    case 'voice':
      return `telephone ${method.number}`;
  }
}
