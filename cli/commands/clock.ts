import { dueInstant, stageOuterLimit } from '../../domain/regimes/due.ts';
import { dutyById } from '../../domain/regimes/index.ts';
import { addHours } from '../../domain/time/arithmetic.ts';
import { formatInstant } from '../../domain/time/format.ts';
import { badField } from '../inputProblem.ts';
import { about, instantOption, needed } from '../instantOption.ts';
import type { OfflineWork } from '../offlineCommand.ts';
import { table } from '../table.ts';

const SHOWN_ZONE = 'Europe/London';
/** The promise of the three example organisations, and the default of a policy (docs/organisation.md). */
const CONTAINMENT_HOURS = 24;

interface Options {
  aware?: string;
  discovered?: string;
  tz?: string;
}

/** `clock`: the two deadlines that every breach has, and the outer limit of the second for information. */
export const clock: OfflineWork<Options> = (_args, { aware, discovered, tz }) => {
  const awareAt = instantOption(
    'aware',
    needed('aware', aware, 'when did the organisation become aware'),
    tz,
  );
  const discoveredAt = discovered === undefined ? awareAt : instantOption('discovered', discovered, tz);
  if (awareAt < discoveredAt) {
    throw badField('aware', 'Awareness cannot be earlier than discovery; correct one of the two times.');
  }
  const answer = about('tz', () => deadlines(discoveredAt, awareAt, tz ?? SHOWN_ZONE));
  return { json: answer, lines: () => lines(answer, tz ?? SHOWN_ZONE) };
};

function deadlines(discoveredAt: Date, awareAt: Date, timeZone: string) {
  const duty = dutyById('uk-gdpr-33-1')!;
  const stage = duty.stages[0]!;
  return {
    containment: shown(addHours(discoveredAt, CONTAINMENT_HOURS), timeZone),
    authority: {
      ...shown(dueInstant(stage, awareAt, { timeZone }).dueAt!, timeZone),
      outerLimitAt: stageOuterLimit(duty, stage, awareAt, timeZone)!.toISOString(),
    },
  };
}

const shown = (instant: Date, timeZone: string) => ({
  dueAt: instant.toISOString(),
  local: formatInstant(instant, timeZone),
});

function lines({ containment, authority }: ReturnType<typeof deadlines>, timeZone: string): string[] {
  const outer = formatInstant(new Date(authority.outerLimitAt), timeZone);
  const rows = [
    [
      'Contain by',
      containment.local,
      `${CONTAINMENT_HOURS} hours from discovery; an own promise, not the law`,
    ],
    [
      'Tell the ICO by',
      authority.local,
      '72 elapsed hours from awareness; UK GDPR Art. 33(1), unless a risk is unlikely',
    ],
    ['At the latest', outer, 'for information: Reg. 1182/71 Art. 3(1) does not count the hour of the event'],
  ];
  return [...table(rows), '', 'If the times of discovery and awareness are right.'];
}
