import { describe, expect, it } from '@jest/globals';
import { chosenRegimes, organisationSchema, reminderPlan } from '../../domain/organisation.ts';
import { sampleOrganisation } from '../support/samples.ts';

const { policy: sample, ...rest } = sampleOrganisation();
const findings = (policy: Record<string, unknown>): [string, string][] => {
  const parsed = organisationSchema.safeParse({ ...rest, policy: { ...sample, ...policy } });
  return (parsed.error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]);
};
const person = (id: string, values: Record<string, unknown> = {}) => ({ id, name: id, ...values });
const people = [person('ada'), person('ben')];
const zone = (name: string) => `"${name}" is not an IANA time zone such as "Europe/London"`;
const missing = (id: string, list: string, what: string) =>
  `"${id}" is not among policy.${list}; add that ${what} or correct the name`;
const rota = { id: 'rota', layers: [{ people: ['ada'], startsOn: '2026-01-05' }] };

describe('a policy is checked as a whole', () => {
  it.each<[string, Record<string, unknown>, [string, string][]]>([
    ['nothing wrong', {}, []],
    ['a step of somebody unknown', { escalation: [{ people: ['zoe'] }] }, [['policy.escalation.0.people', missing('zoe', 'people', 'person')]]],
    ['a step of an unknown schedule', { escalation: [{ schedules: ['night'] }] }, [['policy.escalation.0.schedules', missing('night', 'schedules', 'schedule')]]],
    ['a step of an unknown service', { escalation: [{ services: ['pager'] }] }, [['policy.escalation.0.services', missing('pager', 'services', 'service')]]],
    ['a step of nobody', { escalation: [{}] }, [['policy.escalation.0.people', 'a step names people, schedules or services']]],
    ['a stand-in who is not there', { standIn: 'zoe' }, [['policy.standIn', missing('zoe', 'people', 'person')]]],
    ['an out-of-hours contact who is not there', { outOfHours: 'zoe' }, [['policy.outOfHours', missing('zoe', 'people', 'person')]]],
    ['another policy with an unknown person', { escalationPolicies: [{ id: 'soft', steps: [{ people: ['zoe'] }] }] }, [['policy.escalationPolicies.0.steps.0.people', missing('zoe', 'people', 'person')]]],
    ['a kind of duty with an unknown policy', { escalationFor: { publicSummary: 'soft' } }, [['policy.escalationFor.publicSummary', missing('soft', 'escalationPolicies', 'escalation policy')]]],
    ['a rota with somebody unknown', { schedules: [{ ...rota, layers: [{ people: ['zoe'], startsOn: '2026-01-05' }] }] }, [['policy.schedules.0.layers.0.people', missing('zoe', 'people', 'person')]]],
    ['two people of one id', { people: [...people, person('ada')] }, [['policy.people', 'two people have the same id']]],
    ['two schedules of one id', { schedules: [rota, rota] }, [['policy.schedules', 'two of them have the id "rota"']]],
    ['two ways of one id', { people: [person('ada', { email: 'a@x.test', contacts: [{ channel: 'smtp', address: 'b@x.test' }] }), person('ben')] }, [['policy.people.0.contacts', 'two ways to reach "ada" are called "smtp"; give one of them an id of its own']]],
    ['no time zone', { timeZone: 'Mars/Olympus' }, [['policy.timeZone', zone('Mars/Olympus')]]],
    ['quiet hours in no time zone', { quiet: { from: '22:00', until: '07:00', timeZone: 'Mars' } }, [['policy.quiet.timeZone', zone('Mars')]]],
    ['a rota in no time zone', { schedules: [{ ...rota, timeZone: 'Mars' }] }, [['policy.schedules.0.timeZone', zone('Mars')]]],
  ])('%s', (_, policy, expected) => {
    expect(findings(policy)).toEqual(expected);
  }); // prettier-ignore

  it('a law that is not known, with what would be', () => {
    const [[path, message] = ['', '']] = findings({ regimes: ['GB', 'uk-gdrp'] });
    expect(path).toBe('policy.regimes.1');
    expect(message).toMatch(/no jurisdiction, regime or duty "uk-gdrp".*uk-gdpr/);
  });
});

it('silence about regimes is the UK GDPR, and a kind of duty may have reminders of its own', () => {
  expect(chosenRegimes(sample)).toEqual(['uk-gdpr-33-1', 'uk-gdpr-33-2', 'uk-gdpr-33-5', 'uk-gdpr-34']);
  expect(chosenRegimes({ ...sample, regimes: ['GB'] })).toEqual(['GB']);
  const own = { atFractions: [0.25], overdueEveryMinutes: 30 };
  const policy = { ...sample, remindersFor: { individuals: own } };
  expect([reminderPlan(policy, 'individuals'), reminderPlan(policy, 'authority')]).toEqual([
    own,
    sample.reminders,
  ]);
});
