import { atPointer, instantOf, textOf } from './pointer.ts';
import { manyLines, oneLine, type Signal, type Understood } from './received.ts';

/** Where each resource of Sentry's webhooks has what we read (Sentry-Hook-Resource). */
const RESOURCES: Record<string, { at: string; id: string; begun: string }> = {
  issue: { at: '/data/issue', id: '/id', begun: '/firstSeen' },
  event_alert: { at: '/data/event', id: '/issue_id', begun: '/datetime' },
  error: { at: '/data/error', id: '/issue_id', begun: '/datetime' },
  metric_alert: { at: '/data/metric_alert', id: '/id', begun: '/date_started' },
};

const ENDED = ['resolved'];
const ASIDE = ['assigned', 'archived', 'ignored'];

/** What is no news of an error: that the integration was installed, that somebody wrote a comment. */
export const isAside = (resource: string): boolean =>
  ['installation', 'comment', 'seer', 'preprod_artifact'].includes(resource);

/**
 * A webhook of a Sentry integration: an issue, an alert on an event, an error, or a metric alert. Repeats are those of
 * one issue, or of one metric alert.
 * @param resource the header Sentry-Hook-Resource
 * @returns undefined where it is none of these
 * @see https://docs.sentry.io/organization/integrations/integration-platform/webhooks/
 */
export function fromSentry(resource: string, payload: unknown): Understood | undefined {
  const shape = RESOURCES[resource];
  const subject = shape && atPointer(payload, shape.at);
  const id = shape && textOf(atPointer(subject, shape.id));
  if (!shape || !id) return undefined;
  const title = titleOf(payload, subject);
  if (!title) return undefined;
  const metric = resource === 'metric_alert';
  return {
    title: oneLine(title),
    details: manyLines(detailsOf(payload, subject)),
    keys: [{ value: `${metric ? 'metric' : 'issue'}:${id}` }],
    signal: signalOf(textOf(atPointer(payload, '/action')) ?? ''),
    occurredAt: instantOf(atPointer(subject, shape.begun)),
  };
}

const signalOf = (action: string): Signal =>
  ENDED.includes(action) ? 'ended' : ASIDE.includes(action) ? 'aside' : 'firing';

const titleOf = (payload: unknown, subject: unknown): string | undefined =>
  textOf(atPointer(subject, '/title')) ??
  textOf(atPointer(payload, '/data/description_title')) ??
  textOf(atPointer(subject, '/alert_rule/name'));

function detailsOf(payload: unknown, subject: unknown): string {
  const lines = [
    ['rule', atPointer(payload, '/data/triggered_rule')],
    ['description', atPointer(payload, '/data/description_text')],
    ['culprit', atPointer(subject, '/culprit')],
    ['level', atPointer(subject, '/level')],
    ['issue', atPointer(subject, '/shortId')],
    [
      'address',
      atPointer(subject, '/web_url') ??
        atPointer(subject, '/permalink') ??
        atPointer(payload, '/data/web_url'),
    ],
  ] as const;
  return lines.flatMap(([name, value]) => (textOf(value) ? [`${name}: ${textOf(value)}`] : [])).join('\n');
}
