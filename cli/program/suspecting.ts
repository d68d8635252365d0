import { type Command, Option } from 'commander';
import { by, runs } from '../lazily.ts';
import { factFlags } from './acting.ts';

const SUSPICION = 'reference (S-2026-001), id, or "latest"';
const commands = () => import('../commands/suspected.ts');

/** What may be an incident: reported, looked at, accepted or dismissed. */
export function addSuspecting(program: Command): void {
  program
    .command('suspect')
    .description('report what may be an incident: somebody is paged, and nothing is declared')
    .requiredOption('--title <text>', 'what it is, in a few words')
    .option('--details <text>', 'what is known; no names of affected people')
    .option('--received <time>', 'when you were told (default: now); proposed as the time of discovery')
    .option('--occurred <time>', 'when it happened, as far as that is known')
    .option('--source <name>', 'where it comes from; repeats are folded within one source')
    .option('--repeat-of <text>', 'what is equal in repeats of one event')
    .option('--evidence <file>', 'text to keep as it is, or - for standard input')
    .option('--reporter <name>', 'who told you')
    .addOption(by())
    .action(runs(async () => (await commands()).suspect));
  program
    .command('suspected')
    .description('what came in and was not declared: the list, or one with each message about it')
    .argument('[suspicion]', SUSPICION)
    .addOption(new Option('--state <state>').choices(['open', 'accepted', 'dismissed']))
    .option('--limit <number>', 'how many', '25')
    .option('--save <folder>', 'save what was received, as it was received')
    .action(runs(async () => (await commands()).suspected));
  factFlags(
    program
      .command('accept')
      .description('it is an incident: declared now, discovered when it came in')
      .argument('<suspicion>', SUSPICION),
  )
    .option('--discovered <time>', 'corrects the time of discovery; needs --discovered-reason')
    .option('--discovered-reason <text>', 'why it was not discovered when it came in')
    .option('--reason <text>', 'why it is one')
    .action(runs(async () => (await commands()).accept));
  program
    .command('dismiss')
    .description('it is none, and why')
    .argument('<suspicion>', SUSPICION)
    .requiredOption('--reason <text>', 'why')
    .addOption(by())
    .action(runs(async () => (await commands()).dismiss));
}
