import { describe, expect, test } from '@jest/globals';
import { askedAt, type Standing } from '../../../domain/onCall/asked.ts';
import { onCallAt } from '../../../domain/onCall/index.ts';
import { unready } from '../../../domain/onCall/readiness.ts';
import { planFor, turnOf, type Whom } from '../../../domain/escalation.ts';
import type { ContactMethod } from '../../../domain/policy/contacts.ts';
import { sampleOrganisation } from '../../support/samples.ts';

const AT = new Date('2026-02-03T20:00:00Z');
const standing = (values: Partial<Standing> = {}): Standing => ({
  at: AT,
  overrides: [],
  isVerified: () => true,
  ...values,
});
const sms = [{ channel: 'sms', number: '+441632960101' }];
const ada = { id: 'ada', name: 'Ada', email: 'ada@school.test', contacts: sms };
const ben = {
  id: 'ben',
  name: 'Ben',
  email: 'ben@friend.test',
  contacts: [{ channel: 'slack', member: 'U012AB3CD' }],
};
const office = { people: ['ben'], startsOn: '2026-01-05', hours: [{ from: '09:00', until: '17:00' }] };
const night = { people: ['ada'], startsOn: '2026-01-05', hours: [{ from: '17:00', until: '09:00' }] };

const policyOf = (values: Record<string, unknown>) =>
  sampleOrganisation({
    people: [ada, ben],
    schedules: [
      { id: 'office', layers: [office] },
      { id: 'night', layers: [night] },
      { id: 'holidays', layers: [{ people: ['ada'], startsOn: '2026-01-05', holidays: 'only' }] },
    ],
    standIn: undefined,
    ...values,
  }).policy;
const lacks = (values: Record<string, unknown>, at: Partial<Standing> = {}) =>
  unready(policyOf(values), standing(at));

describe('what a policy lacks', () => {
  test('is nothing where everybody has two ways and each step reaches somebody', () => {
    expect(lacks({ escalation: [{ people: ['ada'] }, { people: ['ben'] }] })).toEqual([]);
  });

  test('is one thing where nobody at all is reached, and nothing else is said', () => {
    expect(lacks({ escalation: [{ schedules: ['office'] }] }, { isVerified: () => false })).toEqual([
      { code: 'nobodyToAsk' },
    ]);
  });

  test('names steps that are empty now, of each escalation', () => {
    const found = lacks({
      escalation: [{ people: ['ada'] }, { schedules: ['office'] }],
      escalationPolicies: [{ id: 'customers', steps: [{ schedules: ['office'] }] }],
      escalationFor: { controllers: 'customers' },
    });
    expect(found[0]).toEqual({
      code: 'stepsEmpty',
      steps: [
        { plan: null, step: 2 },
        { plan: 'customers', step: 1 },
      ],
    });
  });

  test('counts the gaps of a step in the coming 30 days, from now', () => {
    const found = lacks({ escalation: [{ people: ['ada'] }, { schedules: ['office'] }] });
    expect(found.find(({ code }) => code === 'rotaGaps')).toEqual({
      code: 'rotaGaps',
      rotas: [{ schedules: ['office'], from: AT, until: new Date('2026-02-04T09:00Z'), count: 31 }],
    });
  });

  test.each([
    ['schedules that fill each other', { schedules: ['office', 'night'] }],
    ['a schedule beside a person', { schedules: ['office'], people: ['ada'] }],
  ])('knows no gap of %s', (_, step) => {
    expect(lacks({ escalation: [step] })).toEqual([]);
  });

  test('sees a gap that an override fills, and the override of a person who left not', () => {
    const escalation = [{ people: ['ada'] }, { schedules: ['office'] }];
    const filled = (personId: string) => {
      const from = new Date('2026-02-03T00:00Z');
      const overrides = [
        { id: '1', scheduleId: 'office', personId, from, until: new Date('2026-04-01T00:00Z') },
      ];
      return lacks({ escalation }, { overrides }).map(({ code }) => code);
    };
    expect(filled('ben')).toEqual([]);
    expect(filled('gone')).toEqual(['stepsEmpty', 'rotaGaps']);
  });

  test('names the ways that are not verified, once, and only of people who may be asked', () => {
    const isVerified: Standing['isVerified'] = (_, { channel }) => channel === 'smtp';
    expect(lacks({ escalation: [{ people: ['ada'] }] }, { isVerified })).toEqual([
      { code: 'waysUnverified', ways: [{ person: 'ada', method: 'sms' }], of: 2 },
    ]);
    expect(lacks({ escalation: [{ people: ['ada'] }], standIn: 'ben' }, { isVerified })).toEqual([
      {
        code: 'waysUnverified',
        ways: [
          { person: 'ada', method: 'sms' },
          { person: 'ben', method: 'slack' },
        ],
        of: 4,
      },
    ]);
  });

  test.each([
    ['mail of one domain', [{ channel: 'smtp', id: 'second', address: 'x@SCHOOL.test' }], true],
    ['mail elsewhere', [{ channel: 'smtp', id: 'second', address: 'x@home.test' }], false],
    ['none', [], true],
  ])('a second way that is %s', (_, contacts, one) => {
    const found = lacks({ people: [{ ...ada, contacts }, ben], escalation: [{ people: ['ada'] }] });
    expect(found).toEqual(one ? [{ code: 'oneWayOnly', people: ['ada'] }] : []);
  });

  test('a text message and a call to one number are one way', () => {
    const contacts = [...sms, { channel: 'voice', number: '+441632960101' }];
    const people = [{ id: 'ada', name: 'Ada', contacts }, ben];
    expect(lacks({ people, escalation: [{ people: ['ada'] }] })).toEqual([
      { code: 'oneWayOnly', people: ['ada'] },
    ]);
  });

  test('says when the bank holidays that a schedule goes by are not known', () => {
    const escalation = [{ people: ['ada'], schedules: ['holidays'] }];
    const codes = (iso: string) => lacks({ escalation }, { at: new Date(iso) }).map(({ code }) => code);
    expect(codes('2027-11-30T00:00Z')).toEqual([]);
    expect(lacks({ escalation }, { at: new Date('2027-12-20T00:00Z') })).toEqual([
      { code: 'rotaHolidaysUnknown', schedules: ['holidays'], years: [2028] },
    ]);
    expect(
      lacks(
        { escalation: [{ people: ['ada'], schedules: ['night'] }] },
        { at: new Date('2030-01-01T00:00Z') },
      ),
    ).toEqual([]);
  });
});

