/** One element of the ENISA score and the values that it may take (ENISA 2013, section 3). */
const ALLOWED = {
  dpc: [1, 2, 3, 4],
  ei: [0.25, 0.5, 0.75, 1],
  confidentiality: [0, 0.25, 0.5],
  integrity: [0, 0.25, 0.5],
  availability: [0, 0.25, 0.5],
} as const;

type Element = keyof typeof ALLOWED;
const ELEMENTS = Object.keys(ALLOWED) as Element[];

export type SeverityInput = Record<Element, number> & { malicious: boolean };
export type Band = 'low' | 'medium' | 'high' | 'veryHigh';

export interface SeverityScore {
  dpc: number;
  ei: number;
  /** Circumstances: confidentiality + integrity + availability + 0.5 for malicious intent. */
  cb: number;
  se: number;
  band: Band;
}

/** Shown with the score and never added to it; ENISA leaves their effect to the assessor. */
export interface SeverityFlags {
  /** More than 100 people; 100 itself is not more. `null` where the number is not known. */
  over100: boolean | null;
  unintelligible: boolean;
}

/** A value outside the lists of the method. `errors` names each field and what it may be. */
export class SeverityInputError extends Error {
  override name = 'SeverityInputError';
  readonly code = 'severityInvalid';
  readonly errors: { field: string; message: string }[];

  constructor(errors: { field: string; message: string }[]) {
    super(errors.map(({ field, message }) => `${field} ${message}`).join('; '));
    this.errors = errors;
  }
}

/**
 * The ENISA severity of a breach, SE = DPC × EI + CB (ENISA 2013). Every value is a multiple of 0.25, exact in binary
 * floating point, so nothing is rounded.
 * @throws SeverityInputError for values outside the lists
 * @example dpc 4, ei 1, confidentiality 0.5, malicious: 4 × 1 + 1 = 5, "veryHigh"
 */
export function severityOf(input: SeverityInput): SeverityScore {
  const errors = ELEMENTS.flatMap((field) => fieldError(field, input[field]));
  if (errors.length > 0) throw new SeverityInputError(errors);
  const { dpc, ei, confidentiality, integrity, availability, malicious } = input;
  const cb = confidentiality + integrity + availability + (malicious ? 0.5 : 0);
  const se = dpc * ei + cb;
  return { dpc, ei, cb, se, band: bandOf(se) };
}

/** The band of a score; its lower bound belongs to it. */
export function bandOf(se: number): Band {
  if (se < 2) return 'low';
  if (se < 3) return 'medium';
  return se < 4 ? 'high' : 'veryHigh';
}

/** @param individuals number of people, `null` where not known */
export const flagsOf = (individuals: number | null, unintelligible: boolean): SeverityFlags => ({
  over100: individuals === null ? null : individuals > 100,
  unintelligible,
});

function fieldError(field: Element, value: number): { field: string; message: string }[] {
  const allowed: readonly number[] = ALLOWED[field];
  return allowed.includes(value) ? [] : [{ field, message: `must be one of ${allowed.join(', ')}` }];
}
