import { Argument, type Command, Option } from 'commander';
import { by, runs } from '../lazily.ts';

const INCIDENT = 'reference (2026-001, D-2026-001), id, or "latest"';
const ROLES = ['lead', 'dataProtection', 'communications', 'scribe'];
const tasks = () => import('../commands/tasks.ts');
const response = () => import('../commands/response.ts');

/** What people do about an incident beside the duties of the law: tasks, roles, who may know, what is kept. */
export function addResponding(program: Command): void {
  addTasks(program);
  addPlaybooks(program);
  addRoles(program);
  program
    .command('restrict')
    .description('let only these people know of an incident; without people: who may know now')
    .argument('<incident>', INCIDENT)
    .argument('[people...]', 'ids of people of the policy; the whole list')
    .option('--lift', 'everybody may know again; say why with --reason')
    .option('--reason <text>', 'why')
    .addOption(by())
    .action(runs(async () => (await response()).restrict));
  program
    .command('holds')
    .description('the legal holds on an incident: nothing of it is deleted while one stands')
    .argument('<incident>', INCIDENT)
    .option('--lift <hold>', 'lift this one (hold-1), after closing; say why with --reason')
    .option('--again', 'set one again, after one was lifted')
    .option('--reason <text>', 'why')
    .addOption(by())
    .action(runs(async () => (await response()).holds));
  program
    .command('contact-card')
    .description('whom to ring, on one page: print it and keep it')
    .addOption(new Option('--format <format>').choices(['pdf', 'html', 'txt', 'md']).default('pdf'))
    .option(
      '--out <file>',
      'where to save it, - to print it (default: contact-card.<format> here; text is printed)',
    )
    .action(runs(async () => (await response()).contactCard));
}

function addTasks(program: Command): void {
  program
    .command('tasks')
    .description('what is to be done beside the duties of the law; what comes first is marked')
    .argument('<incident>', INCIDENT)
    .action(runs(async () => (await tasks()).tasks));
  const group = program.command('task').description('one task of an incident');
  const about = (name: string, description: string) =>
    group
      .command(name)
      .description(description)
      .argument('<incident>', INCIDENT)
      .argument('<task>', 'its number; `tasks` lists them')
      .addOption(by());
  const owner = (command: Command) =>
    command
      .addOption(new Option('--role <role>', 'whoever has this role').choices(ROLES))
      .option('--person <id>', 'a person of the policy')
      .option('--nobody', 'nobody yet')
      .option('--due <time>', 'then it reminds, gently');
  owner(
    group
      .command('add')
      .description('add a task')
      .argument('<incident>', INCIDENT)
      .argument('<title>', 'what is to be done')
      .option('--why <text>')
      .addOption(by()),
  ).action(runs(async () => (await tasks()).add));
  owner(about('assign', 'another owner or another time')).action(runs(async () => (await tasks()).assign));
  about('done', 'it is done')
    .option('--how <text>', 'how, or what was found')
    .action(runs(async () => (await tasks()).done));
  about('not-needed', 'it is not needed')
    .requiredOption('--reason <text>', 'why')
    .action(runs(async () => (await tasks()).notNeeded));
  about('reopen', 'it is open again')
    .requiredOption('--reason <text>', 'why')
    .action(runs(async () => (await tasks()).reopen));
  about('comment', 'say something about it')
    .argument('<text>')
    .action(runs(async () => (await tasks()).comment));
}

function addPlaybooks(program: Command): void {
  program
    .command('playbooks')
    .description('every playbook with its steps; of an incident: which the facts propose')
    .argument('[incident]', INCIDENT)
    .action(runs(async () => (await response()).playbooks));
  program
    .command('playbook')
    .description('choose playbooks: their steps become tasks, equal steps one task')
    .argument('<incident>', INCIDENT)
    .argument('<playbooks...>', 'ids; `playbooks` lists them')
    .addOption(by())
    .action(runs(async () => (await response()).playbook));
}

function addRoles(program: Command): void {
  program
    .command('roles')
    .description('who has which role in the response')
    .argument('<incident>', INCIDENT)
    .action(runs(async () => (await response()).roles));
  program
    .command('role')
    .description('assign a role, or take it away')
    .argument('<incident>', INCIDENT)
    .addArgument(new Argument('<role>').choices(ROLES))
    .option('--person <id>', 'a person of the policy')
    .option('--name <name>', 'somebody else')
    .option('--nobody', 'nobody any more')
    .addOption(by())
    .action(runs(async () => (await response()).role));
}
