import { describe, expect, it } from '@jest/globals';
import { circumstancesOf } from '../../../domain/assessment/circumstances.ts';
import { severityOfFacts } from '../../../domain/assessment/enisa.ts';
import {
  type Changes,
  facts,
  HACKED,
  LOST,
  READ_BY_STRANGERS,
  toOne,
} from '../../fixtures/law/realisticFacts.ts';

describe('the worked examples, scored from facts', () => {
  it.each<[string, Changes, { dpc: number; ei: number; se: number; band: string }]>([
    ['a name and address to one wrong recipient', toOne(), { dpc: 1, ei: 1, se: 1.25, band: 'low' }],
    [
      'a month of purchases published',
      { ...READ_BY_STRANGERS, exfiltration: 'published', dataCategories: ['name', 'purchaseHistory'] },
      { dpc: 2, ei: 1, se: 2.5, band: 'medium' },
    ],
    [
      'an encrypted payroll laptop lost',
      { ...LOST, dataCategories: ['name', 'salary'], financial: true, protection: { unintelligible: true } },
      { dpc: 3, ei: 1, se: 3, band: 'high' },
    ],
    [
      'hospital ransomware for two days, no outflow',
      {
        sector: 'hospital',
        malicious: true,
        cia: { availability: 'temporary' },
        exfiltration: 'excludedByLogs',
        dataCategories: ['health'],
        specialCategory: true,
        backup: { available: true, restoredWithinHours: 48 },
      },
      { dpc: 4, ei: 1, se: 4.75, band: 'veryHigh' },
    ],
    [
      'coded trial data posted, the key elsewhere',
      {
        ...READ_BY_STRANGERS,
        dataCategories: ['pseudonym', 'diagnosis'],
        specialCategory: true,
        identifiability: 'negligible',
      },
      { dpc: 4, ei: 0.25, se: 1.5, band: 'low' },
    ],
    [
      'a newsletter in Cc',
      { ...toOne({ count: 300 }), dataCategories: ['email'], identifiability: 'significant' },
      { dpc: 1, ei: 0.75, se: 1, band: 'low' },
    ],
    [
      'the same by a psychotherapist',
      {
        ...toOne({ count: 300 }),
        sector: 'psychotherapy',
        dataCategories: ['email'],
        identifiability: 'significant',
      },
      { dpc: 3, ei: 0.75, se: 2.5, band: 'medium' },
    ],
    [
      'a timesheet export to another tenant',
      {
        ...toOne(),
        cause: 'crossTenantBug',
        dataCategories: ['name', 'hoursWorked', 'payRate', 'absenceCode'],
        specialCategory: true,
        financial: true,
      },
      { dpc: 2, ei: 1, se: 2.25, band: 'medium' },
    ],
    [
      'orientation on a dating site, hacked and published',
      { ...HACKED, exfiltration: 'published', dataCategories: ['sexualOrientation'], specialCategory: true },
      { dpc: 4, ei: 1, se: 5, band: 'veryHigh' },
    ],
    [
      'salted hashes with pseudonyms',
      {
        ...HACKED,
        dataCategories: ['pseudonym', 'passwordHash'],
        credentials: 'hashed-salted',
        identifiability: 'negligible',
      },
      { dpc: 1, ei: 0.25, se: 1.25, band: 'low' },
    ],
    [
      "children's bookings read by a stranger",
      {
        ...HACKED,
        dataCategories: ['name', 'phone', 'bookingHistory'],
        individuals: { approx: 212, children: true },
      },
      { dpc: 4, ei: 1, se: 5, band: 'veryHigh' },
    ],
    [
      'marks altered by a pupil, put right the next day',
      {
        cause: 'insider',
        malicious: true,
        cia: { integrity: 'temporary' },
        dataCategories: ['name', 'grades'],
      },
      { dpc: 2, ei: 1, se: 2.75, band: 'medium' },
    ],
  ])('%s', (_, changes, expected) => expect(severityOfFacts(facts(changes))).toMatchObject(expected));
});

