import { describe, expect, it } from '@jest/globals';
import { assess, assessFacts } from '../../../domain/assessment/index.ts';
import { riskOf } from '../../../domain/assessment/risk.ts';
import type { Facts } from '../../../domain/facts.ts';
import { type Changes, ENCRYPTED, facts, HACKED, LOST, toOne } from '../../fixtures/law/realisticFacts.ts';

const HIGH: Changes = { ...HACKED, dataCategories: ['name', 'diagnosis'], specialCategory: true };
const result = (changes: Changes) => assessFacts(facts(changes));
const codes = (changes: Changes) => result(changes).reasons.map(({ code }) => code);

describe('duties of a controller', () => {
  it.each<[string, Changes, string, string, string]>([
    ['unlikely', {}, 'unlikely', 'notRequired', 'notRequired'],
    ['likely', { ...HACKED, dataCategories: ['name'] }, 'likely', 'required', 'notRequired'],
    ['high', HIGH, 'high', 'required', 'required'],
    ['between unlikely and likely', { cia: { integrity: 'temporary' } }, 'undetermined', 'decide', 'notRequired'],
    ['between likely and high', { ...HACKED, dataCategories: ['name', 'orderHistory'] }, 'undetermined', 'required', 'decide'],
    ['anything', { cause: 'ccInsteadOfBcc', cia: { confidentiality: 'confirmed' }, dataCategories: ['email'], individuals: { approx: null }, recipients: { known: true } }, 'undetermined', 'decide', 'decide'],
  ])('at a risk that is %s', (_, changes, risk, authority, people) => {
    expect(result(changes)).toMatchObject({
      risk,
      notifyAuthority: authority,
      communicateToDataSubjects: people,
      notifyControllers: 'notRequired',
    });
  }); // prettier-ignore

  it('stand while it is not known whether it is a breach', () => {
    expect(assessFacts({ role: 'controller' })).toMatchObject({
      personalDataBreach: null,
      risk: 'undetermined',
      notifyAuthority: 'required',
      communicateToDataSubjects: 'decide',
    });
    expect(assessFacts({ role: 'controller' }).reasons.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['breachNotEstablished', 'controllerMustNotify', 'unknownFacts']),
    );
  });

  it('fall away where it is none, and the register says why', () => {
    expect(codes({ ...HIGH, securityFailure: false })).toEqual(['noSecurityFailure', 'recordAnyway']);
    expect(result({ ...HIGH, securityFailure: false }).risk).toBe('unlikely');
  });

  it('come with the level of risk as their first reason', () => {
    expect(codes(HIGH).slice(0, 2)).toEqual(['breachEstablished', 'riskHigh']);
    expect(codes({ ...HACKED, dataCategories: ['name'] }).slice(0, 3)).toEqual([
      'breachEstablished',
      'riskLikely',
      'riskNotHigh',
    ]);
    expect(codes({}).slice(0, 3)).toEqual(['breachEstablished', 'riskUnlikely', 'recordAnyway']);
  });
});

describe('what a person must decide', () => {
  it('has a question, both readings, and notifying as the default', () => {
    const { decisions } = result({ ...HACKED, dataCategories: ['name', 'orderHistory'] });
    expect(decisions).toEqual([
      {
        about: 'communicateToDataSubjects',
        question: 'decideInsight',
        readings: [
          { answer: 'required', code: 'decideInsightRequired' },
          { answer: 'notRequired', code: 'decideInsightNotRequired' },
        ],
        default: 'required',
      },
    ]);
  });

  it.each<[string, Changes, string]>([
    ['decideOutflow', { malicious: true, exfiltration: 'excludedByLogs' }, 'notifyAuthority'],
    ['decideFewPeople', { ...toOne(), individuals: { approx: 90 } }, 'notifyAuthority'],
    ['decideCoded', { ...LOST, dataCategories: ['pseudonym', 'health'], specialCategory: true, identifiability: 'negligible' }, 'notifyAuthority'],
    ['decideTrusted', { ...toOne({ trusted: true, deletionConfirmed: true }), dataCategories: ['health'], specialCategory: true }, 'notifyAuthority'],
    ['decideRecipient', { ...toOne(), dataCategories: ['salary'], financial: true }, 'communicateToDataSubjects'],
    ['decideChildren', { ...toOne(), individuals: { approx: 2, children: true } }, 'notifyAuthority'],
    ['decideUnclassified', { ...toOne(), dataCategories: ['name', 'quux'], individuals: { approx: 2 } }, 'notifyAuthority'],
    ['decideOutage', { cia: { availability: 'temporary' }, backup: { restoredWithinHours: 50 } }, 'notifyAuthority'],
    ['decideLoss', { cia: { availability: 'permanent' }, dataCategories: ['photo'] }, 'communicateToDataSubjects'],
    ['decideAlteration', { cia: { integrity: 'possible' } }, 'notifyAuthority'],
    ['decideUnknownFacts', { ...HACKED, dataCategories: ['name'], specialCategory: null }, 'communicateToDataSubjects'],
  ])('%s', (question, changes, about) => {
    expect(result(changes).decisions).toMatchObject([{ question, about }]);
  }); // prettier-ignore
});

