import { z } from 'zod';

/** Stands for a secret that is stored: secrets go in and are never shown again. */
export const SECRET_IS_SET = '(set)';

/** A shared secret that others sign or identify themselves with; the marker may come back in its place. */
export const longSecret = z
  .string()
  .max(200)
  .refine((secret) => secret.length >= 16 || secret === SECRET_IS_SET, {
    error: 'a secret has at least 16 characters',
  });
