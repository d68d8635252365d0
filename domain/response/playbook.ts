import { z } from 'zod';
import { CAUSES } from '../facts.ts';
import type { Incident } from '../incident.ts';
import { RESPONSE_ROLES } from './roles.ts';

const HOUR_MS = 3_600_000;
const id = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'use letters and digits, a lower-case letter first');

/** What a step rests on. Only `law` is a duty of the law; the rest is advice, or what somebody agreed to. */
export const sourceSchema = z.strictObject({
  kind: z.enum(['law', 'guidance', 'contract', 'practice']),
  cite: z.string().min(1).max(120),
  note: z.string().max(200).optional(),
});

/** Due so many hours after one of the instants of the incident, an own target; null: no time is set. */
const dueSchema = z
  .strictObject({
    hours: z
      .number()
      .positive()
      .max(24 * 60),
    from: z.enum(['discovery', 'awareness', 'declaration']),
  })
  .nullable();

const stepFields = {
  title: z.string().min(1).max(200),
  why: z.string().min(1).max(400),
  owner: z.enum(RESPONSE_ROLES),
  /** Comes before anybody wipes, restores, pays or hires. */
  guard: z.boolean().default(false),
  due: dueSchema,
  source: sourceSchema,
};
export const stepSchema = z.strictObject({ id, ...stepFields });
/** The shared steps of one language: id → step. */
export const commonSchema = z.record(id, z.strictObject(stepFields));

export const playbookSchema = z.strictObject({
  version: z.number().int().min(1),
  title: z.string().min(1).max(120),
  when: z
    .strictObject({
      causes: z.array(z.enum(CAUSES)).default([]),
      availability: z.array(z.enum(['temporary', 'permanent'])).default([]),
      insider: z.boolean().default(false),
    })
    .describe('Facts that propose it; a person chooses'),
  steps: z
    .array(z.union([z.strictObject({ use: id }), stepSchema]))
    .min(1)
    .max(40),
});

export type Step = z.infer<typeof stepSchema>;

/** A checklist with its shared steps filled in, in the order in which they are to be done. */
export interface Playbook {
  id: string;
  version: number;
  title: string;
  when: z.infer<typeof playbookSchema>['when'];
  steps: Step[];
}

/** Which facts of an incident propose a playbook; empty: none. */
export function proposedBecause(
  { when }: Pick<Playbook, 'when'>,
  { tracks, questions }: Pick<Incident, 'tracks' | 'questions'>,
): string[] {
  const because = tracks.flatMap(({ facts }) => [
    ...(facts.cause && when.causes.includes(facts.cause) ? [`cause: ${facts.cause}`] : []),
    ...(facts.cia?.availability && (when.availability as string[]).includes(facts.cia.availability)
      ? [`availability: ${facts.cia.availability}`]
      : []),
  ]);
  const insider = when.insider && questions.insiderInvolved === 'yes' ? ['insiderInvolved: yes'] : [];
  return [...new Set([...because, ...insider])];
}

/** The steps of several playbooks in their order; a step that two of them share comes once. */
export function combined(playbooks: readonly Playbook[]): { step: Step; playbooks: string[] }[] {
  const found = new Map<string, { step: Step; playbooks: string[] }>();
  for (const { id: playbook, steps } of playbooks)
    for (const step of steps) {
      const known = found.get(step.id);
      if (known) known.playbooks.push(playbook);
      else found.set(step.id, { step, playbooks: [playbook] });
    }
  // What must come before anybody wipes, restores or hires stands first, in its own order.
  return [...found.values()].sort((a, b) => Number(b.step.guard) - Number(a.step.guard));
}

/** However late a playbook is chosen, each step still has this long: a checklist is no list of reproaches. */
const LEAST_MS = HOUR_MS;

/** When a step is due, on the incident's clock; null where no time is set. @param at when it was chosen */
export function stepDue(
  { due }: Pick<Step, 'due'>,
  incident: Pick<Incident, 'discoveredAt' | 'awareAt' | 'declaredAt'>,
  at: Date,
): Date | null {
  if (due === null) return null;
  const start = {
    discovery: incident.discoveredAt,
    awareness: incident.awareAt,
    declaration: incident.declaredAt,
  }[due.from];
  return new Date(Math.max(start.getTime() + due.hours * HOUR_MS, at.getTime() + LEAST_MS));
}
