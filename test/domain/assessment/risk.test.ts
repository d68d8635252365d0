import { describe, expect, it } from '@jest/globals';
import { assessFacts } from '../../../domain/assessment/index.ts';
import { harmVerdict } from '../../../domain/assessment/harm.ts';
import { riskOf } from '../../../domain/assessment/risk.ts';
import {
  type Changes,
  ENCRYPTED,
  facts,
  HACKED,
  LOST,
  RELIABLE,
  toOne,
} from '../../fixtures/law/realisticFacts.ts';

const U = 'unlikely';
const L = 'likely';
const H = 'high';
const cells = (changes: Changes) => riskOf(facts(changes));
const codes = (changes: Changes) => cells(changes).reasons.map(({ code }) => code);

/** Data of rising gravity: what they mean depends on who has them. */
const DATA: Record<string, Changes> = {
  nothing: { dataCategories: ['pseudonym'], identifiability: 'negligible' },
  coded: { dataCategories: ['pseudonym', 'diagnosis'], specialCategory: true, identifiability: 'negligible' },
  basic: { dataCategories: ['name', 'email'], individuals: { approx: 10 } },
  some: { dataCategories: ['name', 'orderHistory'] },
  considerable: { dataCategories: ['name', 'employmentHistory'] },
  serious: { dataCategories: ['name', 'salary'], financial: true },
  special: { dataCategories: ['name', 'diagnosis'], specialCategory: true },
};

