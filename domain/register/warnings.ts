import { personalFindings } from '../notices/personalFindings.ts';
import type { Organisation } from '../organisation.ts';
import type { RegisterEntry, RegisterWarning } from './types.ts';

type Written = Omit<RegisterEntry, 'warnings'>;

/**
 * The register needs no data of the people affected. Texts that seem to hold some are named, so that somebody takes
 * them out; the organisation's own contact data may stand there.
 */
export function registerWarnings(entry: Written, organisation: Organisation): RegisterWarning[] {
  const { email, phone } = organisation.contactPoint ?? {};
  const allowed = [email, phone].filter((text) => typeof text === 'string');
  return Object.entries(textsOf(entry)).flatMap(([field, text]) =>
    personalFindings(text ?? '', allowed).map((finding) => ({ field, ...finding })),
  );
}

function textsOf(entry: Written): Record<string, string | null> {
  const { title, description, howDiscovered, awareness, effects, remedy, authority } = entry;
  return {
    title,
    description,
    howDiscovered,
    'awareness.reason': awareness.reason,
    'effects.likely': effects.likely,
    ...numbered('effects.actual', effects.actual),
    'remedy.containment': remedy.containment,
    'remedy.scope': remedy.scope,
    'remedy.before': remedy.before,
    'remedy.taken': remedy.taken,
    'remedy.proposed': remedy.proposed,
    ...numbered('decisions', entry.decisions.map(({ reason, evidence }) => `${reason ?? ''}\n${evidence ?? ''}`)),
    ...numbered('authority.reasonsForDelay', authority.flatMap(({ reasonsForDelay }) => reasonsForDelay)),
    ...numbered('authority.reason', authority.flatMap(({ phases }) => phases.map(({ reason }) => reason))),
    ...numbered('how', [...authority, ...entry.individuals, ...entry.others].map(({ how }) => how)),
    'bundle.reason': entry.bundle?.reason ?? null,
  }; // prettier-ignore
}

const numbered = (field: string, texts: readonly (string | null)[]): Record<string, string | null> =>
  Object.fromEntries(texts.map((text, n) => [`${field}.${n}`, text]));
