import { describe, expect, it } from '@jest/globals';
import {
  allDoubted,
  couldReach,
  deliveryKey,
  everybody,
  everybodysPlan,
  nextPosition,
  planFor,
  positionAt,
  reachesSomebody,
  roundGapMs,
  roundMs,
  standInOf,
  turnOf,
  type Whom,
  withContact,
} from '../../domain/escalation.ts';
import { sampleOrganisation } from '../support/samples.ts';

const MAIL = { id: 'smtp', channel: 'smtp' };
const PHONE = { id: 'sms', channel: 'sms' };

/** Ada by mail, text and a webhook; Ben by mail alone; a pager. Ada is on call. */
function whomOf(policy: Record<string, unknown> = {}, values: Partial<Whom> = {}): Whom {
  const people = [
    {
      id: 'ada',
      name: 'Ada',
      email: 'ada@school.test',
      agreesToDrills: true,
      contacts: [
        { channel: 'sms', number: '+441632960101' },
        { channel: 'smtp', id: 'private', address: 'ada@home.test' },
      ],
    },
    { id: 'ben', name: 'Ben', email: 'ben@school.test' },
  ];
  const sample = sampleOrganisation({
    people,
    services: [{ channel: 'pagerduty', id: 'pager', routingKey: 'key' }],
    schedules: [{ id: 'rota', layers: [{ people: ['ada'], startsOn: '2026-01-05' }] }],
    ...policy,
  }).policy;
  return { ...couldReach(sample, false), ...values };
}

const turn = (whom: Whom, step = 0) => turnOf(whom, planFor(whom.policy, null), { round: 0, step });
const asked = (whom: Whom, step = 0) => turn(whom, step).contacts;

describe('whom a step asks', () => {
  it('its people by all their ways, whoever is on call, and its services, each once', () => {
    const step = { people: ['ada', 'ben'], schedules: ['rota'], services: ['pager'] };
    expect(asked(whomOf({ escalation: [step] }))).toEqual([
      { id: 'ada', ways: [MAIL, PHONE, { id: 'private', channel: 'smtp' }] },
      { id: 'ben', ways: [MAIL] },
      { id: 'service:pager', ways: [{ id: 'pagerduty', channel: 'pagerduty' }] },
    ]);
  });

  it('only by the channels that it names', () => {
    expect(asked(whomOf({ escalation: [{ people: ['ada', 'ben'], channels: ['sms'] }] }))).toEqual([
      { id: 'ada', ways: [PHONE] },
    ]);
  });

  it('nobody where nobody is on call, or the person has left', () => {
    const escalation = [{ schedules: ['rota'] }, { people: ['ben'] }];
    const whom = whomOf({ escalation }, { onCall: () => [] });
    expect(asked(whom)).toEqual([]);
    const { policy } = whom;
    const left = { ...whom, policy: { ...policy, people: policy.people.filter(({ id }) => id !== 'ben') } };
    expect(asked(left, 1)).toEqual([]);
    expect(reachesSomebody(whom, planFor(policy, null))).toBe(true);
    expect(reachesSomebody(left, planFor(left.policy, null))).toBe(false);
  });

  it('in a drill only people who agreed, and no service', () => {
    const escalation = [{ people: ['ada', 'ben'], schedules: ['rota'], services: ['pager'] }];
    expect(asked(whomOf({ escalation }, { drill: true })).map(({ id }) => id)).toEqual(['ada']);
  });

  it('in a drill that stays on this machine by mail alone', () => {
    const whom = whomOf({ escalation: [{ people: ['ada'] }] }, { drill: true, mailOnly: true });
    expect(asked(whom)[0]?.ways.map(({ channel }) => channel)).toEqual(['smtp', 'smtp']);
  });

  it('refuses a step that is not there', () => {
    expect(() => turn(whomOf(), 7)).toThrow(RangeError);
  });
});