describe('who has what data', () => {
  it.each<[string, Changes, Record<string, [string, string]>]>([
    ['nobody', {}, { nothing: [U, U], coded: [U, U], basic: [U, U], some: [U, U], considerable: [U, U], serious: [U, U], special: [U, U] }],
    [
      'nobody, say the logs after an intruder',
      { malicious: true, exfiltration: 'excludedByLogs' },
      { nothing: [U, U], coded: [U, L], basic: [U, L], some: [U, L], considerable: [U, L], serious: [U, L], special: [U, L] },
    ],
    [
      'nobody, says forensic work after an intruder',
      { malicious: true, exfiltration: 'excludedByForensics' },
      { basic: [U, U], serious: [U, U], special: [U, U] },
    ],
    [
      'a trusted recipient who deleted them',
      toOne(RELIABLE),
      { nothing: [U, U], coded: [U, U], basic: [U, U], some: [U, U], considerable: [U, U], serious: [U, U], special: [U, L] },
    ],
    [
      'a known recipient',
      toOne(),
      { nothing: [U, U], coded: [U, U], basic: [U, U], some: [L, L], considerable: [L, L], serious: [L, H], special: [H, H] },
    ],
    ['a known recipient who deleted them', toOne({ deletionConfirmed: true }), { some: [L, L], special: [L, H] }],
    ['a trusted recipient who has not answered', toOne({ trusted: true }), { some: [L, L], special: [L, H] }],
    [
      'whoever found them',
      LOST,
      { nothing: [U, U], coded: [U, L], basic: [U, L], some: [L, L], considerable: [H, H], serious: [H, H], special: [H, H] },
    ],
    [
      'an intruder',
      HACKED,
      { nothing: [U, U], coded: [U, L], basic: [L, L], some: [L, H], considerable: [H, H], serious: [H, H], special: [H, H] },
    ],
    ['fifty known recipients', toOne({ count: 50 }), { basic: [U, U], some: [L, L] }],
    ['more known recipients', toOne({ count: 51 }), { basic: [U, L], some: [L, H], serious: [H, H] }],
    ['a person who took them on purpose', { ...toOne(), malicious: true }, { basic: [L, L], some: [L, H], special: [H, H] }],
    ['anybody, for they are published', { exfiltration: 'published' }, { basic: [L, L], some: [L, H], special: [H, H] }],
  ])('%s', (_, exposure, expected) => {
    for (const [data, cell] of Object.entries(expected)) {
      const { best, worst } = cells({ ...exposure, ...DATA[data] });
      expect([data, best, worst]).toEqual([data, cell, cell]);
    }
  }); // prettier-ignore

  it.each<[number, boolean, [string, string]]>([
    [30, false, [U, U]],
    [31, false, [U, L]],
    [500, false, [U, L]],
    [501, false, [L, L]],
    [500, true, [U, U]],
    [501, true, [L, L]],
  ])('basic details of %i people with a known recipient (deleted: %s)', (approx, deletionConfirmed, cell) => {
    const given = { ...toOne({ deletionConfirmed }), dataCategories: ['name'], individuals: { approx } };
    expect(cells(given).worst).toEqual(cell);
  });

  it.each<[string, Changes, [string, string]]>([
    ['three of them, one recipient', { individuals: { approx: 3 } }, [U, U]],
    ['four of them', { individuals: { approx: 4 } }, [U, L]],
    ['one of them, two recipients', { individuals: { approx: 1 }, recipients: { known: true, count: 2, ...RELIABLE } }, [U, L]],
  ])('sensitive files with trusted recipients who deleted them: %s', (_, changes, cell) => {
    expect(cells({ ...toOne(RELIABLE), ...DATA.special, ...changes }).worst).toEqual(cell);
  }); // prettier-ignore

  it.each<[number, [string, string]]>([
    [500, [U, U]],
    [501, [U, L]],
  ])('bank data of %i people with one trusted recipient who deleted them', (approx, cell) => {
    expect(cells({ ...toOne(RELIABLE), ...DATA.serious, individuals: { approx } }).worst).toEqual(cell);
  });

  it.each<[string, Changes, [string, string]]>([
    ['500 customers', { individuals: { approx: 500 } }, [U, U]],
    ['501 customers', { individuals: { approx: 501 } }, [U, L]],
    ['a million children', { individuals: { approx: 1_000_000, children: true } }, [U, H]],
    ['coded data of 501', { ...DATA.coded, individuals: { approx: 501 } }, [U, U]],
  ])('what trusted recipients deleted has a limit: addresses of %s', (_, changes, cell) => {
    const given = { ...toOne({ ...RELIABLE, count: 15 }), dataCategories: ['name', 'address'], ...changes };
    expect(cells(given).worst).toEqual(cell);
  });

  it.each<[string, Changes, [string, string]]>([
    ['basic details', DATA.basic!, [U, L]],
    ['diagnoses', DATA.special!, [U, H]],
  ])('trusted recipients who deleted, and nobody says how many: %s', (_, changes, cell) => {
    const given = { ...toOne({ ...RELIABLE, count: null }), ...changes };
    expect(cells(given).worst).toEqual(cell);
    expect(assessFacts(facts(given)).notifyAuthority).toBe('decide');
  });

  it.each<[number, [string, string]]>([
    [20, [U, U]],
    [21, [L, L]],
  ])('%i trusted recipients who all deleted', (count, cell) => {
    expect(cells({ ...toOne({ ...RELIABLE, count }), ...DATA.some }).worst).toEqual(cell);
  });
});

