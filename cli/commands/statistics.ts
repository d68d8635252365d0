import { formatDuration } from '../../domain/time/format.ts';
import { registerWords } from '../../templates/register/words.ts';
import type { Run } from '../context.ts';
import { table } from '../table.ts';
import type { Durations, Lateness, Share, Statistics } from '../registerTypes.ts';

const words = registerWords('en');

/** How many, how fast, how late; each figure with its count. */
export const statistics: Run<{ from?: string; to?: string }> = async (context, _args, { from, to }) => {
  const answer = await context.client.get<Statistics>('/v1/statistics', { from, to });
  context.show(answer, (figures) => {
    for (const [title, rows] of sections(figures)) {
      context.out.line(context.out.style('bold', title));
      context.out.lines(table(rows, '  '));
    }
  });
};

const sections = (figures: Statistics): [string, string[][]][] => [
  ['Incidents', incidentRows(figures)],
  ['Time', timeRows(figures)],
  ['Late', lateRows(figures)],
  ['Duties', dutyRows(figures)],
];

function incidentRows({ incidents, authority }: Statistics): string[][] {
  return [
    ['all', `${incidents.total} (${incidents.open} open, ${incidents.closed} closed)`],
    ...Object.entries(incidents.byKind).map(([kind, count]) => [words.word('kind', kind), String(count)]),
    ...Object.entries(incidents.byCause).map(([cause, count]) => [
      `cause: ${words.word('cause', cause)}`,
      String(count),
    ]),
    ['reported to an authority', `${authority.incidentsReported} in ${authority.reports} reports`],
  ];
}

function timeRows({ timeToContain, timeToNotify, timeToAcknowledge }: Statistics): string[][] {
  return [
    ['', 'MEDIAN', '9 OF 10 WITHIN', 'LONGEST', 'OF'],
    ['to contain, from discovery', ...timeCells(timeToContain)],
    ['to report, from awareness', ...timeCells(timeToNotify.fromAwareness)],
    ['to report, from discovery', ...timeCells(timeToNotify.fromDiscovery)],
    ['to answer the first page', ...timeCells(timeToAcknowledge)],
  ];
}

const timeCells = ({ count, leftOut, medianSeconds, p90Seconds, maxSeconds }: Durations): string[] => [
  ...[medianSeconds, p90Seconds, maxSeconds].map((seconds) =>
    seconds === null ? '-' : formatDuration(seconds * 1000),
  ),
  leftOut === 0 ? String(count) : `${count} (${leftOut} left out: over before it began)`,
];

function lateRows({ late }: Statistics): string[][] {
  const cells = ({ againstDeadline, againstEarlier }: Lateness) =>
    [againstDeadline, againstEarlier].map(shareText);
  return [
    ['', 'AGAINST THE DEADLINE', 'AGAINST THE EARLIEST ONE'],
    ['reports to an authority', ...cells(late.authority)],
    ['people told', ...cells(late.individuals)],
    ['all duties', ...cells(late.all)],
  ];
}

const shareText = ({ count, of, share }: Share): string =>
  share === null ? 'none is due yet' : `${count} of ${of} (${Math.round(share * 100)} %)`;

const dutyRows = ({ duties }: Statistics): string[][] => [
  ['open', String(duties.open)],
  ['overdue', String(duties.overdue)],
  ...Object.entries(duties.openByKind).map(([kind, count]) => [`open: ${kind}`, String(count)]),
];
