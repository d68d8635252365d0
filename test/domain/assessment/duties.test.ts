import { describe, expect, it } from '@jest/globals';
import { assess, assessFacts } from '../../../domain/assessment/index.ts';
import { riskOf } from '../../../domain/assessment/risk.ts';
import type { Facts } from '../../../domain/facts.ts';
import { type Changes, ENCRYPTED, facts, HACKED, LOST, toOne } from '../../fixtures/law/realisticFacts.ts';

/** A breach of which nobody feels anything. */
const QUIET: Changes = { cia: { availability: 'temporary' }, backup: { restoredWithinHours: 1 } };
const HIGH: Changes = { ...HACKED, dataCategories: ['name', 'diagnosis'], specialCategory: true };
const result = (changes: Changes) => assessFacts(facts(changes));
const codes = (changes: Changes) => result(changes).reasons.map(({ code }) => code);

describe('duties of a controller', () => {
  it.each<[string, Changes, string, string, string]>([
    ['unlikely', QUIET, 'unlikely', 'notRequired', 'notRequired'],
    ['likely', { ...HACKED, dataCategories: ['name'] }, 'likely', 'required', 'notRequired'],
    ['high', HIGH, 'high', 'required', 'required'],
    ['between unlikely and likely', { cia: { integrity: 'temporary' } }, 'undetermined', 'decide', 'notRequired'],
    ['between likely and high', { ...HACKED, dataCategories: ['name', 'orderHistory'] }, 'undetermined', 'required', 'decide'],
    ['not known, as the extent is not', { cause: 'ccInsteadOfBcc', cia: { confidentiality: 'confirmed' }, dataCategories: ['email'], individuals: { approx: null }, recipients: { known: true } }, 'undetermined', 'required', 'decide'],
    ['unlikely to high', { ...toOne(), dataCategories: ['name', 'quux'], individuals: { approx: 2 } }, 'undetermined', 'decide', 'decide'],
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
    expect(codes({ ...HIGH, securityFailure: false })).toEqual(['noSecurityFailure', 'writeDownWhy']);
    expect(result({ ...HIGH, securityFailure: false }).risk).toBe('unlikely');
  });

  it('come with the level of risk as their first reason', () => {
    expect(codes(HIGH).slice(0, 2)).toEqual(['breachEstablished', 'riskHigh']);
    expect(codes({ ...HACKED, dataCategories: ['name'] }).slice(0, 3)).toEqual([
      'breachEstablished',
      'riskLikely',
      'riskNotHigh',
    ]);
    expect(codes(QUIET).slice(0, 3)).toEqual(['breachEstablished', 'riskUnlikely', 'recordAnyway']);
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
    ['decideUnclassified', { ...HACKED, dataCategories: ['name', 'quux'] }, 'communicateToDataSubjects'],
    ['decideWhereabouts', { exfiltration: 'published', dataCategories: ['name', 'homeAddress'], individuals: { kinds: ['judges'] } }, 'communicateToDataSubjects'],
    ['decideTrusted', { ...toOne({ trusted: true, deletionConfirmed: true }), individuals: { approx: 501 } }, 'notifyAuthority'],
    ['decideHighRiskEnded', { ...HIGH, exfiltration: 'published', measures: { highRiskEnded: true } }, 'communicateToDataSubjects'],
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

  it.each<[string, Changes]>([
    ['published', { exfiltration: 'published' }],
    ['taken, and nobody knows whether they are special', { dataCategories: ['name', 'orderHistory'], specialCategory: null }],
  ])('(b) is for a person to check where data are %s', (_, changes) => {
    const { decisions, ...rest } = result({ ...HIGH, ...changes, measures: { highRiskEnded: true } });
    expect(rest).toMatchObject({
      notifyAuthority: 'required',
      communicateToDataSubjects: 'decide',
      art34Exceptions: [],
    });
    expect(decisions).toMatchObject([
      { about: 'communicateToDataSubjects', question: 'decideHighRiskEnded' },
    ]);
  }); // prettier-ignore

  it('(b) ends nothing of which nothing is known', () => {
    const alone = assessFacts({ role: 'controller', measures: { highRiskEnded: true } });
    expect(alone).toMatchObject({ communicateToDataSubjects: 'decide', art34Exceptions: [] });
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
      ...toOne(),
      dataCategories: ['email', 'quux'],
      measures: { contactDisproportionate: true },
    };
    expect(result(toEverybody).decisions).toMatchObject([
      { about: 'notifyAuthority', question: 'decideUnclassified' },
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
  const STOLEN: Changes = {
    ...LOST,
    cause: 'stolenDevice',
    malicious: true,
    dataCategories: ['name', 'bankDetails'],
    financial: true,
    protection: { unintelligible: null, atRestOnly: null },
  };
  const ENCRYPTION = ['protection.unintelligible', 'protection.keyCompromised', 'protection.atRestOnly'];
  it.each<[string, Changes, string[]]>([
    ['nothing', {}, []],
    ['the key', { ...LOST, protection: { ...ENCRYPTED, keyCompromised: null }, dataCategories: ['salary'], financial: true }, ['exfiltration', 'protection.keyCompromised']],
    ['special category', { ...HACKED, dataCategories: ['name'], specialCategory: null }, ['specialCategory']],
    ['no score alone', { ...HACKED, dataCategories: ['salary'], financial: true, identifiability: 'significant' }, []],
    ['identifiability, of data that name nobody', { ...HACKED, dataCategories: ['salary'], financial: true, identifiability: null }, ['identifiability']],
    ['not identifiability, of data that name somebody', { ...HACKED, dataCategories: ['name', 'salary'], financial: true, identifiability: null }, []],
    ['a word that nobody knows', { ...toOne(), dataCategories: ['quux'] }, ['recipients.trusted', 'recipients.deletionConfirmed', 'dataCategories']],
    ['a word known by its parts', { ...HACKED, dataCategories: ['customerEmail'] }, ['dataCategories']],
    ['no word that cannot matter', { ...HACKED, dataCategories: ['diagnosis', 'quux'], specialCategory: true }, []],
    ['how long', { cia: { availability: 'temporary' }, backup: { available: true } }, ['backup.restoredWithinHours']],
    ['the sector, of an outage', { sector: null, cia: { availability: 'temporary' }, backup: { restoredWithinHours: 20 } }, ['sector']],
    ['encryption, though each answer alone changes nothing', STOLEN, ['exfiltration', ...ENCRYPTION]],
    ['not the encryption of a paper', { ...STOLEN, cause: 'stolenPaper' }, ['exfiltration']],
    ['trust and deletion, though each alone changes nothing', { ...toOne(), dataCategories: ['name', 'orderHistory'] }, ['recipients.trusted', 'recipients.deletionConfirmed']],
  ])('%s', (_, changes, missing) => expect(result(changes).missing).toEqual(missing)); // prettier-ignore

  it.each<[string, Facts]>([
    ['not about people', { role: 'controller', personalData: false }],
    ['about the dead', { role: 'controller', livingIndividuals: false }],
    ['where no security failed', { role: 'processor', securityFailure: false }],
  ])('is nothing %s', (_, given) => expect(assessFacts(given).missing).toEqual([]));

  it('of a processor is what makes a breach', () => {
    expect(assessFacts({ role: 'processor' }).missing).toEqual([
      'personalData',
      'livingIndividuals',
      'securityFailure',
    ]);
  });

  it('of a breach of which nothing is known is nearly everything', () => {
    expect(assessFacts({ role: 'controller' }).missing).toEqual(
      expect.arrayContaining([
        'personalData',
        'livingIndividuals',
        'securityFailure',
        'cause',
        'cia.confidentiality',
        'cia.integrity',
        'cia.availability',
        'exfiltration',
        'dataCategories',
        ...ENCRYPTION,
        'recipients.known',
        'recipients.trusted',
      ]),
    );
  });
});

describe('an incident', () => {
  const tracks = (...given: Facts[]) => ({ tracks: given.map((one, n) => ({ id: `t${n}`, facts: one })) });
  const high = facts(HIGH);
  const unlikely = facts(QUIET);

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
