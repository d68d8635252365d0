import { flagsOf, type SeverityInput, severityOf } from '../../domain/assessment/severity.ts';
import { badField } from '../inputProblem.ts';
import type { OfflineWork } from '../offlineCommand.ts';

interface SeverityOptions {
  dpc: string;
  ei: string;
  confidentiality: string;
  integrity: string;
  availability: string;
  malicious?: boolean;
  individuals?: string;
  unintelligible?: boolean;
}

const BANDS = { low: 'low', medium: 'medium', high: 'high', veryHigh: 'very high' };

/** `severity`: SE = DPC × EI + CB, its band, and the flags that were asked for. */
export const severity: OfflineWork<SeverityOptions> = (_args, options) => {
  const score = severityOf(inputOf(options));
  const flags = flagsIn(options);
  const lines = () => [
    `SE ${score.se} (${BANDS[score.band]}) = DPC ${score.dpc} × EI ${score.ei} + CB ${score.cb}`,
    ...(flags?.over100 ? ['More than 100 people are affected.'] : []),
    ...(flags?.unintelligible
      ? ['The data were unreadable: the assessor may judge the severity lower.']
      : []),
  ];
  return { json: flags ? { ...score, flags } : score, lines };
};

/** A value that is no number at all is refused by the score's own lists. */
const inputOf = (options: SeverityOptions): SeverityInput => ({
  dpc: number(options.dpc),
  ei: number(options.ei),
  confidentiality: number(options.confidentiality),
  integrity: number(options.integrity),
  availability: number(options.availability),
  malicious: options.malicious === true,
});

const number = (text: string): number => (/^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : NaN);

function flagsIn({ individuals, unintelligible }: SeverityOptions) {
  if (individuals === undefined && !unintelligible) return undefined;
  if (individuals !== undefined && !/^\d{1,10}$/.test(individuals))
    throw badField('individuals', 'must be a whole number, 0 or more');
  return flagsOf(individuals === undefined ? null : Number(individuals), unintelligible === true);
}