describe('who is affected', () => {
  const children = { individuals: { approx: 5, children: true } };
  it.each<[string, Changes, [string, string]]>([
    ['basic details with a known recipient', { ...toOne(), dataCategories: ['name'] }, [U, L]],
    ['some insight with a known recipient', { ...toOne(), dataCategories: ['name', 'grades'] }, [L, H]],
    [
      'money with a known recipient',
      { ...toOne(), dataCategories: ['name', 'balance'], financial: true },
      [H, H],
    ],
    ['basic details with strangers', { ...HACKED, dataCategories: ['name'] }, [H, H]],
    ['a trusted recipient who deleted', { ...toOne(RELIABLE), dataCategories: ['name', 'grades'] }, [U, U]],
  ])('children: %s', (_, changes, cell) => expect(cells({ ...changes, ...children }).worst).toEqual(cell));

  it('moves sixty children’s details one step too', () => {
    const many = { ...toOne(), dataCategories: ['name'], individuals: { approx: 60, children: true } };
    expect(cells(many).worst).toEqual([L, L]);
  });

  it.each<[string, Changes, [string, string]]>([
    ['an address', { dataCategories: ['name', 'address'] }, [H, H]],
    ['an address that somebody trusted has', { dataCategories: ['name', 'address'], ...toOne({ trusted: true }) }, [H, H]],
    ['an address that was deleted, not by somebody trusted', { dataCategories: ['name', 'address'], ...toOne({ trusted: false, deletionConfirmed: true }) }, [H, H]],
    ['an address that somebody trusted deleted', { dataCategories: ['name', 'address'], ...toOne(RELIABLE) }, [U, U]],
    ['an address that two who are trusted deleted', { dataCategories: ['name', 'address'], ...toOne({ ...RELIABLE, count: 2 }) }, [U, L]],
    ['an address that 21 who are trusted deleted', { dataCategories: ['name', 'address'], ...toOne({ ...RELIABLE, count: 21 }) }, [L, H]],
    ['an address, to how many nobody knows', { dataCategories: ['name', 'address'], ...toOne({ count: null }), individuals: { approx: null, vulnerable: true } }, [H, H]],
    ['no whereabouts', { dataCategories: ['name', 'email'] }, [U, L]],
  ])('people in danger: %s', (_, changes, cell) => {
    const given = { ...toOne(), individuals: { approx: 1, vulnerable: true }, ...changes };
    expect(cells(given).worst).toEqual(cell);
    expect(codes(given)).not.toContain('fewBasicDetails');
  }); // prettier-ignore

  it.each(['salary', 'safeguarding', 'diagnosis'])(
    'never softens %s of children that a recipient deleted below that of adults who are told',
    (term) => {
      const given = {
        ...toOne({ count: 2, deletionConfirmed: true, trusted: false }),
        dataCategories: ['name', term],
        individuals: { approx: 40, children: true },
      };
      expect(cells(given).worst).toEqual([H, H]);
    },
  );

  it.each<[string, [string, string]]>([
    ['police officers', [H, H]],
    ['policeOfficers', [H, H]],
    ['retired police officers', [H, H]],
    ['Domestic-abuse survivors', [H, H]],
    ['applicants for refuge places', [H, H]],
    ['domestic customers', [U, U]],
    ['policy holders', [U, U]],
  ])('knows %s however it is written', (kind, cell) => {
    const given = { ...toOne(), dataCategories: ['address'], individuals: { approx: 1, kinds: [kind] } };
    expect(cells(given).worst).toEqual(cell);
  });

  it.each<[string, [string, string]]>([
    ['public figures', [L, H]],
    ['judges', [L, H]],
    ['customers', [L, L]],
  ])('home addresses of %s, published', (kind, cell) => {
    const given = { dataCategories: ['name', 'address'], individuals: { approx: 1097, kinds: [kind] } };
    expect(cells({ ...given, exfiltration: 'published' }).worst).toEqual(cell);
    expect(cells({ ...given, exfiltration: 'published', dataCategories: ['name', 'email'] }).worst).toEqual([L, L]);
  }); // prettier-ignore

  it('knows people in danger by their kind', () => {
    const given = {
      ...toOne(),
      dataCategories: ['address'],
      individuals: { approx: 1, kinds: ['refugees'] },
    };
    expect(cells(given).worst).toEqual([H, H]);
  });
});

describe('who holds the data', () => {
  it.each<[string, string | null, string[], [string, string]]>([
    ['a shop', 'retail', ['customers'], [U, U]],
    ['a therapist', 'psychotherapy', ['clients'], [H, H]],
    ['a church', 'religiousOrganisation', ['members'], [H, H]],
    ['a credit union', 'credit union', ['members'], [U, U]],
    ['a therapist, about staff', 'psychotherapy', ['employees'], [U, U]],
    [
      'a therapist, about staff, in other words',
      'psychotherapy',
      ['former employees', 'Staff members'],
      [U, U],
    ],
    ['a therapist, about applicants', 'psychotherapy', ['applicants'], [H, H]],
    ['a refuge, about applicants for places', 'domestic abuse refuge', ['applicants for places'], [H, H]],
    [
      'a law centre for the abused, about claimants',
      'abuse support',
      ['employment tribunal claimants'],
      [H, H],
    ],
    ['a church, about its supplier and its members', 'church', ['suppliers', 'members'], [H, H]],
  ])('%s', (_, sector, kinds, cell) => {
    const given = { ...toOne(), sector, dataCategories: ['email'], individuals: { approx: 5, kinds } };
    expect(cells(given).worst).toEqual(cell);
  });
});

