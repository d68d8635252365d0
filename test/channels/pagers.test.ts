import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createHttpReceiver, type HttpReceiver } from '../support/httpReceiver.ts';
import { ACCEPTED, channelAt, DEDUP, LINK, pageTo, SECRET } from './channelSupport.ts';

let receiver: HttpReceiver;
beforeEach(async () => {
  receiver = await createHttpReceiver();
});
afterEach(() => receiver.close());

const alert = (action: 'trigger' | 'acknowledge' | 'resolve') => ({
  alert: { action, dedupKey: DEDUP, severity: 'critical' as const },
});

describe('PagerDuty, Events API v2', () => {
  const send = (more = {}) => {
    receiver.behave(ACCEPTED.pagerduty);
    return channelAt('pagerduty', receiver.url).send(pageTo('pagerduty', receiver.url, more));
  };

  test('triggers an alert with summary, source, severity, details and a link', async () => {
    const receipt = await send();
    expect(receiver.requests[0]).toMatchObject({ method: 'POST', path: '/hook/v2/enqueue' });
    expect(receiver.requests[0]?.json).toEqual({
      routing_key: SECRET,
      event_action: 'trigger',
      dedup_key: DEDUP,
      payload: {
        summary: 'Incident 2026-001: ICO notification due 14:05 GMT',
        source: 'tocsin',
        severity: 'critical',
        custom_details: {
          message: 'Due in 36 hours.\n\nAnswer please.',
          key: expect.stringMatching(/^[0-9a-f]{40}$/),
        },
      },
      client: 'Tocsin',
      links: [{ href: LINK, text: 'Open' }],
    });
    expect(receipt).toMatchObject({ provider: 'http-202', externalId: DEDUP });
  });

  test.each(['acknowledge', 'resolve'] as const)(
    'can %s it with three fields, as documented',
    async (action) => {
      await send(alert(action));
      expect(receiver.requests[0]?.json).toEqual({
        routing_key: SECRET,
        event_action: action,
        dedup_key: DEDUP,
      });
    },
  );

  test('keeps a summary to one line of 1,024 characters', async () => {
    await send({ short: `a\nb\u0000${'x'.repeat(2000)}` });
    const { payload } = receiver.requests[0]?.json as { payload: { summary: string } };
    expect(payload.summary).toMatch(/^a b x+…$/);
    expect(payload.summary).toHaveLength(1024);
  });

  test('goes to PagerDuty itself where the service names no other place', async () => {
    const message = { ...pageTo('pagerduty', receiver.url), endpoint: 'http://elsewhere.example' };
    await expect(channelAt('pagerduty', receiver.url).send(message)).rejects.toMatchObject({
      code: 'misconfigured',
    });
    expect(receiver.requests).toHaveLength(0);
  });
});

describe('Opsgenie, alert API', () => {
  const send = (more = {}) => {
    receiver.behave(ACCEPTED.opsgenie);
    return channelAt('opsgenie', receiver.url).send(pageTo('opsgenie', receiver.url, more));
  };

  test('creates an alert under its alias, with the key of the integration', async () => {
    const receipt = await send();
    const [request] = receiver.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/hook/v2/alerts' });
    expect(request?.headers.authorization).toBe(`GenieKey ${SECRET}`);
    expect(request?.json).toEqual({
      message: 'Incident 2026-001: ICO notification due 14:05 GMT',
      alias: DEDUP,
      description: 'Due in 36 hours.\n\nAnswer please.',
      priority: 'P1',
      source: 'Tocsin',
      details: { key: expect.stringMatching(/^[0-9a-f]{40}$/), acknowledge: LINK },
    });
    expect(receipt).toMatchObject({ provider: 'http-202', externalId: '43a29c5c-3dbf-4fa4' });
  });

  test.each([
    ['acknowledge', 'acknowledge'],
    ['resolve', 'close'],
  ] as const)('%s goes to the alert of this alias', async (action, verb) => {
    await send(alert(action));
    expect(receiver.requests[0]).toMatchObject({
      path: `/hook/v2/alerts/${encodeURIComponent(DEDUP)}/${verb}?identifierType=alias`,
      json: { user: 'Tocsin', source: 'Tocsin' },
    });
  });

  test.each([
    ['critical', 'P1'],
    ['error', 'P2'],
    ['warning', 'P3'],
    ['info', 'P5'],
  ] as const)('%s is priority %s', async (severity, priority) => {
    await send({ alert: { action: 'trigger', dedupKey: DEDUP, severity } });
    expect(receiver.requests[0]?.json).toMatchObject({ priority });
  });

  test('keeps the message to 130 characters, whole characters only', async () => {
    await send({ short: `${'x'.repeat(128)}😀😀` });
    const { message } = receiver.requests[0]?.json as { message: string };
    expect(message).toBe(`${'x'.repeat(128)}…`);
  });

  test('works below a path, as the compatible interface of Jira Service Management has it', async () => {
    const endpoint = `${receiver.url}/jsm/ops/integration/`;
    await send({ endpoint });
    expect(receiver.requests[0]?.path).toBe('/hook/jsm/ops/integration/v2/alerts');
  });

  test('an answer without a request id is taken all the same', async () => {
    receiver.behave({ status: 202, body: 'ok' });
    const receipt = await channelAt('opsgenie', receiver.url).send(pageTo('opsgenie', receiver.url));
    expect(receipt.externalId).toBeUndefined();
  });
});
