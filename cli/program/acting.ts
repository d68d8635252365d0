import { Argument, type Command, Option } from 'commander';
import { by, runs } from '../lazily.ts';

const INCIDENT = 'reference (2026-001, D-2026-001), id, or "latest"';
const ANSWERS = ['yes', 'no', 'unknown'];
const many = (value: string, before: string[] = []): string[] => [...before, value];
const seen = (): Option =>
  new Option('--revision <number>', 'the revision that you saw: refuse if the incident has moved on');
const change = () => import('../commands/change.ts');
const duties = () => import('../commands/duties.ts');
const notices = () => import('../commands/notices.ts');

/** Flags for the facts that `declare`, `accept` and `update` share. */
export function factFlags(command: Command): Command {
  return command
    .option('--title <text>', 'what happened, in a few words')
    .option('--aware <time>', 'when you became aware, if not at discovery; needs --aware-reason')
    .option('--aware-reason <text>', 'why awareness was not at discovery')
    .option('--occurred-from <time>', 'when it began')
    .option('--occurred-to <time>', 'when it ended')
    .option('--what-happened <text>', 'what went wrong, and how; no names of affected people')
    .option('--how-discovered <text>', 'how you found out')
    .addOption(new Option('--danger <answer>', 'could anyone be in physical danger?').choices(ANSWERS))
    .addOption(
      new Option('--insider <answer>', 'might someone who would be told be involved?').choices(ANSWERS),
    )
    .addOption(
      new Option(
        '--channels-compromised <answer>',
        'could the attacker read our mail, chat or sign-in?',
      ).choices(ANSWERS),
    )
    .option('--file <path>', 'fields from a YAML or JSON file, or - for standard input; flags win')
    .addOption(by());
}

/** Commands that change an incident. */
export function addActing(program: Command): void {
  factFlags(
    program
      .command('declare')
      .description('declare an incident; without a title it asks question after question'),
  )
    .option('--discovered <time>', 'when it was discovered: now, "2 hours ago", 2026-11-27T14:05')
    .option('--restrict-to <person>', 'only this person of the policy may know; may be repeated', many)
    .option('--drill', 'an exercise: everything is marked DRILL and reaches only people who agreed')
    .option('--scale <number>', 'drill: incident seconds per second (default 1440: 72 h in 3 min)')
    .option('--local-only', 'drill: mail goes to the local catcher and nowhere else')
    .option('--idempotency-key <key>', 'repeat a declaration whose answer was lost, without declaring twice')
    .option('--no-files', 'do not save the calendar file and the sheet')
    .action(runs(async () => (await import('../commands/declare.ts')).declare));
  factFlags(
    program
      .command('update')
      .description('change what is known about an incident')
      .argument('<incident>', INCIDENT),
  )
    .option('--discovered <time>', 'corrects when it was discovered; needs --discovered-reason')
    .option('--discovered-reason <text>', 'why the time of discovery is corrected')
    .option('--revision <number>', 'refuse if the incident has moved on from this revision')
    .option('--fact <path=value>', 'a fact, e.g. individuals.approx=120; may be repeated', many)
    .option(
      '--moment <name=time>',
      'an instant that some laws count from, e.g. classified=2026-11-27T14:05Z; may be repeated',
      many,
    )
    .option('--track <id>', 'the track that --fact and --moment are about, where there are several')
    .option('--remove-track <id>', 'a track that goes; no other way takes one out; may be repeated', many)
    .option('--answer <field=text>', 'an answer of the report, e.g. measuresTaken="…"; may be repeated', many)
    .action(runs(async () => (await import('../commands/update.ts')).update));
  addIncidentActs(program);
  addDutyActs(program);
  addLawActs(program);
  addNoticeActs(program);
}

