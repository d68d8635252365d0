import { expect, it } from '@jest/globals';
import { type Towards, towardsOf } from '../../../domain/register/towards.ts';

type Duty = Parameters<typeof towardsOf>[0];
const regime = (duty: string | null, stage: string | null): Duty => ({ kind: 'regime', duty, stage });

it.each<[string, Duty, Towards]>([
  ['Art. 33(1)', { kind: 'authority', duty: 'uk-gdpr-33-1', stage: 'notification' }, 'authority'],
  ['Art. 34', { kind: 'individuals', duty: 'uk-gdpr-34', stage: 'communication' }, 'individuals'],
  ['Art. 33(2)', { kind: 'controllers', duty: 'uk-gdpr-33-2', stage: 'notice' }, 'others'],
  ['a contract', { kind: 'contract', duty: null, stage: null }, 'others'],
  ['an insurance policy', { kind: 'insurer', duty: null, stage: null }, 'others'],
  ['a public summary', { kind: 'publicSummary', duty: null, stage: null }, 'others'],
  ['containing', { kind: 'containment', duty: null, stage: null }, null],
  ['answering an authority', { kind: 'authorityQuestion', duty: null, stage: null }, null],
  ['a stage towards an authority', regime('eu-gdpr-33-1', 'notification'), 'authority'],
  ['a stage towards people', regime('eu-gdpr-34', 'communication'), 'individuals'],
  ['a stage towards people, of a duty that has one towards an authority', regime('br-lgpd-48', 'data-subjects'), 'individuals'],
  ['the stage of it towards the authority', regime('br-lgpd-48', 'anpd'), 'authority'],
  ['a stage towards subscribers', regime('eu-eprivacy-611', 'subscribers'), 'individuals'],
  ['a stage towards the media', regime('us-hipaa-media', 'notice'), 'others'],
  ['a stage towards controllers', regime('eu-gdpr-33-2', 'notice'), 'others'],
  ['the question for the start of a clock, by the duty as a whole', regime('us-bank-36h', 'start'), 'authority'],
  ['a duty that is known no more', regime('gone', 'notice'), 'others'],
  ['a duty that was never one of the law', regime(null, null), 'others'],
])('%s', (_, duty, towards) => {
  expect(towardsOf(duty)).toBe(towards);
}); // prettier-ignore
