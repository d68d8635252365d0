import type { Reason } from '../domain/obligations.ts';
import type { Withdrawal } from '../domain/notices/laterModel.ts';
import { formText, icoForm } from './icoForm.ts';
import { localIn } from './icoReport.ts';
import { fileTexts } from './laterReport.ts';
import { reasonText } from './entries.ts';

/** A withdrawal with its words in one language. */
export interface LabelledWithdrawal
  extends Omit<Withdrawal, 'grounds' | 'warnings'>, ReturnType<typeof fileTexts> {
  grounds: (Reason & { text: string })[];
  warnings: (Withdrawal['warnings'][number] & { finding: string })[];
}

/** Instants are shown in `timeZone`. */
export function labelledWithdrawal(
  withdrawal: Withdrawal,
  language: string,
  timeZone: string,
): LabelledWithdrawal {
  const form = icoForm(language);
  return {
    ...withdrawal,
    ...fileTexts(form, withdrawal, localIn(form, timeZone)),
    grounds: withdrawal.grounds.map((ground) => ({
      ...ground,
      text: reasonText(ground.code, form.language),
    })),
    warnings: withdrawal.warnings.map((one) => ({ ...one, finding: formText(form, 'findings', one.code) })),
  };
}