describe('how long a step is waited for', () => {
  const escalation = [
    { people: ['ben'], delayMinutes: 7 },
    { people: ['ada'], delayMinutes: 9 },
  ];
  const delays = (whom: Whom) => [0, 1].map((step) => turn(whom, step).delayMinutes);

  it('its own time', () => expect(delays(whomOf({ escalation }))).toEqual([7, 9]));

  it('not at all by ways that nobody verified while another step reaches a verified one', () => {
    const isVerified: Whom['isVerified'] = (person) => person === 'ada';
    expect(delays(whomOf({ escalation }, { isVerified }))).toEqual([0, 9]);
  });

  it('its own time where nobody verified anything', () => {
    expect(delays(whomOf({ escalation }, { isVerified: () => false }))).toEqual([7, 9]);
  });

  it('a service counts: its keys are those of the organisation', () => {
    const steps = [{ services: ['pager'], delayMinutes: 3 }, escalation[0]];
    expect(delays(whomOf({ escalation: steps }, { isVerified: () => false }))).toEqual([3, 0]);
  });
});

describe('while the attacker may read mail', () => {
  const step = [{ people: ['ada', 'ben'], channels: ['smtp'] }];
  const doubted = new Set(['smtp'] as const);

  it('a doubted way is left out where there is another, and whoever has no other is tried all the same', () => {
    const whom = whomOf({ escalation: step }, { doubted });
    expect(asked(whom)).toEqual([
      { id: 'ada', ways: [PHONE] },
      { id: 'ben', ways: [MAIL] },
    ]);
    expect(allDoubted(whom, asked(whom))).toBe(false);
    expect(allDoubted(whom, asked(whom).slice(1))).toBe(true);
    expect(allDoubted(whom, [])).toBe(false);
  });

  it('somebody who has only doubted ways is not waited for while others are', () => {
    const whom = whomOf({ escalation: [{ people: ['ben'] }, { people: ['ada'] }] }, { doubted });
    expect(turn(whom).delayMinutes).toBe(0);
    expect(turn(whom, 1).delayMinutes).toBe(5);
  });

  it('two ways that do not fail together are used, a verified one first', () => {
    const ways = (isVerified: Whom['isVerified'], channels = ['sms']) =>
      asked(
        whomOf({ escalation: [{ people: ['ada'], channels }] }, { twoWays: true, isVerified }),
      )[0]?.ways.map(({ id }) => id);
    expect(ways(() => false)).toEqual(['sms', 'smtp']);
    expect(ways((_, { id }) => id === 'private')).toEqual(['sms', 'private']);
    // Two mailboxes of two domains are independent already.
    expect(ways(() => true, ['smtp'])).toEqual(['smtp', 'private']);
  });

  it('one way is used where a person has no second', () => {
    expect(asked(whomOf({ escalation: [{ people: ['ben'] }] }, { twoWays: true }))).toEqual([
      { id: 'ben', ways: [MAIL] },
    ]);
  });
});

