/** A duty in an answer of the API. */
export interface Duty {
  id: string;
  dueAt: string;
  [field: string]: unknown;
}

export const duty = (body: { obligations: Duty[] }, id: string): Duty | undefined =>
  body.obligations.find((one) => one.id === id);
