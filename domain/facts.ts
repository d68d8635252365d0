import { z } from 'zod';

/**
 * The vocabulary of facts about one *track* of an incident: one role of the organisation and one group of
 * people. In every field `null` is the answer "not yet known" and never means "no"; a field that is absent has
 * not been answered at all. Source of the vocabulary: the breach-facts schema, see docs/facts.md.
 */
export const CAUSES = [
  'authorisationFlaw', 'ccInsteadOfBcc', 'credentialAbuse', 'credentialStuffing', 'crossTenantBug',
  'denialOfService', 'disposal', 'hacking', 'humanError', 'insider', 'lostDevice', 'lostPaper',
  'misconfiguration', 'misdirectedEmail', 'misdirectedPost', 'nearMiss', 'other', 'outage', 'phishing',
  'physicalIntrusion', 'processorBreach', 'ransomware', 'socialEngineering', 'sqlInjection', 'stolenDevice',
  'stolenPaper', 'supplyChain', 'unknown', 'unlawfulProcessing', 'webMalware',
] as const; // prettier-ignore

const flag = z.boolean().nullable();
const text = z.string().max(2000).nullable();
const count = z.number().int().min(0).max(10_000_000_000).nullable();

/** Facts of one track, with `role` as the only field that must be there. */
export const factsSchema = z.strictObject({
  role: z.enum(['controller', 'processor']).describe('UK GDPR Art. 4(7), 4(8)'),
  sector: text.optional(),
  personalData: flag.optional().describe('Does any affected data relate to an identifiable person?'),
  livingIndividuals: flag.optional().describe('Recital 27: data of the dead are not personal data.'),
  securityFailure: flag.optional().describe('Art. 4(12): a breach is a breach OF SECURITY.'),
  cause: z.enum(CAUSES).nullable().optional(),
  cyber: flag.optional(),
  malicious: flag.optional(),
  cia: z
    .strictObject({
      confidentiality: z.enum(['none', 'possible', 'confirmed']).nullable().optional(),
      integrity: z.enum(['none', 'possible', 'temporary', 'permanent']).nullable().optional(),
      availability: z.enum(['none', 'temporary', 'permanent']).nullable().optional(),
    })
    .optional(),
  exfiltration: z
    .enum(['n/a', 'excludedByLogs', 'excludedByForensics', 'unknown', 'confirmed', 'published'])
    .nullable()
    .optional(),
  dataCategories: z.array(z.string().min(1).max(80)).max(100).optional(),
  specialCategory: flag.optional().describe('Art. 9 data, including by inference'),
  criminalOffence: flag.optional().describe('Art. 10 data'),
  financial: flag.optional(),
  governmentId: flag.optional(),
  credentials: z
    .enum(['none', 'hashed-salted', 'hashed-unsalted', 'guessed', 'plaintext'])
    .nullable()
    .optional(),
  individuals: z
    .strictObject({
      approx: count.optional().describe('Number of people; the possible maximum where unsure'),
      kinds: z.array(z.string().min(1).max(80)).max(50).optional(),
      children: flag.optional(),
      vulnerable: flag.optional(),
    })
    .optional(),
  identifiability: z
    .enum(['none', 'negligible', 'limited', 'significant', 'maximum'])
    .nullable()
    .optional()
    .describe('ENISA ease of identification'),
  protection: z
    .strictObject({
      unintelligible: flag.optional().describe('The affected copy itself was unintelligible to its holder'),
      keyCompromised: flag.optional(),
      atRestOnly: flag.optional().describe('Encryption that the attacker read through; not Art. 34(3)(a)'),
      other: text.optional(),
    })
    .optional(),
  backup: z
    .strictObject({
      available: flag.optional(),
      restoredWithinHours: z.number().min(0).nullable().optional(),
      effect: text.optional(),
    })
    .optional(),
  recipients: z
    .strictObject({
      known: flag.optional(),
      trusted: flag.optional(),
      count: count.optional(),
      deletionConfirmed: flag.optional(),
    })
    .optional()
    .describe('Unintended recipients'),
  measures: z
    .strictObject({
      highRiskEnded: flag.optional().describe('Art. 34(3)(b): later measures ended the high risk'),
      contactDisproportionate: flag
        .optional()
        .describe('Art. 34(3)(c): telling each person is a disproportionate effort'),
    })
    .optional()
    .describe('What was done since, for this group of people'),
  controllersAffected: count.optional().describe('For a processor: how many controllers'),
  harmSeen: text.optional(),
});

