import type { DutyStatus } from '../domain/regimes/status.ts';
import type { Duty, Stage } from '../domain/regimes/types.ts';
import { durationText, fromText, testText, whenText } from './regimeWords.ts';
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
