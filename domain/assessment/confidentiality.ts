import { type ExposureKind, exposureOf } from './exposure.ts';
import { fired, type Verdict, verdict } from './fired.ts';
import type { Completed } from './known.ts';
import { UNLIKELY, UNLIKELY_OR_LIKELY } from './levels.ts';
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
  const judged = withUnclassified(judge(exposure.kind, data, facts), exposure.kind, data);
  const reasons = [...exposure.reasons, ...data.reasons, ...(judged.reasons ?? [])];
  return verdict(judged.cell, reasons, judged.question ?? null);
}

function judge(kind: ExposureKind, data: Sensitivity, facts: Completed): Judged {
  if (kind === 'none' || data.tier === 'none') return { cell: UNLIKELY };
  if (kind === 'residual') return { cell: UNLIKELY_OR_LIKELY, question: 'decideOutflow' };
  if (kind === 'contained') return containedCell(data, facts);
  return kind === 'limited' ? limitedCell(data, facts) : wideCell(data, facts);
}

/** A word that nobody has classified may stand for something grave: "unlikely" is not for a machine to say then. */
function withUnclassified(judged: Judged, kind: ExposureKind, data: Sensitivity): Judged {
  if (data.unclassified.length === 0) return judged;
  const reasons = [...(judged.reasons ?? []), fired('unclassifiedCategory', 'dataCategories')];
  const open = judged.cell[1] === 'unlikely' && kind !== 'contained';
  return open
    ? { cell: UNLIKELY_OR_LIKELY, question: 'decideUnclassified', reasons }
    : { ...judged, reasons };
}