export type Facts = z.infer<typeof factsSchema>;

const slug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'use lower-case letters, digits and hyphens, for example "customers"');
/** The European Union and the rest of the European Economic Area: where the GDPR is law (ISO 3166-1). */
const MEMBER_STATES = [
  'AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE', 'IS', 'IT', 'LI', 'LT', 'LU',
  'LV', 'MT', 'NL', 'NO', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK',
]; // prettier-ignore
const memberState = z
  .string()
  .refine(
    (code) => MEMBER_STATES.includes(code),
    'is no member state of the EU or the EEA; use its code, such as "FR" or "GR" (ISO 3166-1)',
  );

/** Instants that some laws count from and only the organisation can state (domain/regimes: startsFrom). */
const moment = z.iso.datetime({ offset: true }).nullable().optional();
const momentsSchema = z.strictObject({
  determined: moment.describe('Determined that a breach, or a notifiable or material incident, had occurred'),
  classified: moment.describe('Classified as major (DORA Art. 18)'),
  assessed: moment.describe('Assessed as notifiable'),
  measureAvailable: moment.describe('A corrective or mitigating measure became available (CRA Art. 14)'),
  informationAvailable: moment.describe('What was missing became known (SEC Item 1.05)'),
  requested: moment.describe('The authority asked for a report'),
  paid: moment.describe('A ransom was paid'),
  changed: moment.describe('What was reported has changed'),
});

/** One track: a role of the organisation towards one group of people. */
export const trackSchema = z.strictObject({
  id: slug.describe('Stable name of the track inside the incident'),
  label: z.string().min(1).max(120).optional(),
  facts: factsSchema,
  controllers: z
    .array(z.strictObject({ id: slug, name: z.string().min(1).max(200).optional() }))
    .max(5_000)
    .refine(
      (list) => new Set(list.map(({ id }) => id)).size === list.length,
      'two controllers have the same id',
    )
    .optional()
    .describe('For a processor: the controllers concerned. Each must be told and has a clock of its own.'),
  joint: z
    .strictObject({
      partner: z.string().min(1).max(200),
      notifier: z
        .enum(['us', 'them', 'notArranged'])
        .describe('Who notifies under the arrangement (Art. 26)'),
    })
    .nullable()
    .optional()
    .describe('Joint controllership'),
  crossBorder: z
    .strictObject({
      mainEstablishment: memberState.nullable().describe('In the EU; null: none, or not yet known'),
      establishedInUnion: flag.describe('false: Art. 3(2) GDPR, no one-stop shop'),
      affectedStates: z.array(memberState).max(30).describe('Member states in which people are affected'),
    })
    .nullable()
    .optional()
    .describe('Processing in, or affecting people in, several states of the EU'),
  moments: momentsSchema.optional(),
});

export type Track = z.infer<typeof trackSchema>;

/** What may be said of a track in a change: any part of it, for a new one at least its role. */
export const trackPatchSchema = trackSchema.extend({
  facts: factsSchema.partial().optional(),
  moments: z
    .partialRecord(momentsSchema.keyof(), z.string().min(10).max(40).nullable())
    .optional()
    .describe('ISO 8601; without an offset it is local time of the organisation; null takes it back'),
});

export type TrackPatch = z.infer<typeof trackPatchSchema>;