describe('flags beside the words', () => {
  it.each<[string, Changes, [string, string]]>([
    ['special, of a kind that nobody names', { dataCategories: ['name'], specialCategory: true }, [H, H]],
    ['special by a food preference', { dataCategories: ['name', 'foodPreference'], specialCategory: true }, [U, U]],
    ['special by a food preference, beside a mailbox', { dataCategories: ['name', 'foodPreference', 'mailbox'], specialCategory: true }, [H, H]],
    ['special by a food preference, beside a word that nobody knows', { dataCategories: ['name', 'foodPreference', 'quux'], specialCategory: true }, [H, H]],
    ['money by an invoice, beside customer data', { dataCategories: ['name', 'invoice', 'customerData'], financial: true }, [L, H]],
    ['a food preference and a diagnosis', { dataCategories: ['foodPreference', 'diagnosis'], specialCategory: true }, [H, H]],
    ['offences', { dataCategories: ['name'], criminalOffence: true }, [H, H]],
    ['money of a kind that nobody names', { dataCategories: ['name'], financial: true }, [L, H]],
    ['money by an invoice', { dataCategories: ['name', 'invoice'], financial: true }, [L, L]],
    ['identity papers', { dataCategories: ['name'], governmentId: true }, [L, H]],
    ['readable passwords', { dataCategories: ['name'], credentials: 'plaintext' }, [L, H]],
    ['guessed passwords', { dataCategories: ['name'], credentials: 'guessed' }, [L, H]],
    ['weak hashes and a name', { dataCategories: ['username', 'passwordHash'], credentials: 'hashed-unsalted' }, [L, H]],
    ['weak hashes and nobody named', { dataCategories: ['passwordHash'], credentials: 'hashed-unsalted' }, [L, L]],
    ['strong hashes', { dataCategories: ['name', 'passwordHash'], credentials: 'hashed-salted' }, [U, U]],
    ['passwords that are said to be strong hashes', { dataCategories: ['name', 'password'], credentials: 'hashed-salted' }, [U, U]],
    ['name, address, birth date', { dataCategories: ['name', 'address', 'dateOfBirth'] }, [L, L]],
  ])('%s, with a known recipient', (_, changes, cell) => {
    const given = { ...toOne(), individuals: { approx: 2 }, ...changes };
    expect(cells(given)).toMatchObject({ best: cell, worst: cell });
  }); // prettier-ignore

  it.each<[string, Changes, [string, string], [string, string]]>([
    ['special', { dataCategories: ['name', 'foodPreference'], specialCategory: null }, [U, U], [H, H]],
    ['financial', { dataCategories: ['name', 'invoice'], financial: null }, [L, L], [L, H]],
  ])('a word explains no silence: nobody says whether %s data are affected', (_, changes, best, worst) => {
    expect(cells({ ...toOne(), individuals: { approx: 2 }, ...changes })).toMatchObject({ best, worst });
  });

  it('what tells little to fifteen acquaintances tells something to the world', () => {
    const food: Changes = { dataCategories: ['name', 'foodPreference'], specialCategory: true };
    expect(cells({ ...food, exfiltration: 'published' }).worst).toEqual([L, H]);
    expect(cells({ ...food, specialCategory: false, exfiltration: 'published' }).worst).toEqual([L, L]);
  });

  it('naming more kinds of data softens nothing', () => {
    const special: Changes = { exfiltration: 'published', specialCategory: true, financial: true };
    const more = ['name', 'email', 'employeeData', 'absence', 'price'];
    expect(cells({ ...special, dataCategories: ['name', 'email'] }).risk).toBe(H);
    expect(cells({ ...special, dataCategories: more }).risk).toBe(H);
  });

  it('a claim that nobody can be named does not hold beside a name', () => {
    const given = {
      ...HACKED,
      dataCategories: ['name', 'salary'],
      financial: true,
      identifiability: 'negligible' as const,
    };
    expect(cells(given).risk).toBe(H);
    expect(assessFacts(facts(given)).reasons.map(({ code }) => code)).toContain('identifiersContradict');
  });

  it('a password opens an account, whoever owns it', () => {
    const given = {
      ...HACKED,
      dataCategories: ['pseudonym', 'password'],
      identifiability: 'negligible' as const,
    };
    expect(cells({ ...given, credentials: 'plaintext' }).risk).toBe(H);
    expect(cells({ ...given, credentials: 'hashed-salted' }).risk).toBe(U);
  });
});

