import { describe, expect, it } from '@jest/globals';
import type { Facts } from '../../../domain/facts.ts';
import * as when from '../../../domain/interview/relevance.ts';
import { QUESTIONS } from '../../../domain/interview/questions.ts';

type Rule = Exclude<keyof typeof when, 'default'>;
/** A breach of a controller: somebody could read the data, and nothing else is known. */
const BREACH: Facts = {
  role: 'controller',
  personalData: true,
  livingIndividuals: true,
  securityFailure: true,
  cause: 'misdirectedEmail',
  malicious: false,
  cia: { confidentiality: 'confirmed', integrity: 'none', availability: 'none' },
  exfiltration: 'n/a',
};
const UNREAD: Facts = { ...BREACH, cause: 'outage', cia: { confidentiality: 'none', integrity: 'none', availability: 'temporary' } }; // prettier-ignore
const NO_BREACH: Facts = { ...BREACH, personalData: false };
const INTRUDER: Facts = { ...BREACH, cause: 'hacking', malicious: true, exfiltration: 'unknown' };
const cia = (values: Facts['cia']): Facts => ({ ...UNREAD, cia: { ...UNREAD.cia, ...values } });

describe.each<[Rule, [string, Facts, boolean][]]>([
  ['mayBeSeen', [
    ['somebody got the data', BREACH, true],
    ['nobody could read them', UNREAD, false],
    ['no breach at all', NO_BREACH, false],
    ['a processor', { ...BREACH, role: 'processor' }, false],
    ['what is encrypted may be seen as it is', { ...BREACH, protection: { unintelligible: true, keyCompromised: false } }, true],
  ]],
  ['recipientsCount', [
    ['a slip', BREACH, true],
    ['a slip that was published', { ...BREACH, exfiltration: 'published' }, false],
    ['an intruder', INTRUDER, false],
    ['logs say that nothing left an intruder', { ...INTRUDER, cia: { confidentiality: 'possible' }, exfiltration: 'excludedByLogs' }, false],
    ['nobody could read them', UNREAD, false],
  ]],
  ['isAffected', [
    ['somebody got the data', BREACH, true],
    ['an outage', UNREAD, true],
    ['data that were changed', cia({ integrity: 'permanent', availability: 'none' }), true],
    ['nothing happened to the data', cia({ availability: 'none' }), false],
    ['nothing is known of it', { ...UNREAD, cia: {} }, true],
    ['no breach at all', NO_BREACH, false],
  ]],
  ['mayHaveLeft', [
    ['somebody got the data', BREACH, true],
    ['an outage without malice', UNREAD, false],
    ['an attack that only stopped the service', { ...UNREAD, cause: 'hacking', malicious: true }, true],
    ['nothing is known of it', { ...UNREAD, cia: {} }, true],
    ['no breach at all', NO_BREACH, false],
  ]],
  ['mayBeRestored', [
    ['an outage', UNREAD, true],
    ['data that are lost for good', cia({ availability: 'permanent' }), false],
    ['data that were always there', cia({ availability: 'none' }), false],
    ['nothing is known of it', { ...UNREAD, cia: {} }, true],
    ['no breach at all', NO_BREACH, false],
  ]],
])('%s', (rule, cases) => {
  it.each(cases)('%s', (_, facts, answer) => {
    expect(when[rule](facts)).toBe(answer);
  });
}); // prettier-ignore

describe('a question', () => {
  const matters = (id: string, facts: Facts): boolean | undefined =>
    QUESTIONS.find((question) => question.id === id)?.matters(facts);

  it('about trust, deletion and number is asked of recipients who are known', () => {
    for (const id of ['recipientsNumber', 'recipientsTrusted', 'deleted']) {
      expect(matters(id, { ...BREACH, recipients: { known: true } })).toBe(true);
      expect(matters(id, { ...BREACH, recipients: { known: false } })).toBe(false);
      expect(matters(id, BREACH)).toBe(false);
      expect(matters(id, { ...INTRUDER, recipients: { known: true } })).toBe(false);
    }
  });

  it('about the key is asked of data that are encrypted, the one about reading through while the key is safe', () => {
    const encrypted = (keyCompromised?: boolean): Facts => ({
      ...BREACH,
      protection: { unintelligible: true, ...(keyCompromised === undefined ? {} : { keyCompromised }) },
    });
    expect([matters('keyCompromised', BREACH), matters('readThrough', BREACH)]).toEqual([false, false]);
    expect(matters('keyCompromised', { ...BREACH, protection: { unintelligible: false } })).toBe(false);
    expect(matters('keyCompromised', encrypted())).toBe(true);
    expect([undefined, true, false].map((lost) => matters('readThrough', encrypted(lost)))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('about children is asked where the kinds of people do not answer it, whatever the count says', () => {
    const of = (individuals: Facts['individuals']): Facts => ({ ...BREACH, individuals });
    expect(matters('children', BREACH)).toBe(true);
    expect(matters('children', of({ kinds: ['customers'] }))).toBe(true);
    expect(matters('children', of({ kinds: ['pupils'] }))).toBe(false);
    expect(matters('children', of({ kinds: ['customers'], children: true }))).toBe(true);
    expect(matters('children', { ...of({ kinds: ['customers'] }), personalData: false })).toBe(false);
  });
});
