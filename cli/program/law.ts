import { type Command, Option } from 'commander';
import type { HolidayDivision } from '../../domain/workingDays.ts';
import { runsOffline } from '../offlineCommand.ts';

const DIVISIONS: HolidayDivision[] = ['england-and-wales', 'scotland', 'northern-ireland'];

/** Commands about the law and its clocks. They need no server, no database and no key. */
export function addLaw(program: Command): void {
  program
    .command('clock')
    .description('when to contain and when to tell the ICO, from the times of discovery and awareness')
    .option('--aware <time>', 'when the organisation became aware: ISO 8601 (needed)')
    .option('--discovered <time>', 'when it was discovered, if that was earlier')
    .option('--tz <zone>', 'zone of times without an offset, and of what is shown (shown: Europe/London)')
    .action(runsOffline(async () => (await import('../commands/clock.ts')).clock));
  program
    .command('working-days')
    .description('the end of a period in working days; the day of receipt is not counted')
    .option(
      '--from <time>',
      'when it was received: ISO 8601, in the United Kingdom unless it has an offset (needed)',
    )
    .option('--days <number>', 'how many working days (needed)')
    .addOption(new Option('--division <division>', 'whose bank holidays count (needed)').choices(DIVISIONS))
    .action(runsOffline(async () => (await import('../commands/workingDays.ts')).workingDays));
  program
    .command('regimes')
    .description('list the duties that Tocsin knows, or explain one with its source')
    .argument('[name]', 'jurisdiction (GB, US-CA), regime (eu-gdpr) or duty (uk-gdpr-33-1)')
    .option('--on <date>', 'whether they run on that date, YYYY-MM-DD (default: today)')
    .action(runsOffline(async () => (await import('../commands/regimes.ts')).regimes));
}
