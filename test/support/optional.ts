import { existsSync } from 'node:fs';
import { it } from '@jest/globals';

const PROGRAMS = {
  chromium: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'],
} as const;
export type Optional = keyof typeof PROGRAMS;

/** Where an optional program is, or undefined. */
export const pathOf = (program: Optional): string | undefined =>
  PROGRAMS[program].find((path) => existsSync(path));

/**
 * `it` for a test that needs an optional program: it skips by name where the program is missing, and fails instead
 * where TOCSIN_REQUIRE names it.
 */
export function itWith(program: Optional): typeof it | typeof it.skip {
  const required = (process.env['TOCSIN_REQUIRE'] ?? '').split(',').includes(program);
  return pathOf(program) || required ? it : it.skip;
}
