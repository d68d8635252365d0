import { formatInstant } from '../../domain/time/format.ts';
import { type HolidayDivision, holidaysAsOf, workingDaysAfter } from '../../domain/workingDays.ts';
import { badField } from '../inputProblem.ts';
import { instantOption, needed } from '../instantOption.ts';
import type { OfflineWork } from '../offlineCommand.ts';

/** Each division has bank holidays of its own, and all have the same clock. */
const ZONE = 'Europe/London';

interface Options {
  from?: string;
  days?: string;
  division?: HolidayDivision;
}

/** `working-days`: the local date on which a period in working days ends, and the midnight that ends it. */
export const workingDays: OfflineWork<Options> = (_args, options) => {
  const from = instantOption('from', needed('from', options.from, 'when was it received'), ZONE);
  const days = wholeNumber(needed('days', options.days, 'how many working days'));
  const division = needed('division', options.division, 'whose bank holidays count') as HolidayDivision;
  const { dueDate, endsAt } = workingDaysAfter({ from, days, division, timeZone: ZONE });
  return {
    json: { dueDate, endsAt: endsAt.toISOString() },
    lines: () => [
      `${dueDate}, until ${formatInstant(endsAt, ZONE)}`,
      `${days} working day${days === 1 ? '' : 's'} in ${division} after ${formatInstant(from, ZONE)}; that day is not counted.`,
      `The table of bank holidays is of ${holidaysAsOf}; one-off days proclaimed later are not in it.`,
    ],
  };
};

function wholeNumber(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw badField('days', `--days is a whole number of working days, and not "${text.slice(0, 60)}".`);
}