describe('encryption', () => {
  const stolen: Changes = {
    ...LOST,
    cause: 'stolenDevice',
    malicious: true,
    dataCategories: ['name', 'salary'],
    financial: true,
  };
  it.each<[string, Changes['protection'], string]>([
    ['that holds', ENCRYPTED, U],
    ['whose key is lost', { ...ENCRYPTED, keyCompromised: true }, H],
    ['whose key may be lost', { ...ENCRYPTED, keyCompromised: null }, H],
    ['that the attacker read through', { ...ENCRYPTED, atRestOnly: true }, H],
    ['of which nobody says that it was open', { ...ENCRYPTED, atRestOnly: null }, U],
    [
      'of which nobody says that it was open, key not safe',
      { ...ENCRYPTED, keyCompromised: null, atRestOnly: null },
      H,
    ],
    ['that was not there', { ...ENCRYPTED, unintelligible: false }, H],
    ['that may not have been there', { ...ENCRYPTED, unintelligible: null }, H],
  ])('%s', (_, protection, risk) => expect(cells({ ...stolen, protection }).risk).toBe(risk));

  it('is what "nobody read it" rested on, where a thief has the copy', () => {
    const unread = { ...stolen, cia: { confidentiality: 'none' as const }, exfiltration: 'n/a' as const };
    expect(cells({ ...unread, protection: ENCRYPTED }).risk).toBe(U);
    expect(cells({ ...unread, protection: { ...ENCRYPTED, keyCompromised: true } }).risk).toBe(H);
    expect(
      cells({ ...unread, cause: 'outage', protection: { ...ENCRYPTED, keyCompromised: true } }).risk,
    ).toBe(U);
  });

  it.each<[string, Changes, string]>([
    [
      'logs show that nobody read anything',
      { cia: { confidentiality: 'none' }, exfiltration: 'excludedByLogs' },
      U,
    ],
    [
      'somebody may have read something',
      { cia: { confidentiality: 'possible' }, exfiltration: 'unknown' },
      H,
    ],
    [
      'nobody is said to have read anything, and nothing shows it',
      { cia: { confidentiality: 'none' }, exfiltration: 'n/a' },
      H,
    ],
  ])('of which nobody knows whether an attacker was inside while it was open: %s', (_, changes, risk) => {
    const hacked: Changes = { ...stolen, cause: 'hacking' };
    expect(cells({ ...hacked, protection: { ...ENCRYPTED, atRestOnly: null }, ...changes }).risk).toBe(risk);
  });

  it.each<[Changes['cause'], boolean | null, string]>([
    ['lostDevice', null, H],
    ['lostDevice', false, H],
    ['lostPaper', false, U],
    ['humanError', null, U],
    ['humanError', true, H],
    ['stolenDevice', false, H],
    ['stolenPaper', null, H],
  ])('%s, "nobody read it", unreadable: %s', (cause, unintelligible, risk) => {
    const given = { cause, dataCategories: ['salary'], financial: true, protection: { unintelligible } };
    expect(cells(given).risk).toBe(risk);
  });

  it.each<[string, Changes['protection'], string]>([
    ['not encrypted', { unintelligible: false }, H],
    ['nobody knows whether encrypted', { unintelligible: null, atRestOnly: null }, H],
    ['encrypted, and the key is gone', { unintelligible: true, keyCompromised: true }, H],
    ['encrypted, and the key is safe', { unintelligible: true, keyCompromised: false, atRestOnly: null }, U],
  ])('of a lost device, said to be unread: %s', (_, protection, risk) => {
    const laptop: Changes = {
      cause: 'lostDevice',
      ...DATA.special,
      individuals: { approx: 800 },
      protection,
    };
    expect(cells(laptop).risk).toBe(risk);
    expect(cells({ ...laptop, exfiltration: 'excludedByForensics' }).risk).toBe(U);
  });

  it('is no question of a paper that came back unread, and one of a paper that did not', () => {
    const paper: Changes = { cause: 'lostPaper', ...DATA.special };
    expect(cells({ ...paper, cia: { availability: 'temporary' }, backup: { restoredWithinHours: 2 } }).risk).toBe(U);
    expect(cells({ ...paper, cia: { availability: 'permanent' } }).risk).toBe(H);
  }); // prettier-ignore

  it('does not bring back what is lost', () => {
    const gone = { ...stolen, protection: ENCRYPTED, cia: { availability: 'permanent' as const } };
    expect(cells(gone).worst).toEqual([L, H]);
  });
});

