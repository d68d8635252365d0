import { describe, expect, test } from '@jest/globals';
import { dutiesOf } from '../../../domain/regimes/index.ts';
import { loadDuties, RegimeDataError } from '../../../domain/regimes/load.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what is spoiled has no type any more
type Loose = Record<string, any>;

/** The duties of New Zealand and Brazil as their files have them, to be spoiled. */
const copy = (jurisdiction: string): Loose[] => structuredClone(dutiesOf(jurisdiction));

function refusal(files: Record<string, unknown>): RegimeDataError {
  try {
    loadDuties(files);
  } catch (error) {
    if (error instanceof RegimeDataError) return error;
    throw error;
  }
  throw new Error('not refused');
}

test('good files are loaded in their order', () => {
  const duties = loadDuties({ 'nz.json': copy('NZ'), 'br.json': copy('BR') });
  expect(duties.map(({ id }) => id)).toEqual(['nz-privacy-114', 'br-lgpd-48']);
});

describe('a mistake is refused with file, duty and field', () => {
  test.each<[string, (duty: Loose) => void, string, RegExp]>([
    [
      'a unit that does not exist',
      (duty) => (duty.stages[0].duration.unit = 'weeks'),
      'stages.0.duration.unit',
      /clockHours/,
    ],
    [
      'a number as text',
      (duty) => (duty.stages[0].duration.value = '3'),
      'stages.0.duration.value',
      /number/,
    ],
    ['no hours at all', (duty) => (duty.stages[0].duration.value = 0), 'stages.0.duration.value', />0/],
    ['a field that nobody knows', (duty) => (duty.comment = 'x'), 'comment', /not a known field/],
    [
      'a field of a stage that nobody knows',
      (duty) => (duty.stages[1].until = 3),
      'stages.1.until',
      /not a known field/,
    ],
    ['a missing source', (duty) => delete duty.source, 'source', /string/],
    ['an empty word', (duty) => (duty.trigger = ' '), 'trigger', /is empty/],
    [
      'a role that does not exist',
      (duty) => (duty.obligated.roles = ['boss']),
      'obligated.roles.0',
      /controller/,
    ],
    ['no role', (duty) => (duty.obligated.roles = []), 'obligated.roles', />=1/],
    [
      'a stage after a stage that is not there',
      (duty) => (duty.stages[2].startsFrom.stage = 'x'),
      'stages.2.startsFrom.stage',
      /no earlier stage "x"/,
    ],
    [
      'a stage after a later stage',
      (duty) => duty.stages.reverse(),
      'stages.0.startsFrom.stage',
      /no earlier stage "anpd"/,
    ],
    [
      'an earlier stage that is not named',
      (duty) => delete duty.stages[2].startsFrom.stage,
      'stages.2.startsFrom.stage',
      /needed with previousStage/,
    ],
    [
      'an earlier stage beside another event',
      (duty) => (duty.stages[2].startsFrom.event = 'aware'),
      'stages.2.startsFrom.stage',
      /needed with previousStage/,
    ],
    ['two stages with one id', (duty) => (duty.stages[1].id = 'anpd'), 'stages.1.id', /a second stage/],
    [
      'a stage towards somebody else',
      (duty) => (duty.stages[1].towards = ['media']),
      'stages.1.towards',
      /not among/,
    ],
    [
      'a recipient whom no stage reaches',
      (duty) => (duty.stages[1].towards = ['authority']),
      'recipient.kinds',
      /individuals/,
    ],
    ['a day that does not exist', (duty) => (duty.effectiveFrom = '2026-02-30'), 'effectiveFrom', /date/],
    ['a check that is no date', (duty) => (duty.checked = 'last year'), 'checked', /not re-checked/],
    ['off without a reason', (duty) => (duty.enabled = false), 'disabledBecause', /needed/],
    ['a reason for being on', (duty) => (duty.disabledBecause = 'x'), 'disabledBecause', /only then/],
    [
      'a threshold that counts nothing',
      (duty) => (duty.threshold.test = { kind: 'numberOfPeople', counting: 'people' }),
      'threshold.test',
      /atLeast or atMost/,
    ],
    [
      'a number for a stage of our own',
      (duty) => (duty.stages[0].added = true),
      'stages.0.duration',
      /no number/,
    ],
    [
      'together with a duty that is not there',
      (duty) => (duty.stages[0].alongside = 'us-x'),
      'stages.0.alongside',
      /no duty "us-x"/,
    ],
    ['a regime that is a jurisdiction', (duty) => (duty.regime = 'br'), 'regime', /something else/],
    [
      'the file of another jurisdiction',
      (duty) => (duty.jurisdiction = 'NZ'),
      'jurisdiction',
      /a file of its own/,
    ],
  ])('%s', (_name, spoil, field, message) => {
    const [duty] = copy('BR');
    spoil(duty!);
    const error = refusal({ 'br.json': [duty] });
    expect(error).toMatchObject({ file: 'br.json', duty: 'br-lgpd-48', field });
    expect(error.message).toContain(`domain/regimes/br.json: br-lgpd-48, ${field}: `);
    expect(error.message).toMatch(message);
  });

  test('a duty without an id is named by its place', () => {
    expect(refusal({ 'nz.json': [...copy('NZ'), {}] }).duty).toBe('duty 2');
    expect(refusal({ 'nz.json': [null] })).toMatchObject({ duty: 'duty 1', field: '' });
  });

  test('two duties with one id, in one file or in two', () => {
    expect(refusal({ 'nz.json': [...copy('NZ'), ...copy('NZ')] })).toMatchObject({ field: 'id' });
    const [other] = copy('NZ');
    other!.jurisdiction = 'BR';
    expect(refusal({ 'nz.json': copy('NZ'), 'br.json': [other] })).toMatchObject({
      file: 'br.json',
      field: 'id',
    });
  });

  test('a duty that has the name of another regime', () => {
    const [duty] = copy('NZ');
    duty!.id = 'br-lgpd';
    expect(refusal({ 'nz.json': [duty], 'br.json': copy('BR') })).toMatchObject({
      duty: 'br-lgpd',
      field: 'id',
    });
  });

  test('a file that is no list', () => {
    expect(refusal({ 'nz.json': { duties: [] } }).message).toBe(
      'domain/regimes/nz.json: the file: is not a list of duties',
    );
  });
});
