import { describe, expect, it } from '@jest/globals';
import type { Facts } from '../../../domain/facts.ts';
import { registerEntry } from '../../../domain/register/entry.ts';
import { AWARE, event, hoursLater, registerInput, submission } from '../../support/registerSamples.ts';
import { HIGH_RISK } from '../../support/samples.ts';

const tracks = (facts: Partial<Facts>) => [{ id: 'bookings', facts: { ...HIGH_RISK, ...facts } }];

describe('what an incident is', () => {
  it.each([
    ['a personal data breach', {}, 'personalDataBreach', []],
    ['none without a failure of security', { securityFailure: false }, 'notAPersonalDataBreach', ['noSecurityFailure']],
    ['none without personal data', { personalData: false }, 'notAPersonalDataBreach', ['notPersonalData']],
    ['not yet known', { securityFailure: null }, 'undetermined', []],
  ] as const)('%s', (_, facts, kind, reasons) => {
    const entry = registerEntry(registerInput({ incident: { tracks: tracks(facts) } }));
    expect(entry.kind).toBe(kind);
    const codes = entry.kindReasons.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining([...reasons]));
    expect(codes.length > 0).toBe(kind !== 'personalDataBreach');
  }); // prettier-ignore

  it('names a near miss', () => {
    expect(registerEntry(registerInput({ incident: { tracks: tracks({ cause: 'nearMiss' }) } })).nearMiss).toBe(true);
    expect(registerEntry(registerInput()).nearMiss).toBe(false);
  }); // prettier-ignore

  it('is never a drill', () => {
    const drill = { scale: 60, startedAt: AWARE, localOnly: true };
    expect(() => registerEntry(registerInput({ incident: { drill } }))).toThrow(RangeError);
  });
});

describe('awareness', () => {
  const declared = event('incident.declared', { personal: { by: 'Ben', awareReason: null } });

  it('is on discovery, established by whoever declared, unless somebody says otherwise', () => {
    expect(registerEntry(registerInput({ events: [declared] })).awareness).toEqual({
      at: AWARE,
      by: 'Ben',
      reason: null,
    });
  });

  it('is as it was last moved, and the move is a decision', () => {
    const personal = { by: 'Ada', reason: 'the logs were read first' };
    const to = hoursLater(2).toISOString();
    const moved = event('incident.awarenessMoved', { data: { from: AWARE.toISOString(), to }, personal });
    const entry = registerEntry(registerInput({ events: [declared, moved] }));
    expect(entry.awareness).toMatchObject({ by: 'Ada', reason: 'the logs were read first' });
    expect(entry.decisions).toMatchObject([{ about: 'awareness', decision: to, by: 'Ada' }]);
  });

  it('leaves a gap where the name was erased', () => {
    const erased = event('incident.declared', { personal: { by: null } });
    expect(registerEntry(registerInput({ events: [erased] })).awareness.by).toBeNull();
  });
});

