import type { Duty } from './types.ts';

export interface Contradiction {
  path: PropertyKey[];
  message: string;
}

/** What does not fit together in a duty whose fields are each right. Empty for a good one. */
export const contradictions = (duty: Duty): Contradiction[] => [
  ...disabled(duty),
  ...duty.stages.flatMap((_, index) => ofStage(duty, index)),
  ...forgotten(duty),
];

function disabled({ enabled, disabledBecause }: Duty): Contradiction[] {
  if (enabled === (disabledBecause === undefined)) return [];
  return [{ path: ['disabledBecause'], message: 'is needed for a duty that is not enabled, and only then' }];
}

function ofStage({ stages, recipient }: Duty, index: number): Contradiction[] {
  const { id, startsFrom, towards } = stages[index]!;
  const earlier = stages.slice(0, index).map((stage) => stage.id);
  const found: Contradiction[] = [];
  const at = (...path: string[]) => ['stages', index, ...path];
  if (startsFrom.stage !== undefined && !earlier.includes(startsFrom.stage)) {
    found.push({ path: at('startsFrom', 'stage'), message: `no earlier stage "${startsFrom.stage}"` });
  }
  if (earlier.includes(id)) found.push({ path: at('id'), message: `a second stage "${id}"` });
  if (towards.some((kind) => !recipient.kinds.includes(kind))) {
    found.push({ path: at('towards'), message: 'is not among recipient.kinds' });
  }
  return found;
}

/** A recipient whom no stage reaches would be told by nobody. */
function forgotten({ stages, recipient }: Duty): Contradiction[] {
  const missing = recipient.kinds.filter((kind) => !stages.some(({ towards }) => towards.includes(kind)));
  if (missing.length === 0) return [];
  return [{ path: ['recipient', 'kinds'], message: `no stage is towards ${missing.join(', ')}` }];
}
