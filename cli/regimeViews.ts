import type { DutyStatus } from '../domain/regimes/status.ts';
import type { Duration, Duty, Stage, ThresholdTest } from '../domain/regimes/types.ts';
import { table } from './table.ts';

/** A duty in the list: who, towards whom, when, from what, and whether it runs. */
export function listRow(duty: Duty, { on, because }: DutyStatus) {
  return {
    id: duty.id,
    jurisdiction: duty.jurisdiction,
    regime: duty.regime,
    instrument: duty.instrument,
    provision: duty.provision,
    obligated: duty.obligated.words,
    recipient: duty.recipient.words,
    stages: duty.stages.map((stage) => ({
      id: stage.id,
      towards: stage.towards,
      when: whenText(stage),
      from: fromText(stage),
    })),
    on,
    because,
  };
}

type ListRow = ReturnType<typeof listRow>;

/** One line for each stage; what belongs to the duty stands on its first line. */
export function listLines(rows: readonly ListRow[]): string[] {
  const head = ['DUTY', 'WHERE', '', 'TOWARDS', 'WHEN', 'FROM', 'WHO'];
  const cells = rows.flatMap(({ id, jurisdiction, on, obligated, stages }) =>
    stages.map(({ towards, when, from }, index) => [
      ...(index === 0 ? [id, jurisdiction, on ? 'on' : 'off'] : ['', '', '']),
      towards.join(', '),
      short(when),
      short(from),
      index === 0 ? obligated : '',
    ]),
  );
  const off = rows.filter(({ because }) => because !== null);
  return [
    ...table([head, ...cells]),
    ...(off.length > 0 ? ['', ...off.map(({ id, because }) => `${id} is off: ${because}.`)] : []),
    '',
    'bin/tocsin regimes DUTY explains one, with its source. Paraphrased; not legal advice.',
  ];
}

const LONGEST = 40;
const short = (text: string): string =>
  text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).trimEnd()}…`;

/** Everything that is known about one duty. */
export function dutyLines(duty: Duty, { on, because }: DutyStatus): string[] {
  return [
    `${duty.id}  ${duty.instrument}, ${duty.provision}`,
    ...table([
      ['Where', `${duty.jurisdiction}, regime ${duty.regime}`],
      ['State', on ? 'on' : `off: ${because}`],
      ['Who', duty.obligated.words],
      ...(duty.obligated.upwards
        ? [['', `a ${duty.obligated.upwards} tells only those for whom it works`]]
        : []),
      ['Towards', duty.recipient.words],
      ['Trigger', duty.trigger],
      ['Threshold', duty.threshold.words],
      ['', `for the engine: ${testText(duty.threshold.test)}`],
    ]),
    '',
    'Stages',
    ...duty.stages.flatMap((stage) => stageLines(stage)),
    '',
    'Content',
    ...(duty.content.length > 0 ? duty.content.map((item) => `  - ${item}`) : ['  not listed in the data']),
    ...(duty.exceptions.length > 0
      ? [
          '',
          'Exceptions',
          ...duty.exceptions.map(({ id, text }) => `  - ${id === null ? '' : `${id}: `}${text}`),
        ]
      : []),
    '',
    ...table(remarks(duty).map(([label, text]) => [label, text])),
    '',
    'Paraphrased; not legal advice.',
  ];
}

function stageLines(stage: Stage): string[] {
  const { cap, alongside, test, note, qualifier, duration } = stage;
  const remarks = [
    `towards ${stage.towards.join(', ')}`,
    duration === null ? 'no number in the text: the organisation’s own target runs' : undefined,
    duration !== null && qualifier !== null ? `"${qualifier}"` : undefined,
    stage.hardLimit ? undefined : 'not a hard limit',
    cap ? `never later than ${durationText(cap.duration)} from: ${cap.event}` : undefined,
    alongside ? `together with ${alongside}` : undefined,
    test ? `for the engine: ${testText(test)}` : undefined,
    note ?? undefined,
  ].filter((remark) => remark !== undefined);
  return [
    `  ${stage.name}: ${whenText(stage)}, from: ${fromText(stage)}`,
    ...remarks.map((remark) => `      ${remark}`),
  ];
}

function remarks(duty: Duty): [string, string][] {
  const { holidayRule } = duty;
  const pairs: [string, string | null | undefined][] = [
    ['Holidays', holidayRule.display],
    ['', holidayRule.legalNote],
    ['In force from', duty.effectiveFromWords ?? duty.effectiveFrom],
    ['Before', duty.before],
    ['Status', duty.status],
    ['Pending', duty.pending],
    ['If late', duty.lateRule],
    ['Notes', duty.notes],
    ['Source', duty.source],
    ['Checked', duty.checked],
    ['Confidence', duty.confidence],
  ];
  return pairs.filter((pair): pair is [string, string] => typeof pair[1] === 'string');
}

/** "72 hours", or the words of the text where it has no number. */
function whenText({ duration, qualifier, retention }: Stage): string {
  if (duration === null) return qualifier ?? 'no period stated';
  return retention ? `keep for ${durationText(duration)}` : durationText(duration);
}

const fromText = ({ startsFrom }: Stage): string => startsFrom.words ?? startsFrom.event;

const UNITS: Record<Duration['unit'], string> = {
  clockHours: 'hour',
  calendarDays: 'calendar day',
  businessDays: 'business day',
  months: 'month',
};

const durationText = ({ value, unit }: Duration): string =>
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

function testText(test: ThresholdTest): string {
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
