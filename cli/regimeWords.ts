import type { Duration, Stage, ThresholdTest } from '../domain/regimes/types.ts';

/** "72 hours", or the words of the text where it has no number. */
export function whenText({ duration, qualifier, retention }: Stage): string {
  if (duration === null) return qualifier ?? 'no period stated';
  return retention ? `keep for ${durationText(duration)}` : durationText(duration);
}

/** What starts a stage, in the source's words. */
export const fromText = ({ startsFrom }: Stage): string => startsFrom.words ?? startsFrom.event;

const UNITS: Record<Duration['unit'], string> = {
  clockHours: 'hour',
  calendarDays: 'calendar day',
  businessDays: 'business day',
  months: 'month',
};

/** @example "3 calendar days" */
export const durationText = ({ value, unit }: Duration): string =>
  `${value} ${UNITS[unit]}${value === 1 ? '' : 's'}`;

const TESTS = {
  none: 'always',
  notUnlikelyRisk: 'unless a risk is unlikely',
  highRisk: 'if a high risk is likely',
  seriousHarm: 'if serious harm is likely',
  unauthorisedAccess: 'if somebody saw or took the data',
  decide: 'a person decides',
} as const;
const COUNTED = {
  people: 'people',
  residentsOfOneState: 'residents of one state',
  residentsOfTheState: 'residents of the state',
} as const;

/** A machine-readable threshold in words. */
export function testText(test: ThresholdTest): string {
  switch (test.kind) {
    case 'numberOfPeople': {
      const bounds = [
        test.atLeast === undefined ? [] : `at least ${test.atLeast}`,
        test.atMost === undefined ? [] : `at most ${test.atMost}`,
      ].flat();
      return `${bounds.join(' and ')} ${COUNTED[test.counting]}`;
    }
    case 'allOf':
      return test.tests.map((part) => grouped(part)).join(', and ');
    case 'anyOf':
      return test.tests.map((part) => grouped(part)).join(', or ');
    case 'none':
    case 'notUnlikelyRisk':
    case 'highRisk':
    case 'seriousHarm':
    case 'unauthorisedAccess':
    case 'decide':
      return TESTS[test.kind];
  }
}

const grouped = (test: ThresholdTest): string => ('tests' in test ? `(${testText(test)})` : testText(test));
