import { createHmac, timingSafeEqual } from 'node:crypto';

/** The page that an alert in a pager stands for. */
export interface AlertedPage {
  organisationId: string;
  incidentId: string;
  pageId: string;
}

const PURPOSE = 'alert/1';
const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const KEY = new RegExp(`^(tocsin:(${UUID}):(${UUID}):(${UUID})):([\\w-]{43})$`);

const signature = (key: Uint8Array, text: string): string =>
  createHmac('sha256', key).update(`${PURPOSE}:${text}`).digest('base64url');

/**
 * What a pager knows a page by (PagerDuty's dedup_key, Opsgenie's alias): identifiers and a signature, 162 characters.
 * The same for every attempt of the page, so that all of them are one alert.
 * @param key of the acknowledge links
 */
export function alertKey(key: Uint8Array, { organisationId, incidentId, pageId }: AlertedPage): string {
  const text = `tocsin:${organisationId}:${incidentId}:${pageId}`;
  return `${text}:${signature(key, text)}`;
}

/** The page of a key that we made, or undefined. */
export function checkAlertKey(key: Uint8Array, text: string): AlertedPage | undefined {
  const [, signed, organisationId, incidentId, pageId, given] = KEY.exec(text) ?? [];
  if (!signed || !organisationId || !incidentId || !pageId || !given) return undefined;
  const bytes = (text: string) => new TextEncoder().encode(text);
  const same = timingSafeEqual(bytes(signature(key, signed)), bytes(given));
  return same ? { organisationId, incidentId, pageId } : undefined;
}