describe('the plan of a page', () => {
  const other = { id: 'legal', steps: [{ people: ['ben'] }], repeat: { rounds: 2, thenEveryMinutes: 60 } };

  it('is that of its kind of duty, else the organisation’s', () => {
    const { policy } = whomOf({ escalationPolicies: [other], escalationFor: { authority: 'legal' } });
    expect(planFor(policy, 'authority')).toMatchObject({
      steps: [{ people: ['ben'] }],
      repeat: other.repeat,
    });
    expect(planFor(policy, 'scope').steps).toHaveLength(2);
    expect(planFor(policy, null).repeat).toBeUndefined();
  });

  it('asks the out-of-hours person after every round', () => {
    const whom = whomOf({ outOfHours: 'ben', escalation: [{ people: ['ada'] }] });
    expect(asked(whom, 1)).toEqual([{ id: 'ben', ways: [MAIL] }]);
    expect(planFor(whom.policy, null).steps).toHaveLength(2);
  });

  it('in need is everybody at once', () => {
    const whom = whomOf();
    expect(
      turnOf(whom, everybodysPlan(whom.policy), { round: 0, step: 0 }).contacts.map(({ id }) => id),
    ).toEqual(['ada', 'ben', 'service:pager']);
  });

  it('an alarm goes to everybody of every step and every service, each once', () => {
    const whom = whomOf({ escalation: [{ people: ['ada'], channels: ['sms'] }, { people: ['ada', 'ben'] }] });
    expect(everybody(whom, planFor(whom.policy, null))).toEqual([
      { id: 'ada', ways: [PHONE, MAIL, { id: 'private', channel: 'smtp' }] },
      { id: 'ben', ways: [MAIL] },
      { id: 'service:pager', ways: [{ id: 'pagerduty', channel: 'pagerduty' }] },
    ]);
  });

  it('the stand-in gets mail: calendar file and sheet', () => {
    expect(standInOf(whomOf({ standIn: 'ada' }, { twoWays: true }))).toEqual([
      { id: 'ada', ways: [MAIL, { id: 'private', channel: 'smtp' }] },
    ]);
    expect(standInOf(whomOf({ standIn: undefined }))).toEqual([]);
    expect(standInOf(whomOf({ standIn: 'ben' }, { drill: true }))).toEqual([]);
  });

  it('nobody is in one step twice', () => {
    expect(
      withContact([{ id: 'ada', ways: [PHONE] }] as never, { id: 'ada', ways: [PHONE] } as never),
    ).toEqual([{ id: 'ada', ways: [PHONE] }]);
  });
});

describe('where a page is', () => {
  it.each([
    [0, 0, 0],
    [1, 0, 1],
    [7, 3, 1],
  ])('attempt %d of two steps is round %d, step %d', (n, round, step) => {
    expect(positionAt(n, 2)).toEqual({ round, step });
  });

  it.each([
    [{ round: 0, step: 0 }, 3, { round: 0, step: 1 }],
    [{ round: 0, step: 2 }, 3, { round: 1, step: 0 }],
    ['steps were taken away: ', { round: 4, step: 2 }, 1, { round: 5, step: 0 }],
    ['steps came: ', { round: 4, step: 2 }, 9, { round: 4, step: 3 }],
  ])('it only moves on %j %j', (...given) => {
    const [after, steps, from] = given.toReversed() as [object, number, { round: number; step: number }];
    expect(nextPosition(from, steps)).toEqual(after);
  });

  it('rounds follow each other at once, and slowly after as many as the policy says', () => {
    const plan = { steps: [], repeat: { rounds: 2, thenEveryMinutes: 60 } };
    expect([1, 2, 3].map((round) => roundGapMs(plan, round, null))).toEqual([30_000, 3_600_000, 3_600_000]);
    expect(roundGapMs({ steps: [] }, 9, null)).toBe(30_000);
    expect(roundGapMs(plan, 2, { scale: 1440, startedAt: new Date(0) })).toBe(30_000);
  });

  const { policy } = sampleOrganisation();
  it.each([
    ['a real incident', null, 15 * 60_000],
    ['a slow drill', { scale: 10, startedAt: new Date(0) }, 90_000],
    ['a fast drill, five seconds a step', { scale: 1440, startedAt: new Date(0) }, 10_000],
  ])('a round of the escalation of %s', (_, drill, ms) => {
    expect(roundMs(policy, drill)).toBe(ms);
  });

  it('gives each outward act a key of its own', () => {
    const parts = {
      incidentId: 'i',
      obligationId: null,
      clockVersion: 1,
      milestone: 'declared',
      round: 0,
      step: 0,
      contact: 'ada',
      method: 'smtp',
    };
    expect(deliveryKey(parts)).toBe('i/-/1/declared/0/0/ada/smtp');
    expect(deliveryKey({ ...parts, round: 1 })).not.toBe(deliveryKey(parts));
    expect(deliveryKey({ ...parts, obligationId: 'scope' })).toBe('i/scope/1/declared/0/0/ada/smtp');
  });
});