describe('unknown facts as a reason', () => {
  const stranger = { ...HACKED, dataCategories: ['name'] };
  it.each<[string, Changes, boolean]>([
    ['given where an answer would settle it', { ...stranger, specialCategory: null }, true],
    ['also beside a question of the guidance', { ...stranger, dataCategories: ['name', 'photo'], specialCategory: null }, true],
    ['not where the guidance alone leaves it open', { ...stranger, dataCategories: ['name', 'photo'] }, false],
    ['not where the result is clear', stranger, false],
    ['not where it is no breach', { ...stranger, specialCategory: null, securityFailure: false }, false],
  ])('is %s', (_, changes, given) => expect(codes(changes).includes('unknownFacts')).toBe(given)); // prettier-ignore
});

describe('the questions of several kinds of harm', () => {
  const orders: Changes = { ...HACKED, dataCategories: ['name', 'orderHistory'] };
  const questions = (changes: Changes) => riskOf(facts(changes)).questions;

  it('are those of the gravest, in their order', () => {
    const altered = { ...orders, malicious: false, cause: 'other' as const };
    expect(questions({ ...altered, cia: { confidentiality: 'confirmed', integrity: 'temporary' } })).toEqual([
      'decideInsight',
    ]);
    const gone = { ...orders, cia: { confidentiality: 'confirmed', availability: 'permanent' } } as const;
    expect(questions(gone)).toEqual(['decideInsight', 'decideLoss']);
  });

  it('are none where the risk is clear', () => {
    const high = { ...HIGH, cia: { confidentiality: 'confirmed', availability: 'permanent' } } as const;
    expect(questions(high)).toEqual([]);
  });
});