describe('a score from facts', () => {
  const read = (changes: Changes) => facts({ ...toOne(), ...changes });

  it('names each step with its reason', () => {
    const given = read({
      dataCategories: ['name', 'bankDetails'],
      financial: true,
      individuals: { children: true },
    });
    expect(severityOfFacts(given)?.adjustments).toEqual([
      { category: 'simple', by: 3, reason: 'scoreStepChildrensSafety', facts: ['individuals.children'] },
    ]);
    const bank = read({ dataCategories: ['name', 'bankDetails'], financial: true });
    expect(severityOfFacts(bank)?.adjustments).toMatchObject([{ by: -1, reason: 'scoreStepLittleInsight' }]);
  });

  it('takes a step for the kind of data that it is about, and no other', () => {
    const children = { individuals: { children: true } };
    expect(severityOfFacts(read({ ...children, dataCategories: ['orderHistory'] }))).toMatchObject({
      dpc: 2,
      adjustments: [],
    });
    const church = read({ sector: 'church', dataCategories: ['orderHistory'] });
    expect(severityOfFacts(church)).toMatchObject({
      dpc: 4,
      adjustments: [{ category: 'behavioural', by: 2 }],
    });
  });

  it('takes the highest kind of data and never the sum', () => {
    const dpc = (dataCategories: string[]) => severityOfFacts(read({ dataCategories }))?.dpc;
    expect(dpc(['name'])).toBe(1);
    expect(dpc(['name', 'orderHistory'])).toBe(2);
    expect(dpc(['name', 'orderHistory', 'salary'])).toBe(3);
    expect(dpc(['name', 'orderHistory', 'salary', 'diagnosis'])).toBe(4);
    expect(dpc(['salary', 'bankStatement', 'transactions'])).toBe(3);
  });

  it.each([
    ['personalData', { personalData: false }],
    ['livingIndividuals', { livingIndividuals: false }],
    ['securityFailure', { securityFailure: false }],
    ['cause', { cause: 'nearMiss' as const, cia: { confidentiality: 'none' as const } }],
    ['dataCategories', { dataCategories: [] }],
    ['dataCategories and flags', { dataCategories: [], specialCategory: null, criminalOffence: null, financial: null, governmentId: null }],
    ['identifiability', { identifiability: 'none' as const, dataCategories: ['aggregate'] }],
  ])('is none where there is nothing to score (%s)', (_, changes) => {
    expect(severityOfFacts(read(changes))).toBeNull();
  }); // prettier-ignore

  it.each(['specialCategory', 'criminalOffence', 'financial', 'governmentId'])(
    'starts from a kind of data that only a yes to %s names',
    (flag) => expect(severityOfFacts(read({ dataCategories: [], [flag]: true }))).not.toBeNull(),
  );

  it.each<[string, string[], Changes, number]>([
    ['special data that a word names', ['foodPreference'], { specialCategory: true }, 2],
    ['special data beside a word that may hold anything', ['foodPreference', 'customerData'], { specialCategory: true }, 4],
    ['special data beside a word that nobody knows', ['foodPreference', 'quux'], { specialCategory: true }, 4],
    ['special data, nobody says whether', ['foodPreference'], { specialCategory: null }, 4],
    ['financial data that a word names', ['price'], { financial: true }, 2],
    ['financial data beside a word that may hold anything', ['price', 'mailbox'], { financial: true }, 3],
    ['financial data, nobody says whether', ['price'], { financial: null }, 3],
  ])('counts a yes as high as it may be, unless the words explain it: %s', (_, words, flags, dpc) => {
    expect(severityOfFacts(read({ dataCategories: ['name', ...words], ...flags }))?.dpc).toBe(dpc);
  }); // prettier-ignore

  it.each([
    ['none', 1],
    ['negligible', 0.25],
    ['limited', 0.5],
    ['significant', 0.75],
    ['maximum', 1],
    [null, 1],
  ] as const)('reads ease of identification %s as %f', (identifiability, ei) => {
    expect(severityOfFacts(read({ identifiability }))?.ei).toBe(ei);
  });

  it('shows encryption as a flag, unless the attacker read through it', () => {
    const flags = (atRestOnly: boolean) =>
      severityOfFacts(read({ protection: { unintelligible: true, atRestOnly } }))?.flags.unintelligible;
    expect([flags(false), flags(true)]).toEqual([true, false]);
  });
});

describe('circumstances', () => {
  it.each<[string, Changes, object]>([
    ['nothing seen', {}, { confidentiality: 0 }],
    ['lost, no sign that anybody looked', LOST, { confidentiality: 0 }],
    ['stolen', { ...LOST, cause: 'stolenDevice', malicious: true }, { confidentiality: 0.5 }],
    ['one known recipient', toOne(), { confidentiality: 0.25 }],
    ['strangers', READ_BY_STRANGERS, { confidentiality: 0.5 }],
    ['possible, and data were taken by mistake', { ...LOST, exfiltration: 'confirmed' }, { confidentiality: 0.5 }],
    ['possible, and published', { ...LOST, exfiltration: 'published' }, { confidentiality: 0.5 }],
    ['said to be unread, yet taken', { exfiltration: 'confirmed' }, { confidentiality: 0.5 }],
    ['published', { exfiltration: 'published' }, { confidentiality: 0.5 }],
    ['not known', { cia: { confidentiality: null } }, { confidentiality: 0.5 }],
    ['unaltered', {}, { integrity: 0 }],
    ['altered for a time', { cia: { integrity: 'temporary' } }, { integrity: 0.25 }],
    ['perhaps altered', { cia: { integrity: 'possible' } }, { integrity: 0.25 }],
    ['altered for good', { cia: { integrity: 'permanent' } }, { integrity: 0.5 }],
    ['perhaps altered for good', { cia: { integrity: null } }, { integrity: 0.5 }],
    ['there', {}, { availability: 0 }],
    ['back at once', { cia: { availability: 'temporary' }, backup: { restoredWithinHours: 24 } }, { availability: 0 }],
    ['back the next day', { cia: { availability: 'temporary' }, backup: { restoredWithinHours: 25 } }, { availability: 0.25 }],
    ['rebuilt by hand', { cia: { availability: 'temporary' }, backup: { available: false, restoredWithinHours: 5 } }, { availability: 0.25 }],
    ['lost', { cia: { availability: 'permanent' } }, { availability: 0.5 }],
    ['perhaps lost', { cia: { availability: null } }, { availability: 0.5 }],
    ['an accident', {}, { malicious: false }],
    ['meant', { malicious: true }, { malicious: true }],
    ['a theft', { malicious: null, cause: 'stolenPaper' }, { malicious: true }],
    ['a slip', { malicious: null, cause: 'misdirectedPost' }, { malicious: false }],
    ['nobody knows', { malicious: null, cause: 'unknown' }, { malicious: true }],
  ])('%s', (_, changes, expected) => expect(circumstancesOf(facts(changes))).toMatchObject(expected)); // prettier-ignore
});
