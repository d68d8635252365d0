import { describe, expect, it } from '@jest/globals';
import { breachOf } from '../../../domain/assessment/breach.ts';
import { type Changes, facts } from '../../fixtures/law/realisticFacts.ts';

describe('a personal data breach', () => {
  it.each<[string, Changes, boolean | null, string]>([
    ['everything is established', {}, true, 'breachEstablished'],
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
    ['personal data not known', { personalData: null }, null, 'breachNotEstablished'],
    ['people not known', { livingIndividuals: null }, null, 'breachNotEstablished'],
    ['security not known', { securityFailure: null }, null, 'breachNotEstablished'],
    ['one clear no among unknowns', { personalData: null, securityFailure: false }, false, 'noSecurityFailure'],
  ])('%s', (_, changes, answer, code) => {
    const result = breachOf(facts(changes));
    expect(result.answer).toBe(answer);
    expect(result.reasons.map((reason) => reason.code)).toEqual([code]);
  }); // prettier-ignore

  it('names the questions that are open', () => {
    const { reasons } = breachOf({ role: 'controller', personalData: true });
    expect(reasons[0]?.facts).toEqual(['livingIndividuals', 'securityFailure']);
  });
});