function addIncidentActs(program: Command): void {
  const act = (name: string, description: string) =>
    program.command(name).description(description).argument('<incident>', INCIDENT).addOption(by());
  act('contain', 'contained, or not yet and why')
    .option('--how <text>', 'how it was contained')
    .option('--not-yet', 'it is not contained yet; say why with --because')
    .option('--because <text>', 'why not yet')
    .option('--at <time>', 'when (default: now)')
    .action(runs(async () => (await change()).contain));
  act('scope', 'the scope is assessed')
    .requiredOption('--findings <text>', 'what is affected')
    .option('--at <time>', 'when (default: now)')
    .action(runs(async () => (await change()).scope));
  act('note', 'add a note to the timeline; others will read it')
    .argument('<text>')
    .action(runs(async () => (await change()).note));
  act('close', 'close the incident, when every duty is met or decided')
    .requiredOption('--reason <text>', 'why it can be closed')
    .action(runs(async () => (await change()).close));
  act('reopen', 'reopen a closed incident')
    .requiredOption('--reason <text>', 'why')
    .action(runs(async () => (await change()).reopen));
  act('real', 'this drill is real: it becomes an incident on the real clock')
    .requiredOption('--reason <text>', 'why')
    .action(runs(async () => (await change()).real));
  addPageActs(act);
}

const pages = () => import('../commands/pages.ts');
const PAGE = 'id of the page (default: every open page)';

function addPageActs(act: (name: string, description: string) => Command): void {
  act('ack', 'acknowledge an open page: it stops, nothing else does')
    .argument('[page]', PAGE)
    .action(runs(async () => (await pages()).ack));
  act('snooze', 'put a page off; it comes back, before the next deadline')
    .argument('[page]', PAGE)
    .requiredOption('--until <time>', 'when it comes back: "in 30 minutes", 2026-11-27T14:05')
    .action(runs(async () => (await pages()).snooze));
  act('hand-over', 'hand a page to somebody, who is asked at once')
    .argument('<person>', 'id of the person in the policy')
    .option('--page <id>', PAGE)
    .option('--reason <text>', 'why')
    .action(runs(async () => (await pages()).handOver));
  act('add-responder', 'ask one more person, who is paged at once')
    .argument('<person>', 'id of the person in the policy')
    .option('--page <id>', PAGE)
    .action(runs(async () => (await pages()).addResponder));
  act('exclude', 'name the ways that the attacker may use; answers through them do not count')
    .option('--channel <name>', 'smtp, slack, teams, sms, …; may be repeated; none: all count again', many)
    .requiredOption('--reason <text>', 'why')
    .action(runs(async () => (await pages()).exclude));
}

function addDutyActs(program: Command): void {
  const act = (name: string, description: string) =>
    program
      .command(name)
      .description(description)
      .argument('<incident>', INCIDENT)
      .argument('<obligation>', 'e.g. individuals; `show` lists them')
      .addOption(by());
  act('decide', 'decide whether a duty applies')
    .argument('<decision>', 'required or notRequired')
    .requiredOption('--reason <text>', 'why')
    .option('--evidence <text>', 'what shows it; needed to end a duty that the rules ask for')
    .option('--second <name>', 'the second person who agrees; needed for the same, where there is one')
    .addOption(seen())
    .action(runs(async () => (await duties()).decide));
  act('plan', 'state a plan; overdue pages pause until it ends')
    .requiredOption('--plan <text>', 'what will be done')
    .requiredOption('--until <time>', 'when the plan is checked')
    .action(runs(async () => (await duties()).plan));
  act('satisfy', 'a duty was met (people told, summary published, controllers informed)')
    .requiredOption('--how <text>', 'what was done, through which channel, to whom')
    .option('--at <time>', 'when (default: now)')
    .option('--not-reached', 'a message bounced, nobody answered: the duty stays open and pages')
    .action(runs(async () => (await duties()).satisfy));
}

