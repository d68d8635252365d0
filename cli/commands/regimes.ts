import { dutiesNamed, UnknownRegimeError } from '../../domain/regimes/choice.ts';
import { DUTIES, dutyById } from '../../domain/regimes/index.ts';
import { dutyStatus } from '../../domain/regimes/status.ts';
import type { Duty } from '../../domain/regimes/types.ts';
import { localDate } from '../../domain/time/zone.ts';
import { badField } from '../inputProblem.ts';
import type { OfflineWork } from '../offlineCommand.ts';
import { dutyLines, listLines, listRow } from '../regimeViews.ts';

/** `regimes`: all duties, those of a jurisdiction or a regime, or one with everything that is known about it. */
export const regimes: OfflineWork<{ on?: string }> = ([name], { on }) => {
  const date = on === undefined ? localDate(new Date(), 'Europe/London') : dateOption(on);
  const duties = name === undefined ? DUTIES : named(name);
  const single = name === undefined ? undefined : dutyById(name.trim().toLowerCase());
  if (single) {
    const status = dutyStatus(single, date);
    return { json: { ...single, ...status }, lines: () => dutyLines(single, status) };
  }
  const rows = duties.map((duty) => listRow(duty, dutyStatus(duty, date)));
  return { json: rows, lines: () => listLines(rows) };
};

function named(name: string): Duty[] {
  try {
    return dutiesNamed(name);
  } catch (error) {
    if (error instanceof UnknownRegimeError) throw badField('name', error.message);
    throw error;
  }
}

function dateOption(text: string): string {
  const date = new Date(`${text}T00:00Z`);
  if (
    /^\d{4}-\d\d-\d\d$/.test(text) &&
    date.toString() !== 'Invalid Date' &&
    date.toISOString().startsWith(text)
  ) {
    return text;
  }
  throw badField('on', `--on is a date such as 2026-11-27, and not "${text.slice(0, 60)}".`);
}