describe('data out of reach', () => {
  const away = (hours: number | null, more: Changes = {}): Changes => ({
    cause: 'outage',
    cia: { availability: 'temporary' },
    backup: { available: true, restoredWithinHours: hours },
    ...more,
  });
  const care: Changes = {
    sector: 'hospital',
    specialCategory: true,
    dataCategories: ['health'],
    individuals: { kinds: ['patients'] },
  };

  it.each<[string, number | null, Changes, [string, string], [string, string]]>([
    ['a day', 24, {}, [U, U], [U, U]],
    ['longer', 25, {}, [U, L], [U, L]],
    ['three days', 72, {}, [U, L], [U, L]],
    ['longer than that', 73, {}, [L, L], [L, L]],
    ['nobody knows how long', null, {}, [U, U], [L, L]],
    ['four hours in care', 4, care, [U, U], [U, U]],
    ['five in care', 5, care, [U, H], [U, H]],
    ['eight in care', 8, care, [U, H], [U, H]],
    ['nine in care', 9, care, [L, H], [L, H]],
    ['a day in care', 24, care, [H, H], [H, H]],
    ['nobody knows how long, in care', null, care, [U, U], [H, H]],
    ['a day in care, records of staff', 24, { ...care, individuals: { kinds: ['employees'] } }, [U, U], [U, U]],
    ['two days, health data of NHS patients, elsewhere', 48, { ...care, sector: 'software', individuals: { kinds: ['NHS patients'] } }, [H, H], [H, H]],
    ['two days, health data of care home residents, elsewhere', 48, { ...care, sector: 'software', individuals: { kinds: ['care home residents'] } }, [H, H], [H, H]],
    ['two days, sector not known, patients', 48, { ...care, sector: null }, [H, H], [H, H]],
    ['three hours in care, operations postponed', 3, { ...care, backup: { restoredWithinHours: 3, effect: 'two operations postponed' } }, [H, H], [H, H]],
    ['three hours in care, no operations postponed', 3, { ...care, backup: { restoredWithinHours: 3, effect: 'no operations postponed' } }, [U, U], [U, U]],
  ])('for %s', (_, hours, more, best, worst) => {
    expect(cells(away(hours, more))).toMatchObject({ best, worst });
  }); // prettier-ignore

  it.each<[string, Changes, [string, string]]>([
    [
      'a diagnosis of somebody vulnerable',
      { dataCategories: ['diagnosis'], individuals: { vulnerable: true } },
      [H, H],
    ],
    ['special data of patients', { specialCategory: true, individuals: { kinds: ['patients'] } }, [H, H]],
    ['a diagnosis of nobody ill', { dataCategories: ['diagnosis'] }, [U, L]],
    ['a name of somebody vulnerable', { individuals: { vulnerable: true } }, [U, L]],
    ['nobody knows whether special, sector not known', { sector: null, specialCategory: null }, [U, H]],
  ])('for two days outside of care: %s', (_, more, [low, high]) => {
    const { best, worst } = cells(away(48, { sector: 'retail', ...more }));
    expect([best[0], worst[1]]).toEqual([low, high]);
  });

  it.each<[string, Changes, [string, string]]>([
    ['basic details', { dataCategories: ['name'] }, [L, L]],
    ['more than that', { dataCategories: ['name', 'orderHistory'] }, [L, H]],
    ['nobody knows what', { dataCategories: [] }, [L, H]],
    ['records that care depends on', care, [H, H]],
  ])('for good: %s', (_, more, cell) => {
    const given = { cause: 'other' as const, cia: { availability: 'permanent' as const }, ...more };
    expect(cells(given).worst).toEqual(cell);
  });
});

