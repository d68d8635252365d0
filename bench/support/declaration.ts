import { parse } from 'yaml';
import { readText } from '../harness.ts';

/**
 * The music school's incident of examples/, discovered half an hour ago. Pages carry facts and files only when
 * `channelsCompromised` is "no".
 */
export function sampleDeclaration(channelsCompromised: 'no' | 'unknown'): Record<string, unknown> {
  const declaration = parse(readText('examples/incidents/music-school.yaml')) as Record<string, unknown>;
  const questions = { physicalDanger: 'no', insiderInvolved: 'no', channelsCompromised };
  return { ...declaration, questions, discoveredAt: new Date(Date.now() - 30 * 60_000).toISOString() };
}
