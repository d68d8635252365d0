import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import {
  bandOf,
  flagsOf,
  type SeverityInput,
  SeverityInputError,
  severityOf,
} from '../../../domain/assessment/severity.ts';

interface Example {
  id: string;
  facts: string;
  dpc: number;
  ei: number;
  c: number;
  i: number;
  a: number;
  malicious: boolean;
  individuals: number;
  unintelligible: boolean;
  se: number;
  band: string;
  over100: boolean;
}

const file = new URL('../../fixtures/law/enisa-examples.json', import.meta.url);
const examples = JSON.parse(readFileSync(file, 'utf8')) as Example[];
const inputOf = ({ dpc, ei, c, i, a, malicious }: Example): SeverityInput => ({
  dpc,
  ei,
  confidentiality: c,
  integrity: i,
  availability: a,
  malicious,
});

const QUIET: SeverityInput = {
  dpc: 2,
  ei: 0.5,
  confidentiality: 0,
  integrity: 0,
  availability: 0,
  malicious: false,
};
const circumstance = fc.constantFrom(0, 0.25, 0.5);
const input = fc.record({
  dpc: fc.constantFrom(1, 2, 3, 4),
  ei: fc.constantFrom(0.25, 0.5, 0.75, 1),
  confidentiality: circumstance,
  integrity: circumstance,
  availability: circumstance,
  malicious: fc.boolean(),
});

describe('the ENISA severity', () => {
  it.each(examples.map((one) => [`${one.id} ${one.facts}`, one] as const))('%s', (_, one) => {
    const cb = one.c + one.i + one.a + (one.malicious ? 0.5 : 0);
    expect(severityOf(inputOf(one))).toEqual({ dpc: one.dpc, ei: one.ei, cb, se: one.se, band: one.band });
    const flags = { over100: one.over100, unintelligible: one.unintelligible };
    expect(flagsOf(one.individuals, one.unintelligible)).toEqual(flags);
  });

  it.each([
    [0.25, 'low'],
    [1.75, 'low'],
    [2, 'medium'],
    [2.75, 'medium'],
    [3, 'high'],
    [3.75, 'high'],
    [4, 'veryHigh'],
    [6, 'veryHigh'],
  ])('puts %f into the band %s: the lower bound belongs to it', (se, band) => expect(bandOf(se)).toBe(band));

  it.each([
    [0, false],
    [100, false],
    [101, true],
    [null, null],
  ])('flags %s people as more than 100: %s', (people, over100) => {
    expect(flagsOf(people, false)).toEqual({ over100, unintelligible: false });
  });

  it('stays between 0.25 and 6, in quarters', () => {
    fc.assert(
      fc.property(input, (one) => {
        const { se, cb } = severityOf(one);
        expect(se).toBeGreaterThanOrEqual(0.25);
        expect(se).toBeLessThanOrEqual(6);
        expect(Number.isInteger(se * 4)).toBe(true);
        expect(cb).toBeLessThanOrEqual(2);
      }),
    );
  });

  it.each<[keyof SeverityInput, readonly (number | boolean)[]]>([
    ['dpc', [1, 2, 3, 4]],
    ['ei', [0.25, 0.5, 0.75, 1]],
    ['confidentiality', [0, 0.25, 0.5]],
    ['integrity', [0, 0.25, 0.5]],
    ['availability', [0, 0.25, 0.5]],
    ['malicious', [false, true]],
  ])('never falls when %s rises', (element, values) => {
    fc.assert(
      fc.property(input, (one) => {
        const scores = values.map((value) => severityOf({ ...one, [element]: value }).se);
        expect(scores).toEqual([...scores].sort((a, b) => a - b));
        expect(new Set(scores).size).toBe(values.length);
      }),
    );
  });
});

describe('values outside the lists', () => {
  it.each<[keyof SeverityInput, number, string]>([
    ['dpc', 0, '1, 2, 3, 4'],
    ['dpc', 5, '1, 2, 3, 4'],
    ['dpc', 1.5, '1, 2, 3, 4'],
    ['dpc', NaN, '1, 2, 3, 4'],
    ['ei', 0, '0.25, 0.5, 0.75, 1'],
    ['ei', 0.3, '0.25, 0.5, 0.75, 1'],
    ['confidentiality', 1, '0, 0.25, 0.5'],
    ['integrity', -0.25, '0, 0.25, 0.5'],
    ['availability', 0.75, '0, 0.25, 0.5'],
  ])('%s %f is refused, and the message says what may stand there', (field, value, allowed) => {
    expect(() => severityOf({ ...QUIET, [field]: value })).toThrow(SeverityInputError);
    expect(() => severityOf({ ...QUIET, [field]: value })).toThrow(`${field} must be one of ${allowed}`);
  });

  it('are all named at once', () => {
    const wrong = { ...QUIET, dpc: 9, availability: 2 };
    expect(() => severityOf(wrong)).toThrow(
      expect.objectContaining({
        name: 'SeverityInputError',
        code: 'severityInvalid',
        message: 'dpc must be one of 1, 2, 3, 4; availability must be one of 0, 0.25, 0.5',
        errors: [
          { field: 'dpc', message: 'must be one of 1, 2, 3, 4' },
          { field: 'availability', message: 'must be one of 0, 0.25, 0.5' },
        ],
      }),
    );
  });
});
