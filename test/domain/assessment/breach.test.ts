import { describe, expect, it } from '@jest/globals';
import { breachOf } from '../../../domain/assessment/breach.ts';
import { type Changes, facts } from '../../fixtures/law/realisticFacts.ts';

/** One person read a mail that was meant for another. */
const READ: Changes = { cause: 'misdirectedEmail', cia: { confidentiality: 'confirmed' } };
const GONE: Changes['cause'][] = ['lostDevice', 'lostPaper', 'stolenDevice', 'stolenPaper', 'disposal'];

describe('a personal data breach', () => {
  it.each<[string, Changes, boolean | null, string]>([
    ['everything is established', READ, true, 'breachEstablished'],
    ['no personal data', { personalData: false }, false, 'notPersonalData'],
    ['nobody living', { livingIndividuals: false }, false, 'notLivingPeople'],
    ['no failure of security', { securityFailure: false }, false, 'noSecurityFailure'],
    ['unlawful use without a failure', { cause: 'unlawfulProcessing', securityFailure: false }, false, 'noSecurityFailure'],
    ['a near miss', { cause: 'nearMiss' }, false, 'nearMiss'],
    ['a near miss, nobody says whether security failed', { cause: 'nearMiss', securityFailure: null }, false, 'nearMiss'],
    ['a "near miss" in which data were read', { cause: 'nearMiss', cia: { confidentiality: 'possible' } }, true, 'breachEstablished'],
    ['a "near miss" in which data were lost', { cause: 'nearMiss', cia: { availability: 'temporary' } }, true, 'breachEstablished'],
    ['a "near miss" in which data were changed', { cause: 'nearMiss', cia: { integrity: 'possible' } }, true, 'breachEstablished'],
    ['a "near miss" with outflow', { cause: 'nearMiss', exfiltration: 'unknown' }, true, 'breachEstablished'],
    ['a "near miss" with outflow that is sure', { cause: 'nearMiss', exfiltration: 'confirmed' }, true, 'breachEstablished'],
    ['a "near miss" that was published', { cause: 'nearMiss', exfiltration: 'published' }, true, 'breachEstablished'],
    ['personal data not known', { ...READ, personalData: null }, null, 'breachNotEstablished'],
    ['people not known', { ...READ, livingIndividuals: null }, null, 'breachNotEstablished'],
    ['security not known', { ...READ, securityFailure: null }, null, 'breachNotEstablished'],
    ['one clear no among unknowns', { personalData: null, securityFailure: false }, false, 'noSecurityFailure'],
  ])('%s', (_, changes, answer, code) => {
    const result = breachOf(facts(changes));
    expect(result.answer).toBe(answer);
    expect(result.reasons.map((reason) => reason.code)).toEqual([code]);
  }); // prettier-ignore

  it.each<[string, Changes, boolean]>([
    ['was not opened', {}, false],
    ['was opened', { cia: { confidentiality: 'possible' } }, true],
    ['brought data that were changed', { cia: { integrity: 'temporary' } }, true],
    ['was the only copy', { cia: { availability: 'temporary' } }, true],
    ['may have been read: nobody knows', { cia: { confidentiality: null } }, true],
    ['may have got out: nobody knows', { exfiltration: 'unknown' }, true],
    ['got out as far as nobody says otherwise', { exfiltration: null }, true],
    ['did not get out, as logs had to show', { exfiltration: 'excludedByLogs' }, true],
    ['is unread because it is encrypted', { protection: { unintelligible: true } }, true],
    ['is unread, and somebody was harmed', { harmSeen: 'phishing mails to customers' }, true],
    ['was sent on purpose', { malicious: true }, true],
    ['was sent by mistake, nobody says on purpose', { malicious: null }, false],
    ['was sent by somebody unknown', { cause: 'unknown' }, true],
  ])('is judged by the facts: a mail to the wrong person that %s', (_, changes, breach) => {
    const given = facts({ cause: 'misdirectedEmail', ...changes });
    expect(breachOf(given).answer).toBe(breach);
  });

  it.each(GONE)('stays one where a copy is out of hand, though nobody read it: %s', (cause) => {
    expect(breachOf(facts({ cause, malicious: false })).answer).toBe(true);
  });

  it('names the questions that are open', () => {
    const { reasons } = breachOf({ role: 'controller', personalData: true });
    expect(reasons[0]?.facts).toEqual(['livingIndividuals', 'securityFailure']);
  });
});
