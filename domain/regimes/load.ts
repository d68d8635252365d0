import type { z } from 'zod';
import { dutySchema } from './schema.ts';
import type { Duty } from './types.ts';

/** A file of this folder that cannot be read as law. Nothing is used then: half a law is worse than none. */
export class RegimeDataError extends Error {
  override name = 'RegimeDataError';
  readonly file: string;
  /** Id of the duty, or its place in the file where it has none. */
  readonly duty: string;
  /** Dotted path within the duty; empty for the duty as a whole. */
  readonly field: string;

  constructor(file: string, duty: string, field: string, message: string) {
    super(`domain/regimes/${file}: ${duty}${field === '' ? '' : `, ${field}`}: ${message}`);
    this.file = file;
    this.duty = duty;
    this.field = field;
  }
}

/**
 * Checks the content of every file ("gb.json" → its parsed JSON) and puts the duties in one list, in order.
 * @throws RegimeDataError that names file, duty and field
 */
export function loadDuties(files: Record<string, unknown>): Duty[] {
  const duties = Object.entries(files).flatMap(([file, content]) => readFile(file, content));
  for (const [index, { file, duty }] of duties.entries()) {
    if (duties.findIndex((other) => other.duty.id === duty.id) !== index) {
      throw new RegimeDataError(file, duty.id, 'id', 'another duty has this id');
    }
  }
  const all = duties.map(({ duty }) => duty);
  for (const { file, duty } of duties) assertNames(file, duty, all);
  return all;
}

function readFile(file: string, content: unknown): { file: string; duty: Duty }[] {
  if (!Array.isArray(content)) throw new RegimeDataError(file, 'the file', '', 'is not a list of duties');
  return content.map((item: unknown, index) => {
    const parsed = dutySchema.safeParse(item);
    if (!parsed.success) throw wrong(file, nameOf(item, index), parsed.error.issues[0]!);
    const duty = parsed.data;
    if (`${duty.jurisdiction.toLowerCase()}.json` !== file) {
      throw new RegimeDataError(file, duty.id, 'jurisdiction', `${duty.jurisdiction} has a file of its own`);
    }
    return { file, duty };
  });
}

/** A word of a choice means one thing: a jurisdiction, a regime or a duty (regimesOf). */
function assertNames(file: string, duty: Duty, all: readonly Duty[]): void {
  const jurisdictions = all.map(({ jurisdiction }) => jurisdiction.toLowerCase());
  const clashes = {
    id: jurisdictions.includes(duty.id) || all.some((other) => other.regime === duty.id && other !== duty),
    regime: jurisdictions.includes(duty.regime),
  };
  for (const field of ['id', 'regime'] as const) {
    if (clashes[field])
      throw new RegimeDataError(file, duty.id, field, `"${duty[field]}" means something else too`);
  }
  for (const [index, { alongside }] of duty.stages.entries()) {
    if (alongside === undefined || all.some(({ id }) => id === alongside)) continue;
    throw new RegimeDataError(file, duty.id, `stages.${index}.alongside`, `there is no duty "${alongside}"`);
  }
}

const wrong = (file: string, duty: string, { path, message, ...issue }: z.core.$ZodIssue): RegimeDataError =>
  'keys' in issue && Array.isArray(issue.keys)
    ? new RegimeDataError(file, duty, [...path, issue.keys[0]].join('.'), 'is not a known field')
    : new RegimeDataError(file, duty, path.join('.'), message);

function nameOf(item: unknown, index: number): string {
  const id = typeof item === 'object' && item !== null && 'id' in item ? item.id : undefined;
  return typeof id === 'string' && id !== '' ? id : `duty ${index + 1}`;
}