describe('data changed', () => {
  const changed = (integrity: 'possible' | 'temporary' | 'permanent', more: Changes = {}): Changes => ({
    cia: { integrity },
    ...more,
  });
  const care: Changes = { sector: 'hospital', specialCategory: true, dataCategories: ['health'] };
  it.each<[string, Changes, [string, string]]>([
    ['for a time, by mistake', changed('temporary'), [U, L]],
    ['perhaps', changed('possible'), [U, L]],
    ['for a time, on purpose', changed('temporary', { malicious: true }), [L, L]],
    ['for good', changed('permanent'), [L, L]],
    ['for good, about money', changed('permanent', { dataCategories: ['balance'], financial: true }), [L, H]],
    [
      'for good, about health outside care',
      changed('permanent', { dataCategories: ['health'], specialCategory: true }),
      [L, H],
    ],
    ['for a time, in care', changed('temporary', care), [L, H]],
    ['for good, in care', changed('permanent', care), [H, H]],
  ])('%s', (_, given, cell) => expect(cells(given).worst).toEqual(cell));
});

describe('harm in somebody’s own words', () => {
  it.each<[string | null, string]>([
    [null, U],
    ['', U],
    ['none', U],
    ['nothing known so far', U],
    ['no fraud, no complaints', U],
    ['minor delays', U],
    ['one customer complained', U],
    ['some people got phishing mails', L],
    ['delayed treatment', H],
    ['no fraud seen; one patient was injured', H],
    ['not much, but money was taken from two accounts', H],
    ['She is being stalked', H],
    ['12 customers complained that money was taken from their accounts', H],
    ['Fraud by an unknown person', H],
    ['Blackmail of two customers within minutes', H],
    ['A minor was assaulted', H],
    ['He was never told, and then his money was gone', H],
    ['An immediate threat to one client', H],
    ['Two people were evicted without warning', H],
    ['no treatment was possible for a day', H],
    ['no treatment was delayed', U],
    ['treatment was not delayed', U],
    ['no surgery was cancelled or postponed', U],
    ['no sign of fraud so far', U],
    ['no evidence of fraud or identity theft', U],
    ['we have not seen any fraud', U],
    ['none of the patients was injured', U],
    ['nobody was injured', U],
    ['money was not taken', U],
    ['not known whether money was taken', U],
    ['nobody stopped the fraud', H],
    ['unknown', U],
    ['still unclear', U],
    ['unknown callers have contacted customers', L],
    ['a minor was approached online', L],
    ['several people sat in the cold within minutes', L],
    ['a short delay', U],
  ])('%j is %s', (harmSeen, level) => expect(harmVerdict({ harmSeen }).cell).toEqual([level, level]));

  it('raises what the rest calls unlikely', () => {
    expect(cells({ harmSeen: 'several cases of fraud' }).risk).toBe(H);
    expect(cells({ harmSeen: null }).risk).toBe(U);
  });
});

