import { describe, expect, test } from '@jest/globals';
import {
  obligationLabel,
  reasonText,
  TemplateError,
  timelineText,
  warningText,
} from '../../templates/catalogue.ts';
import { readYaml } from '../../templates/files.ts';
import { OBLIGATION_TEXTS, REASON_CODES, TIMELINE_KINDS, WARNING_CODES } from '../../templates/types.ts';

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
  test.each(WARNING_CODES)('warning: %s', (code) => expect(warningText(code, 'en')).toMatch(/\.$/));

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
