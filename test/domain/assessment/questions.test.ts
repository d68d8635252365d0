import { describe, expect, it } from '@jest/globals';
import type { Question } from '../../../domain/assessment/codes.ts';
import { riskOf } from '../../../domain/assessment/risk.ts';
import { type Changes, facts, HACKED, LOST, RELIABLE, toOne } from '../../fixtures/law/realisticFacts.ts';

const SALARY: Changes = { dataCategories: ['name', 'salary'], financial: true };
const HEALTH: Changes = { dataCategories: ['name', 'diagnosis'], specialCategory: true };
const HOSPITAL: Changes = { sector: 'hospital', ...HEALTH };
const NO_SECTOR: Changes = { sector: null, ...HEALTH, dataCategories: ['name', 'health'] };
const gone = (hours: number | null): Changes => ({
  cause: 'outage',
  cia: { availability: 'temporary' },
  backup: { available: true, restoredWithinHours: hours },
});
const U = 'unlikely';
const L = 'likely';
const H = 'high';

describe('where the guidance leaves more than one level, it asks', () => {
  it.each<[string, Changes, [string, string], Question[]]>([
    ['money of 501, one who can be relied on', { ...toOne(RELIABLE), ...SALARY, individuals: { approx: 501 } }, [U, L], ['decideTrusted']],
    ['health, one who is trusted and has not answered', { ...toOne({ trusted: true }), ...HEALTH }, [L, H], ['decideRecipient']],
    ['grades of children, one recipient', { ...toOne(), dataCategories: ['name', 'grades'], individuals: { approx: 5, children: true } }, [L, H], ['decideChildren']],
    ['30 people, lost', { ...LOST, individuals: { approx: 30 } }, [U, L], ['decideFewPeople']],
    ['31 people, lost', { ...LOST, individuals: { approx: 31 } }, [L, L], []],
    ['100 people, one who is trusted', { ...toOne({ trusted: true }), individuals: { approx: 100 } }, [U, U], []],
    ['100 people, one recipient', { ...toOne(), individuals: { approx: 100 } }, [U, L], ['decideFewPeople']],
    ['nine hours in a hospital', { ...HOSPITAL, ...gone(9) }, [L, H], ['decideOutage']],
    ['coded data, gone for good', { cia: { availability: 'permanent' }, dataCategories: ['pseudonym'] }, [L, L], []],
    ['a hospital’s data altered for a time', { ...HOSPITAL, cia: { integrity: 'temporary' } }, [L, H], ['decideAlteration']],
    ['money altered for good', { ...SALARY, cia: { integrity: 'permanent' } }, [L, H], ['decideAlteration']],
    ['health of patients among other data, 48 hours', { ...NO_SECTOR, ...gone(48), individuals: { kinds: ['patients'] } }, [H, H], []],
    ['health of people in need of protection, 48 hours', { ...NO_SECTOR, ...gone(48), individuals: { vulnerable: true } }, [H, H], []],
    ['an unknown word beside health, taken', { ...HACKED, ...HEALTH, dataCategories: ['diagnosis', 'quux'] }, [H, H], []],
  ])('%s', (_, changes, cell, questions) => {
    expect(riskOf(facts(changes))).toMatchObject({ best: cell, worst: cell, questions });
  }); // prettier-ignore

  it.each<[string, Changes, [string, string], [string, string]]>([
    ['orders, nobody knows to how many', { cause: 'ccInsteadOfBcc', cia: { confidentiality: 'confirmed' }, dataCategories: ['name', 'orderHistory'], individuals: { approx: null }, recipients: { known: true } }, [L, L], [L, H]],
    ['an unknown word, taken', { ...HACKED, dataCategories: ['name', 'quux'] }, [L, L], [L, H]],
    ['an unknown word, with a known recipient', { ...toOne(), dataCategories: ['name', 'quux'] }, [U, L], [U, H]],
    ['an unknown word, with an intruder whom logs show to have taken nothing', { malicious: true, exfiltration: 'excludedByLogs', dataCategories: ['name', 'quux'] }, [U, L], [U, L]],
    ['a name, whose body nobody knows, 20 hours', { sector: null, ...gone(20) }, [U, U], [U, H]],
    ['a name, whose body nobody knows, 30 hours', { sector: null, ...gone(30) }, [U, L], [U, H]],
    ['a name, whose body nobody knows, three hours', { sector: null, ...gone(3) }, [U, U], [U, U]],
    ['a name of staff, whose body nobody knows, 20 hours', { sector: null, ...gone(20), individuals: { kinds: ['employees'] } }, [U, U], [U, U]],
    ['a name, whose body nobody knows, gone for good', { sector: null, cia: { availability: 'permanent' } }, [L, L], [L, H]],
    ['a name, whose body nobody knows, altered for a time', { sector: null, cia: { integrity: 'temporary' } }, [U, L], [U, H]],
    ['health, whose body nobody knows, 48 hours', { ...NO_SECTOR, ...gone(48) }, [U, L], [H, H]],
  ])('between the best and the worst case: %s', (_, changes, best, worst) => {
    expect(riskOf(facts(changes))).toMatchObject({ best, worst });
  }); // prettier-ignore
});

describe('facts of which a whole group is missing', () => {
  const bare = {
    role: 'controller',
    personalData: true,
    livingIndividuals: true,
    securityFailure: true,
  } as const;
  it('are judged as unknown', () => {
    expect(riskOf(bare)).toMatchObject({ risk: 'undetermined', best: [U, U], worst: [H, H] });
  });
});