describe('what is not known', () => {
  it.each<[string, Changes, [string, string], [string, string]]>([
    ['confidentiality', { cia: { confidentiality: null }, exfiltration: null }, [U, U], [L, L]],
    ['integrity', { cia: { integrity: null } }, [U, U], [L, L]],
    ['availability', { cia: { availability: null }, backup: { available: null } }, [U, U], [L, L]],
    [
      'availability, restored in an hour',
      { cia: { availability: null }, backup: { restoredWithinHours: 1 } },
      [U, U],
      [U, U],
    ],
    ['outflow after an attack', { cause: 'hacking', malicious: true, exfiltration: null }, [U, U], [L, L]],
    ['outflow after a mishap', { exfiltration: null }, [U, U], [U, U]],
    ['outflow, said to be not known', { exfiltration: 'unknown' }, [U, U], [L, L]],
    ['intent', { ...toOne(), cause: 'insider', malicious: null, individuals: { approx: 2 } }, [U, U], [L, L]],
    ['the number of people', { ...toOne({ count: 3 }), individuals: { approx: null } }, [U, U], [L, L]],
    ['the number of recipients', { ...toOne({ count: null }), individuals: { approx: 40 } }, [U, L], [L, L]],
    ['both numbers', { ...toOne({ count: null }), individuals: { approx: null } }, [U, H], [L, H]],
    ['children', { ...HACKED, individuals: { children: null } }, [L, L], [H, H]],
    ['the data, lost for good', { dataCategories: [], cia: { availability: 'permanent' } }, [L, H], [L, H]],
  ])('%s', (_, changes, best, worst) => {
    const { best: low, worst: high } = cells({ individuals: { approx: 5000 }, ...changes });
    expect([low, high]).toEqual([best, worst]);
  });
});

describe('reasons and questions', () => {
  it.each<[string, Changes, string]>([
    ['password', { credentials: 'plaintext' }, 'riskHighCredentials'],
    ['accountAccess', {}, 'riskHighCredentials'],
    ['disciplinary', {}, 'considerableInsight'],
    ['locationHistory', {}, 'profileOfLife'],
    ['passport', { governmentId: true }, 'riskHighFinancialOrIdentity'],
    ['salary', { financial: true }, 'riskHighFinancialOrIdentity'],
    ['cv', {}, 'considerableInsight'],
    ['photo', {}, 'someInsight'],
    ['diagnosis', { specialCategory: true }, 'riskHighSpecialCategory'],
  ])('name what %s is', (term, changes, code) => {
    expect(codes({ ...HACKED, ...changes, dataCategories: [term] })).toEqual(['hostileTaken', code]);
  });

  it('say that encryption failed, where it did', () => {
    const through = { ...ENCRYPTED, atRestOnly: true };
    expect(codes({ ...HACKED, protection: through })).toContain('encryptionReadThrough');
    expect(codes({ ...HACKED, protection: { ...ENCRYPTED, keyCompromised: true } })).toContain('keyNotSafe');
    expect(codes({ ...HACKED, protection: ENCRYPTED })).toEqual(['riskUnlikelyUnintelligible']);
    expect(codes({ ...toOne(), dataCategories: ['name'], individuals: { approx: 1 } })).not.toContain(
      'keyNotSafe',
    );
    expect(codes({ cause: 'outage', protection: through })).toEqual(['notExposed']);
  });

  it('leave a word that nobody knows with a trusted recipient who deleted it', () => {
    const given = { ...toOne(RELIABLE), dataCategories: ['name', 'quux'], individuals: { approx: 2 } };
    expect(cells(given).worst).toEqual([U, U]);
    expect(codes(given)).toContain('unclassifiedCategory');
  });

  it('speak for a lower risk only where that holds whatever is not known', () => {
    const few = { ...toOne(), dataCategories: ['name'], individuals: { approx: 3 } };
    expect(codes(few)).toContain('fewBasicDetails');
    const open = codes({ ...few, specialCategory: null });
    expect(open).not.toContain('fewBasicDetails');
    expect(open).toContain('recipientNotAssured');
  });

  it('are about what carries the result', () => {
    const given = {
      ...toOne(),
      individuals: { approx: 90 },
      cia: { confidentiality: 'confirmed', availability: 'permanent' },
    } as const;
    expect(cells({ ...given, dataCategories: ['name', 'photo'] }).questions).toEqual(['decideLoss']);
    expect(cells({ ...given, dataCategories: ['name'] }).questions).toEqual([]);
  });
});
