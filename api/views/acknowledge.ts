import { renderMessage } from '../../templates/catalogue.ts';
import type { AcknowledgeView } from '../../templates/types.ts';

/** What the page behind an acknowledge link shows; the language of the organisation, where that is known. */
export interface Shown {
  view: AcknowledgeView;
  reference: string | null;
  language?: string;
  drill?: boolean;
  /** For the view "wait". */
  seconds?: number;
}

export const HTML = 'text/html; charset=utf-8';

export const acknowledgeHtml = ({ view, reference, language = 'en', drill = false, seconds = 0 }: Shown) =>
  renderMessage('acknowledge-page', language, { view, reference: reference ?? '', drill, seconds }).html;

/** True for what a person opens in a browser: no failure there may be a problem document. */
export const isAcknowledgePath = (url: string): boolean => /^\/acknowledge(?![^/?])/.test(url);

/** The page for a request that failed with this status. `retryAfter` is the header of that name, if it is set. */
export function failureHtml(status: number, retryAfter: unknown): string {
  const seconds = Number(retryAfter ?? 60);
  return acknowledgeHtml({ view: failureView(status), reference: null, seconds });
}

const failureView = (status: number): AcknowledgeView =>
  status === 429 ? 'wait' : status >= 500 ? 'failed' : 'invalid';

/** The page behind the link of a test page, in its five states. */
export const testHtml = (view: AcknowledgeView, language = 'en'): string =>
  renderMessage('test-acknowledge-page', language, { view }).html;
