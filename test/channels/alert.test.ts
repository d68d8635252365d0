import { describe, expect, it } from '@jest/globals';
import { alertFor } from '../../channels/alert.ts';
import { shortLine } from '../../channels/identity.ts';
import { checkAlertKey } from '../../domain/alertKey.ts';

const KEY = Buffer.alloc(32, 7);
const PAGE = {
  organisationId: '018f0000-0000-7000-8000-000000000001',
  incidentId: '018f0000-0000-7000-8000-000000000002',
  pageId: '018f0000-0000-7000-8000-000000000003',
};

describe('the alert of a page', () => {
  it('leads back to the page, and is one whatever is done with it', () => {
    const opened = alertFor(KEY, PAGE, 'trigger', 'declared');
    const closed = alertFor(KEY, PAGE, 'resolve', 'declared');
    expect(opened).toMatchObject({ action: 'trigger', severity: 'critical' });
    expect(closed.dedupKey).toBe(opened.dedupKey);
    expect(checkAlertKey(KEY, opened.dedupKey)).toEqual(PAGE);
  });

  it.each([
    ['declared', 'critical'],
    ['overdue', 'critical'],
    ['draftFailed', 'critical'],
    ['reminder', 'error'],
    ['constructor', 'critical'],
  ])('because of %s is %s', (reason, severity) =>
    expect(alertFor(KEY, PAGE, 'trigger', reason).severity).toBe(severity),
  );
});

describe('a short line', () => {
  it.each([
    ['one\r\ntwo\t three', 'one two three'],
    ['x'.repeat(300), 'x'.repeat(300)],
    ['x'.repeat(301), `${'x'.repeat(299)}…`],
    [`${'x'.repeat(298)}😀x`, `${'x'.repeat(298)}…`],
  ])('of %j is one line of at most 300 characters', (text, line) => expect(shortLine(text)).toBe(line));
});
