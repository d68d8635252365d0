import { describe, expect, it } from '@jest/globals';
import { isProtected } from '../../../domain/assessment/protection.ts';
import type { Facts } from '../../../domain/facts.ts';
import { type Changes, ENCRYPTED, facts } from '../../fixtures/law/realisticFacts.ts';

/** Logs show that nobody read anything. */
const UNREAD: Changes = { cia: { confidentiality: 'none' }, exfiltration: 'excludedByLogs' };
const POSSIBLE: Changes = { cia: { confidentiality: 'possible' }, exfiltration: 'excludedByLogs' };

describe('the affected copy is unreadable', () => {
  it.each<[string, NonNullable<Facts['protection']>, Changes, boolean | null]>([
    ['shown in all three', ENCRYPTED, {}, true],
    ['readable', { ...ENCRYPTED, unintelligible: false }, UNREAD, false],
    ['the key is gone', { ...ENCRYPTED, keyCompromised: true }, UNREAD, false],
    ['it was open, whatever the logs say', { ...ENCRYPTED, atRestOnly: true }, UNREAD, false],
    ['readable, the rest not known', { unintelligible: false, keyCompromised: null, atRestOnly: null }, {}, false],
    ['the key is gone, the rest not known', { unintelligible: null, keyCompromised: true, atRestOnly: null }, {}, false],
    ['it was open, the rest not known', { unintelligible: null, keyCompromised: null, atRestOnly: true }, {}, false],
    ['encryption not known', { ...ENCRYPTED, unintelligible: null }, UNREAD, null],
    ['the key not known', { ...ENCRYPTED, keyCompromised: null }, UNREAD, null],
    ['not known whether it was open', { ...ENCRYPTED, atRestOnly: null }, {}, null],
    ['not known whether it was open, but nobody read it', { ...ENCRYPTED, atRestOnly: null }, UNREAD, true],
    ['not known whether it was open, and somebody may have looked', { ...ENCRYPTED, atRestOnly: null }, POSSIBLE, null],
    ['a lost device: unreadable to whoever has it was not open', { ...ENCRYPTED, atRestOnly: null }, { cause: 'lostDevice' }, true],
    ['a stolen device, the same', { ...ENCRYPTED, atRestOnly: null }, { cause: 'stolenDevice' }, true],
    ['a stolen device that was open', { ...ENCRYPTED, atRestOnly: true }, { cause: 'stolenDevice' }, false],
    ['a stolen device whose key is not known to be safe', { ...ENCRYPTED, keyCompromised: null, atRestOnly: null }, { cause: 'stolenDevice' }, null],
  ])('%s', (_, protection, changes, expected) => {
    expect(isProtected(facts({ ...changes, protection }))).toBe(expected);
  }); // prettier-ignore

  it('is not shown where nothing is said of protection', () => {
    expect(isProtected({ role: 'controller' })).toBeNull();
  });
});
