import { type ExposureKind, exposureOf } from './exposure.ts';
import { fired, type Verdict, verdict } from './fired.ts';
import type { Completed } from './known.ts';
import { atLeast, UNLIKELY, UNLIKELY_OR_LIKELY } from './levels.ts';
import { LOWERING } from './lowering.ts';
import { containedCell, type Judged, limitedCell, wideCell } from './matrix.ts';
import { type Sensitivity, sensitivityOf } from './sensitivity.ts';

/**
 * What people risk because somebody may read their data: who has them, against what they tell and about whom
 * (EDPB Guidelines 9/2022, section IV.B; 01/2021).
 */
export function confidentialityVerdict(facts: Completed): Verdict {
  const exposure = exposureOf(facts);
  if (exposure.kind === 'none') return verdict(UNLIKELY, exposure.reasons);
  const data = sensitivityOf(facts);
  const judged = judge(exposure.kind, data, facts);
  const unclassified =
    data.unclassified.length > 0 ? withUnclassified(judged, exposure.kind, data, facts) : null;
  const { cell, question = null, reasons = [] } = unclassified ?? judged;
  const raised = unclassified !== null && cell[1] !== judged.cell[1];
  const all = [...exposure.reasons, ...data.reasons, ...reasons];
  return verdict(cell, raised ? all.filter(({ code }) => !LOWERING.has(code)) : all, question);
}

function judge(kind: ExposureKind, data: Sensitivity, facts: Completed): Judged {
  if (kind === 'none' || data.tier === 'none') return { cell: UNLIKELY };
  if (kind === 'residual') return { cell: UNLIKELY_OR_LIKELY, question: 'decideOutflow' };
  if (kind === 'contained') return containedCell(data, facts);
  return kind === 'limited' ? limitedCell(data, facts) : wideCell(data, facts);
}

/** A word that nobody has classified may stand for what the law protects most: at worst the result is as for that. */
function withUnclassified(judged: Judged, kind: ExposureKind, data: Sensitivity, facts: Completed): Judged {
  const reasons = [...(judged.reasons ?? []), fired('unclassifiedCategory', 'dataCategories')];
  if (facts.mode === 'best') return { ...judged, reasons };
  const [low, top] = judged.cell;
  const gravest = judge(kind, { ...data, tier: 'special' }, facts).cell[1];
  return atLeast(top, gravest)
    ? { ...judged, reasons }
    : { cell: [low, gravest], question: 'decideUnclassified', reasons };
}
