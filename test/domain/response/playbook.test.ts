import { describe, expect, it } from '@jest/globals';
import {
  combined,
  type Playbook,
  proposedBecause,
  type Step,
  stepDue,
} from '../../../domain/response/playbook.ts';
import { sampleIncident } from '../../support/samples.ts';

const step = (id: string, values: Partial<Step> = {}): Step => ({
  id,
  title: id,
  why: id,
  owner: 'lead',
  guard: false,
  due: null,
  source: { kind: 'practice', cite: 'Good practice' },
  ...values,
});
const playbook = (id: string, steps: Step[], when: Partial<Playbook['when']> = {}): Playbook => ({
  id,
  version: 1,
  title: id,
  when: { causes: [], availability: [], insider: false, ...when },
  steps,
});

describe('a playbook is proposed', () => {
  const facts = (values: object) => [{ id: 'a', facts: { role: 'controller' as const, ...values } }];
  it.each([
    [{ causes: ['ransomware' as const] }, { cause: 'ransomware' }, 'no', ['cause: ransomware']],
    [{ causes: ['ransomware' as const] }, { cause: 'phishing' }, 'no', []],
    [{ causes: ['ransomware' as const] }, { cause: null }, 'no', []],
    [
      { availability: ['permanent' as const] },
      { cia: { availability: 'permanent' } },
      'no',
      ['availability: permanent'],
    ],
    [{ availability: ['permanent' as const] }, { cia: { availability: 'none' } }, 'no', []],
    [{ insider: true }, {}, 'yes', ['insiderInvolved: yes']],
    [{ insider: true }, {}, 'unknown', []],
    [{}, { cause: 'ransomware' }, 'yes', []],
  ])('when %j meets %j, insider %s: %j', (when, values, insiderInvolved, expected) => {
    const incident = sampleIncident({
      tracks: facts(values),
      questions: { ...sampleIncident().questions, insiderInvolved: insiderInvolved as 'yes' },
    });
    expect(proposedBecause(playbook('p', [], when), incident)).toEqual(expected);
  });
});

describe('several playbooks', () => {
  it('make one task of an equal step, and put first what comes before wiping, restoring and hiring', () => {
    const shared = step('shared');
    const guard = step('guard', { guard: true });
    const steps = combined([
      playbook('one', [step('a'), shared]),
      playbook('two', [shared, step('b'), guard]),
    ]);
    expect(steps.map((one) => [one.step.id, one.playbooks])).toEqual([
      ['guard', ['two']],
      ['a', ['one']],
      ['shared', ['one', 'two']],
      ['b', ['two']],
    ]);
  });
});

describe('a step is due', () => {
  const at = (iso: string) => new Date(iso);
  const incident = {
    discoveredAt: at('2026-02-03T08:00:00Z'),
    awareAt: at('2026-02-03T10:00:00Z'),
    declaredAt: at('2026-02-03T12:00:00Z'),
  };
  it.each([
    ['discovery', 24, '2026-02-03T12:00:00Z', '2026-02-04T08:00:00Z'],
    ['awareness', 24, '2026-02-03T12:00:00Z', '2026-02-04T10:00:00Z'],
    ['declaration', 4, '2026-02-03T12:00:00Z', '2026-02-03T16:00:00Z'],
    ['discovery', 1, '2026-02-03T12:00:00Z', '2026-02-03T13:00:00Z'],
    ['declaration', 4, '2026-03-03T12:00:00Z', '2026-03-03T13:00:00Z'],
  ] as const)('after %s by %d h, chosen at %s: %s, and never within the hour', (from, hours, chosen, due) => {
    expect(stepDue({ due: { from, hours } }, incident, at(chosen))).toEqual(at(due));
  });
  it('never, where no time is set', () => {
    expect(stepDue({ due: null }, incident, at('2026-02-03T12:00:00Z'))).toBeNull();
  });
});
