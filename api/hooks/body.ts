import type { z } from 'zod';
import { Problem } from '../problems.ts';

/** A signed body, read. @throws Problem `invalidRequest` naming the first field that is not as expected */
export function bodyAs<T>(schema: z.ZodType<T>, body: string): T {
  const parsed = schema.safeParse(json(body));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = `/${(issue?.path ?? []).join('/')}`;
  const message = issue?.message ?? 'is not valid';
  throw new Problem('invalidRequest', `${field}: ${message}`, { errors: [{ field, message }] });
}

function json(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
