import { alertKey, type AlertedPage } from '../domain/alertKey.ts';
import type { Alert } from './types.ts';

/** Reasons of a page that may wait for the next look at a screen; every other one is critical. */
const EARLY: Record<string, Alert['severity']> = {
  reminder: 'error',
  reassessed: 'error',
  confirmClock: 'error',
};

/**
 * What a message to a pager asks for. All attempts of one page are one alert there; `acknowledge` and `resolve` reach it
 * whoever opened it.
 * @param linkKey key of the acknowledge links
 * @param reason why the page was opened (db/pages.ts)
 */
export const alertFor = (
  linkKey: Uint8Array,
  page: AlertedPage,
  action: Alert['action'],
  reason: string,
): Alert => ({
  action,
  dedupKey: alertKey(linkKey, page),
  severity: (Object.hasOwn(EARLY, reason) && EARLY[reason]) || 'critical',
});
