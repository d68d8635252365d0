import { type Command, Option } from 'commander';
import { by, runs } from '../lazily.ts';

const INCIDENTS = 'references (2026-001), ids, or "latest"';
const BUNDLE = 'id or name of the bundle; `bundle list` shows them';
const bundles = () => import('../commands/bundle.ts');

/** The register of breaches, its figures, and breaches that are reported together. */
export function addRegister(program: Command): void {
  program
    .command('register')
    .description('the register of breaches (Art. 33(5)): every one, reported or not')
    .addOption(new Option('--format <format>').choices(['md', 'json', 'csv', 'xlsx', 'pdf']).default('md'))
    .option('--out <file>', 'where to save it (default: text is printed, documents are saved here)')
    .option('--year <number>', 'declared in this year')
    .addOption(
      new Option('--kind <kind>').choices(['personalDataBreach', 'notAPersonalDataBreach', 'undetermined']),
    )
    .addOption(new Option('--state <state>').choices(['open', 'closed']))
    .action(runs(async () => (await import('../commands/register.ts')).register));
  program
    .command('statistics')
    .description('how many, how fast, how late')
    .option('--from <day>', 'declared on or after this day, e.g. 2026-01-01')
    .option('--to <day>', 'declared on or before this day')
    .action(runs(async () => (await import('../commands/statistics.ts')).statistics));
  addBundles(program);
}

function addBundles(program: Command): void {
  const group = program
    .command('bundle')
    .description('similar breaches that are reported in one notification; each stays an entry of its own');
  group
    .command('list')
    .description('every bundle')
    .action(runs(async () => (await bundles()).list));
  group
    .command('show')
    .description('one bundle')
    .argument('<bundle>', BUNDLE)
    .action(runs(async () => (await bundles()).show));
  group
    .command('make')
    .description('make a bundle')
    .argument('<name>', 'what these breaches have in common')
    .argument('<incidents...>', INCIDENTS)
    .requiredOption('--reason <text>', 'why they may be reported together')
    .addOption(by())
    .action(runs(async () => (await bundles()).make));
  for (const what of ['add', 'remove'] as const)
    group
      .command(what)
      .description(what === 'add' ? 'put incidents into a bundle' : 'take incidents out of a bundle')
      .argument('<bundle>', BUNDLE)
      .argument('<incidents...>', INCIDENTS)
      .requiredOption('--reason <text>', 'why')
      .addOption(by())
      .action(runs(async () => (await bundles())[what]));
  addSubmitted(group);
}

function addSubmitted(group: Command): void {
  group
    .command('submitted')
    .description('record one report that was made for the whole bundle')
    .argument('<bundle>', BUNDLE)
    .addOption(
      new Option('--route <route>')
        .choices(['onlineForm', 'email', 'telephone', 'post', 'other'])
        .default('onlineForm'),
    )
    .addOption(
      new Option('--phase <phase>', 'default: the first is initial').choices([
        'initial',
        'followUp',
        'final',
        'withdrawal',
      ]),
    )
    .option('--reason <text>', 'withdrawal: why there was no breach after all')
    .option('--obligation <id>', 'which duty it meets; `show` lists them', 'authority')
    .option('--reference <text>', "the authority's reference (default: awaited)", 'awaited')
    .option('--at <time>', 'when it was made (default: now)')
    .option('--notice <id>', 'the version that was used, of one of the incidents')
    .option('--reasons-for-delay <text>', 'Art. 33(1): a report after 72 hours says why')
    .option('--remarks <text>')
    .addOption(by())
    .action(runs(async () => (await bundles()).submitted));
}
