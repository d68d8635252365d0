/**
 * Every way in which a request can fail: one place maps a code to its HTTP status and title. Each code has a page
 * in docs/problems/<code>.md, served at /problems/<code>, which is the `type` of the problem document (RFC 9457).
 */
export const PROBLEMS = {
  invalidRequest: { status: 400, title: 'The request is not valid' },
  unauthorised: { status: 401, title: 'A valid API key is needed' },
  forbidden: { status: 403, title: 'The API key does not have this scope' },
  notSigned: { status: 403, title: 'The signature or secret is not valid' },
  notFound: { status: 404, title: 'There is no such thing here' },
  revisionConflict: { status: 409, title: 'Somebody else changed it first' },
  incidentClosed: { status: 409, title: 'The incident is closed' },
  dutiesOpen: { status: 409, title: 'Duties are still open' },
  notADrill: { status: 409, title: 'The incident is not a drill' },
  noInitialReport: { status: 409, title: 'No initial report is on record' },
  nothingToConfirm: { status: 409, title: 'Nothing waits for a confirmation' },
  alreadySatisfied: { status: 409, title: 'That is already done' },
  alreadyBundled: { status: 409, title: 'The incident is in another bundle' },
  erased: { status: 410, title: 'What was written was erased' },
  payloadTooLarge: { status: 413, title: 'The request is too large' },
  unsupportedMediaType: { status: 415, title: 'The body must be JSON' },
  idempotencyKeyReused: { status: 422, title: 'The Idempotency-Key belongs to another request' },
  reasonNeeded: { status: 422, title: 'A reason is needed' },
  codeNotAccepted: { status: 422, title: 'The code is not accepted' },
  secondPersonNeeded: { status: 422, title: 'A second person is needed' },
  tooManyRequests: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Tocsin failed; nothing of this request was kept' },
  unavailable: { status: 503, title: 'The database cannot be reached' },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

export interface FieldError {
  /** JSON Pointer into the body, or the name of the header or query parameter. */
  field: string;
  message: string;
}

/** A request that fails for a reason its sender can understand and cure. */
export class Problem extends Error {
  override name = 'Problem';
  readonly code: ProblemCode;
  readonly errors: FieldError[];
  /** Further members of the document, e.g. the current state after a conflict. */
  readonly extra: Record<string, unknown>;

  constructor(
    code: ProblemCode,
    detail: string,
    more: { errors?: FieldError[]; extra?: Record<string, unknown> } = {},
  ) {
    super(detail);
    this.code = code;
    this.errors = more.errors ?? [];
    this.extra = more.extra ?? {};
  }
}

/** The RFC 9457 document of a problem. */
export function problemDocument(problem: Problem, instance: string): Record<string, unknown> {
  const { status, title } = PROBLEMS[problem.code];
  return {
    type: `/problems/${problem.code}`,
    title,
    status,
    detail: problem.message,
    instance,
    ...(problem.errors.length > 0 ? { errors: problem.errors } : {}),
    ...problem.extra,
  };
}