describe('the authority', () => {
  const authority = (values: Parameters<typeof registerInput>[0]) =>
    registerEntry(registerInput(values)).authority[0]!;
  const satisfied = (hours: number) => ({ state: 'satisfied' as const, satisfiedAt: hoursLater(hours) });

  it('is told in time or late, with the reference and the reasons for delay', () => {
    const inTime = authority({
      duties: { authority: satisfied(70) },
      submissions: [
        submission(),
        submission({ id: 'later', phase: 'followUp', madeAt: hoursLater(80), reference: 'IC-1' }),
      ],
    });
    expect(inTime).toMatchObject({
      outcome: 'told',
      late: false,
      lateAgainstEarlier: null,
      reference: 'IC-1',
    });
    expect(inTime.reasonsForDelayMissing).toBe(false);
    expect(inTime.phases).toHaveLength(2);
    const late = authority({
      duties: { authority: satisfied(73) },
      submissions: [submission({ madeAt: hoursLater(73), reasonsForDelay: 'nobody was there' })],
    });
    expect(late).toMatchObject({ late: true, reasonsForDelay: ['nobody was there'] });
    expect(late.reasonsForDelayMissing).toBe(false);
  });

  it('is late against the earlier deadline though in time against the later one, and owes reasons', () => {
    const duties = { authority: { ...satisfied(71), earlierDueAt: hoursLater(70) } };
    const notice = authority({ duties, submissions: [submission({ madeAt: hoursLater(71) })] });
    expect(notice).toMatchObject({ late: false, lateAgainstEarlier: true, reasonsForDelayMissing: true });
    const written = { reasonsForDelay: 'the mail server was down' };
    const explained = authority({ duties, incident: { narrative: written } });
    expect(explained).toMatchObject({ reasonsForDelay: ['the mail server was down'], reasonsForDelayMissing: false });
  }); // prettier-ignore

  it('shows the time that was recorded first when it was corrected, and whether that was late', () => {
    const corrected = (recorded: number, correctedTo: number) =>
      authority({
        duties: { authority: satisfied(correctedTo) },
        submissions: [
          submission({ id: 'first', madeAt: hoursLater(recorded), missing: ['33(3)(a)'] }),
          submission({ id: 'correction', addsTo: 'first', madeAt: hoursLater(correctedTo) }),
          submission({ id: 'other', phase: 'followUp', madeAt: hoursLater(90) }),
        ],
      });
    const late = corrected(73, 71);
    expect(late).toMatchObject({ late: false, lateAsFirstRecorded: true });
    expect(late.phases[0]).toMatchObject({
      submission: 'first',
      madeAt: hoursLater(71),
      firstRecordedAs: hoursLater(73),
      missing: ['33(3)(a)'],
    });
    expect(late.phases[1]).toMatchObject({ submission: 'other', firstRecordedAs: null });
    expect(corrected(72, 71).lateAsFirstRecorded).toBe(false);
    expect(authority({ duties: { authority: satisfied(70) }, submissions: [submission()] })).toMatchObject({
      lateAsFirstRecorded: null,
    });
  });

  it('gives the reasons for delay that went with the report, and the written ones only where none did', () => {
    const narrative = { reasonsForDelay: 'written in the facts' };
    const duties = { authority: satisfied(80) };
    const sent = submission({ madeAt: hoursLater(80), reasonsForDelay: 'sent with the report' });
    expect(authority({ duties, incident: { narrative }, submissions: [sent] }).reasonsForDelay).toEqual([
      'sent with the report',
    ]);
    expect(
      authority({ duties: { authority: satisfied(70) }, incident: { narrative } }).reasonsForDelay,
    ).toEqual([]);
  });

  it('is late while nobody has told it and the deadline has passed', () => {
    expect(authority({ at: hoursLater(72) })).toMatchObject({ outcome: 'open', late: false });
    expect(authority({ at: hoursLater(73) })).toMatchObject({ outcome: 'open', late: true });
  });

  it('is not told because a person decided so, with the reason', () => {
    const decided = {
      state: 'notRequired' as const,
      decidedBy: 'Ada',
      decidedAt: hoursLater(5),
      decisionReason: 'the key is safe',
    };
    expect(authority({ duties: { authority: decided }, at: hoursLater(100) })).toMatchObject({
      outcome: 'notTold',
      decidedBy: 'Ada',
      decisionReason: 'the key is safe',
      late: false,
    });
  });

  it('is not told by a processor, and the register says why though no duty was ever stored', () => {
    const notice = authority({ incident: { tracks: [{ id: 'theirs', facts: { role: 'processor' } }] } });
    expect(notice).toMatchObject({ obligation: 'authority', outcome: 'notTold' });
    expect(notice.reasons.map(({ code }) => code)).toEqual(['noControllerTrack']);
  });

  it('has its phases: first, further ones, withdrawal; what was practised in a drill is not among them', () => {
    const notice = authority({
      incident: { madeRealAt: hoursLater(2) },
      duties: { authority: satisfied(3) },
      submissions: [
        submission({ id: 'practised', recordedAt: hoursLater(1), madeAt: hoursLater(1) }),
        submission({ id: 'first', madeAt: hoursLater(3), recordedAt: hoursLater(3) }),
        submission({ id: 'second', obligationId: 'followUp', phase: 'followUp', missing: ['33(3)(a)'] }),
        submission({ id: 'third', obligationId: 'followUp:2', phase: 'followUp', madeAt: hoursLater(80) }),
        submission({ id: 'last', phase: 'withdrawal', madeAt: hoursLater(90), reason: 'a test system' }),
        submission({ id: 'staff', obligationId: 'authority:staff' }),
      ],
      reports: new Map([['first', 'report-1']]),
    });
    expect(notice.phases.map((one) => one.submission)).toEqual(['first', 'second', 'third', 'last']);
    expect(notice.phases[0]).toMatchObject({ report: 'report-1' });
    expect(notice.phases[3]).toMatchObject({ phase: 'withdrawal', reason: 'a test system' });
    expect(notice.withdrawnAt).toEqual(hoursLater(90));
  });

  it('is not withdrawn any more when it was reported again', () => {
    const again = submission({ id: 'again', phase: 'followUp', madeAt: hoursLater(95) });
    const withdrawal = submission({ id: 'w', phase: 'withdrawal', madeAt: hoursLater(90) });
    expect(authority({ submissions: [submission(), withdrawal, again] }).withdrawnAt).toBeNull();
  });

  it('got one report where a later record only adds to it: its reference, an earlier instant', () => {
    const first = submission({ id: 'first', reasonsForDelay: 'nobody was there', factsRevision: 4 });
    const arrived = submission({
      id: 'arrived',
      addsTo: 'first',
      reference: 'IC-9',
      madeAt: hoursLater(69),
      recordedAt: hoursLater(100),
    });
    expect(authority({ submissions: [first, arrived] }).phases).toEqual([
      {
        submission: 'first',
        phase: 'initial',
        madeAt: hoursLater(69),
        firstRecordedAs: first.madeAt,
        by: 'Ada',
        route: 'onlineForm',
        reference: 'IC-9',
        missing: [],
        reasonsForDelay: 'nobody was there',
        reason: null,
        factsRevision: 4,
        report: null,
      },
    ]);
  });
});

