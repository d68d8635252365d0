import { log } from '@temporalio/activity';
import type { Attachment } from '../channels/types.ts';
import type { PageRow } from '../db/pages.ts';
import { isFactless } from '../domain/doubt.ts';
import { type Briefing, briefingCalendar, briefingSheet, quietCalendar } from '../templates/briefing.ts';

/**
 * The page that opens an incident carries calendar file and sheet, and so does one about a clock that moved: a
 * calendar takes the new instants in place of the old ones.
 */
export const carriesBriefing = (page: Pick<PageRow, 'reason'>): boolean =>
  page.reason === 'declared' || page.reason === 'reassessed';

/** While the attacker may read the mail, the calendar tells instants only and the sheet stays at home. */
async function make(briefing: Briefing): Promise<Attachment[]> {
  const name = `tocsin-${briefing.incident.reference}`;
  const calendar = { filename: `${name}.ics`, contentType: 'text/calendar' };
  if (isFactless(briefing.incident)) return [{ ...calendar, content: quietCalendar(briefing) }];
  return [
    { ...calendar, content: briefingCalendar(briefing) },
    { filename: `${name}.pdf`, contentType: 'application/pdf', content: await onceFor(briefing) },
  ];
}

/** A sheet that cannot be made must not hold the page back. */
export const briefingFiles = (briefing: Briefing): Promise<Attachment[]> =>
  make(briefing).catch((error: unknown) => {
    log.error('briefing failed', { code: error instanceof Error ? error.name : 'unknown' });
    return [];
  });

const sheets = new Map<string, Promise<Buffer>>();
const MOST = 20;
const KEPT_MS = 60_000;

/**
 * Making a sheet takes some 30 ms of the main thread, and the first step of a page reaches several people at once:
 * they get the one that was made for the first of them from the same facts and duties.
 */
function onceFor(briefing: Briefing): Promise<Buffer> {
  const { incident, obligations } = briefing;
  const key = [incident.id, incident.revision, ...obligations.map(stateOf)].join('/');
  const known = sheets.get(key);
  if (known) return known;
  const sheet = briefingSheet(briefing);
  sheets.set(key, sheet);
  const forget = () => sheets.delete(key);
  sheet.catch(forget);
  setTimeout(forget, KEPT_MS).unref();
  const [oldest] = sheets.keys();
  if (sheets.size > MOST && oldest) sheets.delete(oldest);
  return sheet;
}

const stateOf = ({ id, state, applicability, dueAt }: Briefing['obligations'][number]): string =>
  `${id}:${state}:${applicability}:${dueAt.getTime()}`;