/** What others ask for, and what a person confirms about clocks. */
function addLawActs(program: Command): void {
  const law = () => import('../commands/law.ts');
  program
    .command('confirm')
    .description(
      'confirm, or refuse, what an edit would change of the clocks; until then they run as they were',
    )
    .argument('<incident>', INCIDENT)
    .argument('[obligations...]', 'which (default: all that wait)')
    .option('--refuse', 'no: the earlier deadline stays')
    .requiredOption('--reason <text>', 'why')
    .requiredOption('--evidence <text>', 'what shows it: a log, a message, who said so and when')
    .option('--second <name>', 'the second person, where there is one')
    .addOption(seen())
    .addOption(by())
    .action(runs(async () => (await law()).confirm));
  program
    .command('demand')
    .description('record what others ask for: it gets a clock, reminders and pages')
    .argument('<incident>', INCIDENT)
    .addArgument(
      new Argument('<kind>').choices([
        'authorityQuestion',
        'authorityOrder',
        'complaint',
        'accessRequest',
        'contract',
        'police',
      ]),
    )
    .requiredOption('--from <name>', 'who asks')
    .requiredOption('--subject <text>', 'what is asked for')
    .option('--reference <text>', 'the reference of the one who asks')
    .option('--received <time>', 'when (default: now)')
    .option('--due <time>', 'the time that was set; for the police: the review')
    .option('--hours <number>', 'contract: hours from receipt')
    .option('--officer <name>', 'police: who asked')
    .option('--force <name>', 'police: which force')
    .option('--hold <scope>', 'police: individuals or public; may be repeated', many)
    .addOption(by())
    .action(runs(async () => (await law()).demand));
  program
    .command('demand-change')
    .description(
      'a new time that whoever asked has granted, or the end; what would lengthen or stop a clock waits for a confirmation',
    )
    .argument('<incident>', INCIDENT)
    .argument('<demand>', 'e.g. police-1; `demands` lists them')
    .option('--due <time>', 'the new time, or the new review')
    .option('--ended', 'withdrawn, or the review ended it')
    .requiredOption('--reason <text>', 'why')
    .option(
      '--evidence <text>',
      'what shows it: confirms it at once, with the second person where there is one',
    )
    .option('--second <name>', 'the second person, with --evidence')
    .addOption(by())
    .action(runs(async () => (await law()).demandChange));
}

function addNoticeActs(program: Command): void {
  program
    .command('draft')
    .description('draft a notice from the facts as they are')
    .addArgument(new Argument('<kind>').choices(['ico', 'follow-up', 'final', 'withdrawal']))
    .argument('<incident>', INCIDENT)
    .addOption(new Option('--format <format>').choices(['md', 'json', 'html', 'pdf', 'docx']).default('md'))
    .option('--out <file>', 'where to save it (default: text is printed, documents are saved here)')
    .option(
      '--reason <text>',
      'withdrawal: why there was no breach; final: why what is missing will not follow',
    )
    .addOption(by())
    .action(runs(async () => (await notices()).draft));
  program
    .command('approve')
    .description('approve a draft; it loses its DRAFT mark')
    .argument('<incident>', INCIDENT)
    .argument('[notice]', 'id of the version (default: the newest)')
    .addOption(by())
    .action(runs(async () => (await notices()).approve));
  program
    .command('submitted')
    .description('record that a report was made to the authority, by any route')
    .argument('<incident>', INCIDENT)
    .addOption(
      new Option('--route <route>')
        .choices(['onlineForm', 'email', 'telephone', 'post', 'other'])
        .default('onlineForm'),
    )
    .addOption(
      new Option('--phase <phase>', 'default: the first is initial, one for a follow-up is followUp').choices(
        ['initial', 'followUp', 'final', 'withdrawal'],
      ),
    )
    .option(
      '--reason <text>',
      'withdrawal: why there was no breach after all; an earlier time than on record: why that was wrong',
    )
    .option('--evidence <text>', 'an earlier time than on record: what shows it')
    .option('--second <name>', 'an earlier time than on record: the second person, where there is one')
    .option('--voluntary', 'a report to the ICO that nobody here owes: a processor, in its own name')
    .option('--obligation <id>', 'which duty it meets; `show` lists them', 'authority')
    .option('--reference <text>', "the authority's reference (default: awaited)", 'awaited')
    .option('--at <time>', 'when it was made (default: now)')
    .option('--notice <id>', 'the version that was used, if one was')
    .option('--reasons-for-delay <text>', 'Art. 33(1): a report after 72 hours says why')
    .option('--remarks <text>')
    .addOption(by())
    .action(runs(async () => (await import('../commands/submissions.ts')).submitted));
}
