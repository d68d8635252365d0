import { describe, expect, it } from '@jest/globals';
import { doubtedChannels, isDoubted, isFactless } from '../../domain/doubt.ts';
import type { DeclarationAnswer } from '../../domain/incident.ts';
import type { ChannelName } from '../../domain/organisation.ts';
import { sampleIncident } from '../support/samples.ts';

const incident = (channelsCompromised: DeclarationAnswer, excludedChannels: ChannelName[] = []) =>
  sampleIncident({
    questions: { physicalDanger: 'no', insiderInvolved: 'no', channelsCompromised },
    excludedChannels,
  });

describe('doubted channels', () => {
  it.each<[string, DeclarationAnswer, ChannelName[], ChannelName[]]>([
    ['none', 'no', [], []],
    ['none while nobody knows', 'unknown', [], []],
    ['none while nobody was asked', null, [], []],
    ['mail and chat when the attacker may read them', 'yes', [], ['smtp', 'slack', 'teams']],
    ['those that are named', 'yes', ['sms'], ['sms']],
    ['those that are named, whatever the answer', 'no', ['slack'], ['slack']],
  ])('are %s', (_, answer, excluded, doubted) => {
    expect([...doubtedChannels(incident(answer, excluded))]).toEqual(doubted);
  });

  it('a link that does not say how it was sent does not count while anything is doubted', () => {
    expect(isDoubted(incident('yes'), null)).toBe(true);
    expect(isDoubted(incident('no'), null)).toBe(false);
    expect(isDoubted(incident('yes'), 'sms')).toBe(false);
    expect(isDoubted(incident('yes'), 'smtp')).toBe(true);
  });

  it('messages carry facts only where nothing is in doubt', () => {
    expect([
      isFactless(incident('no')),
      isFactless(incident(null)),
      isFactless(incident('no', ['sms'])),
    ]).toEqual([false, true, true]);
  });
});