describe('the people affected', () => {
  it.each([
    ['told, through which channel', { state: 'satisfied' as const, satisfiedAt: hoursLater(4) }, 'told', []],
    ['not told, by an exception that the decision names', { state: 'notRequired' as const, decisionReason: 'Art. 34(3)(b): accounts were reset' }, 'notTold', ['b']],
    ['still to be told', {}, 'open', []],
  ])('are %s', (_, individuals, outcome, exceptions) => {
    const how = event('obligation.satisfied', { data: { obligation: 'individuals' }, personal: { by: 'Ada', how: 'a letter' } });
    const [notice] = registerEntry(registerInput({ duties: { individuals }, events: [how] })).individuals;
    expect(notice).toMatchObject({ outcome, exceptions, how: outcome === 'told' ? 'a letter' : null });
  }); // prettier-ignore

  it('need not be told where the copy was unreadable: the exception follows from the reasons', () => {
    const facts = tracks({
      cia: { confidentiality: 'confirmed', integrity: 'none', availability: 'none' },
      protection: { unintelligible: true, keyCompromised: false, atRestOnly: false },
    });
    const entry = registerEntry(registerInput({ incident: { tracks: facts } }));
    expect(entry.individuals).toMatchObject([{ outcome: 'notTold', exceptions: ['a'] }]);
  });
});

describe('facts, effects and remedy', () => {
  it('count the people of all groups, at least where one is not counted', () => {
    const group = (id: string, approx: number | null) => ({
      id,
      facts: { ...HIGH_RISK, individuals: { approx } },
    });
    const people = (...counts: (number | null)[]) =>
      registerEntry(registerInput({ incident: { tracks: counts.map((n, i) => group(`t${i}`, n)) } })).people;
    expect(people(120, 5)).toEqual({ approx: 125, atLeast: 125 });
    expect(people(120, null)).toEqual({ approx: null, atLeast: 120 });
  });

  it('say what was done, when, by whom, and what was seen', () => {
    const entry = registerEntry(
      registerInput({
        incident: {
          containedAt: hoursLater(2),
          narrative: { likelyConsequences: 'phishing', measuresTaken: 'sessions ended' },
          tracks: tracks({ harmSeen: 'two phishing mails' }),
        },
        events: [event('containment.recorded', { personal: { by: 'Ben', how: 'the host was unplugged' } })],
        complaints: 2,
      }),
    );
    expect(entry.remedy).toMatchObject({
      containedAt: hoursLater(2),
      containedBy: 'Ben',
      containment: 'the host was unplugged',
      taken: 'sessions ended',
    });
    expect(entry.effects).toEqual({
      likely: 'phishing',
      likelihood: null,
      actual: ['two phishing mails'],
      complaints: 2,
    });
  });
});

describe('decisions', () => {
  it('say who, when, why and on which facts; those of a drill do not count', () => {
    const decided = (recordedAt: Date) =>
      event('obligation.decided', {
        recordedAt,
        data: { obligation: 'individuals', decision: 'notRequired', factsRevision: 2 },
        personal: { by: 'Ada', reason: 'accounts were reset' },
      });
    const madeRealAt = hoursLater(2);
    const events = [decided(hoursLater(1)), decided(hoursLater(3))];
    expect(registerEntry(registerInput({ events, incident: { madeRealAt } })).decisions).toEqual([
      {
        about: 'duty',
        obligation: 'individuals',
        decision: 'notRequired',
        at: AWARE,
        by: 'Ada',
        secondBy: null,
        reason: 'accounts were reset',
        evidence: null,
        factsRevision: 2,
      },
    ]);
  });
});

describe('data of people affected', () => {
  it('are pointed out in every text; the organisation’s own contact data may stand', () => {
    const input = registerInput({
      incident: {
        narrative: {
          whatHappened: 'Mail of jo@parent.test was read. Ask ada@school.test.',
          likelyConsequences: null,
        },
      },
      events: [event('incident.closed', { personal: { by: 'Ada', reason: 'call 0303 123 1113' } })],
    });
    expect(registerEntry(input).warnings.map(({ field, code }) => [field, code])).toEqual([
      ['description', 'email'],
      ['decisions.0', 'phone'],
    ]);
  });
});
