import { type Command, Option } from 'commander';
import { by, runs } from '../lazily.ts';
import { runsOffline } from '../offlineCommand.ts';

/** Commands that assess facts: they ask no server and no database. */
export function addAssessing(program: Command): void {
  program
    .command('assess')
    .description('what follows from the facts of one track: breach, risk, duties, and why; asks no server')
    .argument('<file>', 'facts as YAML or JSON, or - for standard input; see docs/facts.md')
    .action(runsOffline(async () => (await import('../commands/assess.ts')).assess));
  program
    .command('severity')
    .description('the bare ENISA severity score; asks no server')
    .requiredOption('--dpc <score>', 'data processing context: 1, 2, 3 or 4')
    .requiredOption('--ei <score>', 'ease of identification: 0.25, 0.5, 0.75 or 1')
    .requiredOption('--confidentiality <score>', 'loss of confidentiality: 0, 0.25 or 0.5')
    .requiredOption('--integrity <score>', 'loss of integrity: 0, 0.25 or 0.5')
    .requiredOption('--availability <score>', 'loss of availability: 0, 0.25 or 0.5')
    .option('--malicious', 'somebody meant harm: 0.5 more')
    .option('--individuals <number>', 'people affected; shown as a flag, never added')
    .option('--unintelligible', 'the data were unreadable; shown as a flag, never added')
    .action(runsOffline(async () => (await import('../commands/severity.ts')).severity));
  addInterview(program);
}

function addInterview(program: Command): void {
  program
    .command('interview')
    .description("the ICO's self-assessment, question after question; without an incident it asks no server")
    .argument('[incident]', 'reference (2026-001, D-2026-001), id, or "latest": the answers become its facts')
    .option('--track <id>', 'which track the answers are about, where there are several')
    .option('--answers <file>', 'answers as YAML or JSON instead of questions, or - for standard input')
    .addOption(
      new Option('--role <role>', 'without an incident: your role').choices(['controller', 'processor']),
    )
    .option('--out <file>', 'save the result for the file, as .md or .pdf')
    .addOption(by())
    .action(runs(async () => (await import('../commands/interview.ts')).interview));
}