describe('exceptions of Art. 34(3)', () => {
  it('(a) holds while the copy is unreadable and nothing else is high', () => {
    const stolen = { ...LOST, dataCategories: ['diagnosis'], specialCategory: true };
    expect(result({ ...stolen, protection: ENCRYPTED }).art34Exceptions).toEqual(['a']);
    expect(result({ ...stolen, protection: { ...ENCRYPTED, keyCompromised: true } }).art34Exceptions).toEqual(
      [],
    );
    expect(result({ ...stolen, protection: { ...ENCRYPTED, atRestOnly: true } }).art34Exceptions).toEqual([]);
  });

  it('(a) is no answer to patients whose records are gone', () => {
    const gone: Changes = {
      ...LOST,
      sector: 'hospital',
      dataCategories: ['diagnosis'],
      specialCategory: true,
      cia: { availability: 'permanent' },
      individuals: { approx: 40, kinds: ['patients'] },
      protection: ENCRYPTED,
    };
    expect(result(gone)).toMatchObject({ communicateToDataSubjects: 'required', art34Exceptions: [] });
  });

  it('(a) does not hold where harm has been seen', () => {
    const harmed = { ...LOST, protection: ENCRYPTED, harmSeen: 'phishing mails to customers' };
    expect(result(harmed)).toMatchObject({ notifyAuthority: 'required', art34Exceptions: [] });
  });

  it('(b) spares telling people, not the authority', () => {
    expect(result({ ...HIGH, measures: { highRiskEnded: true } })).toMatchObject({
      risk: 'high',
      notifyAuthority: 'required',
      communicateToDataSubjects: 'notRequired',
      art34Exceptions: ['b'],
    });
  });

  it('(c) asks a person whether a public notice takes its place', () => {
    const { decisions, ...rest } = result({ ...HIGH, measures: { contactDisproportionate: true } });
    expect(rest).toMatchObject({ communicateToDataSubjects: 'decide', art34Exceptions: ['c'] });
    expect(decisions).toMatchObject([
      { about: 'communicateToDataSubjects', question: 'decidePublicInstead' },
    ]);
  });

  it('(c) does not change what is asked about the authority', () => {
    const toEverybody: Changes = {
      cause: 'ccInsteadOfBcc',
      cia: { confidentiality: 'confirmed' },
      dataCategories: ['email'],
      individuals: { approx: null },
      recipients: { known: true },
      measures: { contactDisproportionate: true },
    };
    expect(result(toEverybody).decisions).toMatchObject([
      { about: 'notifyAuthority', question: 'decideExtent' },
      { about: 'communicateToDataSubjects', question: 'decidePublicInstead' },
    ]);
  });

  it('count for nothing where they are not known, or where nothing has to be told', () => {
    const measures = { highRiskEnded: null, contactDisproportionate: false };
    expect(result({ ...HIGH, measures })).toMatchObject({
      communicateToDataSubjects: 'required',
      art34Exceptions: [],
    });
    const mild = {
      ...HACKED,
      dataCategories: ['name'],
      measures: { highRiskEnded: true, contactDisproportionate: true },
    };
    expect(result(mild)).toMatchObject({ communicateToDataSubjects: 'notRequired', art34Exceptions: [] });
  });
});

describe('what is missing', () => {
  it.each<[string, Changes, string[]]>([
    ['nothing', {}, []],
    ['the key', { ...LOST, protection: { ...ENCRYPTED, keyCompromised: null }, dataCategories: ['salary'], financial: true }, ['exfiltration', 'protection.keyCompromised']],
    ['special category', { ...HACKED, dataCategories: ['name'], specialCategory: null }, ['specialCategory']],
    ['identifiability', { ...HACKED, dataCategories: ['salary'], financial: true, identifiability: null }, ['identifiability']],
    ['a word that nobody knows', { dataCategories: ['quux'] }, ['dataCategories']],
    ['a word known by its parts', { dataCategories: ['customerEmail'] }, ['dataCategories']],
    ['how long', { cia: { availability: 'temporary' }, backup: { available: true } }, ['backup.restoredWithinHours']],
  ])('%s', (_, changes, missing) => expect(result(changes).missing).toEqual(missing)); // prettier-ignore

  it('lists the open questions of a breach of which nothing is known', () => {
    expect(assessFacts({ role: 'controller' }).missing).toEqual(
      expect.arrayContaining([
        'personalData',
        'livingIndividuals',
        'securityFailure',
        'cia.confidentiality',
        'dataCategories',
      ]),
    );
  });
});

describe('an incident', () => {
  const tracks = (...given: Facts[]) => ({ tracks: given.map((one, n) => ({ id: `t${n}`, facts: one })) });
  const high = facts(HIGH);
  const unlikely = facts({});

  it('is as grave as its gravest controller track', () => {
    expect(assess(tracks(unlikely, high)).risk).toBe('high');
    expect(assess(tracks(high, unlikely)).risk).toBe('high');
    expect(assess(tracks(unlikely)).risk).toBe('unlikely');
    expect(assess(tracks(unlikely, { role: 'controller' })).risk).toBe('undetermined');
  });

  it('does not count a processor’s track beside a controller’s', () => {
    expect(assess(tracks({ ...high, role: 'processor' }, unlikely)).risk).toBe('unlikely');
    expect(assess(tracks({ ...high, role: 'processor' })).risk).toBe('high');
  });

  it('is a breach where one track is, and not known where one may be', () => {
    const none = facts({ securityFailure: false });
    expect(assess(tracks(none, unlikely)).personalDataBreach).toBe(true);
    expect(assess(tracks(none, { role: 'controller' })).personalDataBreach).toBeNull();
    expect(assess(tracks(none, none)).personalDataBreach).toBe(false);
  });
});