describe('whom each step would ask', () => {
  test('through the channels that it names, each person once, services beside them', () => {
    const policy = policyOf({
      services: [{ channel: 'pagerduty', id: 'pd', routingKey: 'k' }],
      escalation: [
        { people: ['ada', 'ben'], schedules: ['night'], services: ['pd'], channels: ['sms', 'slack'] },
      ],
    });
    const [{ steps } = { steps: [] }] = askedAt(policy, standing());
    expect(
      steps[0]!.people.map(({ person, schedules, ways }) => [
        person,
        schedules,
        ways.map((way) => way.method),
      ]),
    ).toEqual([
      ['ada', ['night'], ['sms']],
      ['ben', [], ['slack']],
    ]);
    expect(steps[0]!.services).toEqual([{ service: 'pd', channel: 'pagerduty' }]);
  });

  test('a step of unverified ways alone is waited on only where no other reaches a verified one', () => {
    const policy = policyOf({
      escalation: [
        { people: ['ada'], delayMinutes: 5 },
        { people: ['ben'], delayMinutes: 7 },
      ],
    });
    const waits = (isVerified: Standing['isVerified']) =>
      askedAt(policy, standing({ isVerified }))[0]!.steps.map((step) => step.delayMinutes);
    expect(waits(() => false)).toEqual([5, 7]);
    expect(waits((person) => person === 'ben')).toEqual([0, 7]);
    expect(waits(() => true)).toEqual([5, 7]);
  });

  test('the out-of-hours contact is asked after every step', () => {
    const policy = policyOf({ escalation: [{ people: ['ada'] }], outOfHours: 'ben' });
    expect(askedAt(policy, standing())[0]!.steps.map(({ people }) => people[0]!.person)).toEqual([
      'ada',
      'ben',
    ]);
  });
});

/** Two pieces of code answer the same question: what a person is told, and what a page does. */
test.each([
  ['nothing is verified', () => false],
  ['text messages are', (_: string, { channel }: ContactMethod) => channel === 'sms'],
  ['Ben is', (person: string) => person === 'ben'],
])('a page asks what is shown here, where %s', (_, isVerified) => {
  const policy = policyOf({
    services: [{ channel: 'pagerduty', id: 'pd', routingKey: 'k' }],
    outOfHours: 'ben',
    escalation: [
      { people: ['ada'], channels: ['sms'], delayMinutes: 5 },
      { schedules: ['office', 'night'], delayMinutes: 6 },
      { schedules: ['office'], delayMinutes: 7 },
      { people: ['ben'], channels: ['smtp'], delayMinutes: 8 },
    ],
  });
  const now = standing({ isVerified });
  const whom: Whom = {
    policy,
    drill: false,
    mailOnly: false,
    onCall: (schedule) => onCallAt(policy, schedule, AT, []),
    isVerified,
    doubted: new Set(),
    twoWays: false,
  };
  const plan = planFor(policy, null);
  const asked = askedAt(policy, now)[0]!.steps;
  expect(asked).toHaveLength(plan.steps.length);
  asked.forEach((step, at) => {
    const turn = turnOf(whom, plan, { round: 0, step: at });
    expect(step.people.map(({ person, ways }) => [person, ways.map(({ method }) => method)])).toEqual(
      turn.contacts.map(({ id, ways }) => [id, ways.map((way) => way.id)]),
    );
    if (turn.contacts.length > 0) expect(step.delayMinutes).toBe(turn.delayMinutes);
  });
});
