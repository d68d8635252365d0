import { describe, expect, test } from '@jest/globals';
import {
  codeMessage,
  obligationLabel,
  reasonText,
  TemplateError,
  timelineText,
  warningText,
} from '../../templates/catalogue.ts';
import { readYaml } from '../../templates/files.ts';
import { OBLIGATION_TEXTS, REASON_CODES, TIMELINE_KINDS, WARNING_CODES } from '../../templates/types.ts';

/** What is filled into the texts that need it. */
const WARNING_VALUES: Record<string, Record<string, string | number>> = {
  stepsEmpty: { steps: 'step 2', count: 1 },
  rotaGaps: { rotas: 'night (from Monday)' },
  waysUnverified: { count: 1, of: 3, ways: 'ada (smtp)' },
  oneWayOnly: { people: 'Ada' },
  contactsIncomplete: { unverified: 1, of: 3, people: 2 },
  rotaHolidaysUnknown: { years: '2028', schedules: 'night' },
};

describe('every list has its texts', () => {
  test.each(TIMELINE_KINDS)('timeline: %s, also when every value is absent or erased', (kind) => {
    expect(timelineText(kind, 'en', {})).toMatch(/\S.{3,}/);
    expect(timelineText(kind, 'en', {})).not.toMatch(/null|undefined|NaN/);
  });

  test.each(OBLIGATION_TEXTS)('obligation: %s', (kind) => {
    const { name, task } = obligationLabel(kind, 'en');
    expect(name).not.toBe('');
    expect(task).toMatch(/\.$/);
  });

  test.each(REASON_CODES)('reason: %s', (code) => expect(reasonText(code, 'en')).toMatch(/[.?]$/));
  test.each(WARNING_CODES)('warning: %s', (code) => {
    const text = warningText(code, 'en', WARNING_VALUES[code]);
    expect(text).toMatch(/\.$/);
    expect(text).not.toMatch(/\{| {2}/);
  });

  test('and no text is for something that is not in a list', () => {
    const keys = (file: string) => Object.keys(readYaml('en', file) as object);
    expect(keys('timeline.yaml').sort()).toEqual([...TIMELINE_KINDS].sort());
    expect(keys('reasons.yaml').sort()).toEqual([...REASON_CODES].sort());
    expect(keys('warnings.yaml').sort()).toEqual([...WARNING_CODES].sort());
    expect(keys('obligations.yaml').sort()).toEqual([...OBLIGATION_TEXTS].sort());
  });
});

test('what has no text is an error that names it', () => {
  expect(() => timelineText('incident.invented', 'en', {})).toThrow(TemplateError);
  expect(() => reasonText('invented', 'en')).toThrow('"invented"');
});

test('another language gets the English text where it has none', () => {
  expect(reasonText('riskLikely', 'cy')).toBe(reasonText('riskLikely', 'en'));
});

const opened = {
  obligation: 'authority',
  applicability: 'required',
  dueAt: '2026-06-27T14:05:00.000Z',
  basis: 'UK GDPR Art. 33(1)',
  reasons: ['riskLikely'],
};

test('a line shows instants in the zone asked for, and in UTC otherwise', () => {
  expect(timelineText('obligation.opened', 'en', opened, { timeZone: 'Europe/London' })).toBe(
    'Notify the ICO: required, due Sat 27 Jun 2026, 15:05 BST (UK GDPR Art. 33(1)). A risk to people is likely, or at least cannot be called unlikely.',
  );
  expect(timelineText('obligation.opened', 'en', opened)).toContain('14:05 UTC');
});

test('an erased value leaves its part of the sentence out', () => {
  const data = { obligation: 'authority', decision: 'required', by: null, reason: null };
  expect(timelineText('obligation.decided', 'en', data)).toBe('It was decided: Notify the ICO is required.');
});

test('a value on several lines stays one line', () => {
  expect(timelineText('note.added', 'en', { by: 'Ana', text: 'one\r\ntwo' })).toBe('Ana noted: one two');
});

test('a code is the same in every form of its message, spoken digit by digit, and asks for nothing else', () => {
  const values = {
    organisation: 'School & Sons',
    recipient: 'Ada',
    code: '012345',
    validUntilLocal: 'Tue 3 Feb 2026, 12:15 GMT',
  };
  const message = codeMessage(values, { language: 'en', channel: 'smtp' });
  for (const part of [message.subject, message.text, message.html, message.short])
    expect(part).toContain('012345');
  expect(message.text).toContain('12:15 GMT');
  expect(message.html).not.toMatch(/<a /);
  expect(codeMessage(values, { language: 'en', channel: 'voice' }).short).toContain('0 1 2 3 4 5');
});

test('a way that is not verified is worded by number', () => {
  const text = (count: number, of: number) => warningText('waysUnverified', 'en', { count, of, ways: 'x' });
  expect(text(2, 2)).toMatch(/^No way to reach people is verified: x\./);
  expect(text(1, 2)).toMatch(/^Not verified is 1 of 2 ways/);
  expect(text(2, 3)).toMatch(/^Not verified are 2 of 3 ways/);
});
