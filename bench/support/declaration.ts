import { parse } from 'yaml';
import { readText } from '../harness.ts';

/** The music school's incident of examples/, discovered half an hour ago: mail is trusted, so pages carry facts. */
export function sampleDeclaration(): Record<string, unknown> {
  const declaration = parse(readText('examples/incidents/music-school.yaml')) as Record<string, unknown>;
  return { ...declaration, discoveredAt: new Date(Date.now() - 30 * 60_000).toISOString() };
}
