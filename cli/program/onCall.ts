import type { Command } from 'commander';
import { by, runs } from '../lazily.ts';

const schedules = () => import('../commands/schedules.ts');
const contacts = () => import('../commands/contacts.ts');
const FILE = 'work it out from this YAML or JSON file, without a server';

/** Who is on call, and how people are reached. */
export function addOnCall(program: Command): void {
  program
    .command('on-call')
    .description('who is on call, and whom a page would ask, step by step')
    .option('--at <time>', 'ISO 8601 (default: now)')
    .option('--schedule <id>', 'only this schedule')
    .option('--organisation <file>', FILE)
    .action(runs(async () => (await import('../commands/onCall.ts')).onCall));
  addSchedules(program);
  addContacts(program);
}

function addSchedules(program: Command): void {
  const group = program.command('schedules').description('who is on call when');
  group
    .command('list', { isDefault: true })
    .description('the shifts of the coming weeks, gaps included')
    .option('--schedule <id>', 'only this schedule')
    .option('--from <time>', 'ISO 8601 (default: now)')
    .option('--until <time>', 'ISO 8601 (default: 28 days later)')
    .option('--organisation <file>', FILE)
    .action(runs(async () => (await schedules()).list));
  group
    .command('override')
    .description('put somebody on call for a while, whatever the schedule says')
    .argument('<schedule>', 'id of the schedule')
    .argument('<person>', 'id of the person')
    .requiredOption('--from <time>', 'ISO 8601; without an offset in the time of the schedule')
    .requiredOption('--until <time>', 'at most 60 days later')
    .addOption(by())
    .action(runs(async () => (await schedules()).override));
  group
    .command('overrides')
    .description('who takes over now or later')
    .action(runs(async () => (await schedules()).overrides));
  group
    .command('withdraw')
    .description('end an override now, or before it begins')
    .argument('<id>', '`schedules overrides` shows it')
    .addOption(by())
    .action(runs(async () => (await schedules()).withdraw));
  addFeeds(group);
}

function addFeeds(group: Command): void {
  group
    .command('feed')
    .description("make the secret address of a person's calendar; an earlier one ends")
    .argument('<person>', 'id of the person')
    .action(runs(async () => (await schedules()).feed));
  group
    .command('feeds')
    .description('who has such an address')
    .action(runs(async () => (await schedules()).feeds));
  group
    .command('unfeed')
    .description("withdraw the address of a person's calendar at once")
    .argument('<person>', 'id of the person')
    .action(runs(async () => (await schedules()).unfeed));
}

function addContacts(program: Command): void {
  const group = program.command('contacts').description('the ways to reach people, and which are verified');
  group
    .command('list', { isDefault: true })
    .description('everybody with their ways')
    .action(runs(async () => (await contacts()).list));
  group
    .command('verify')
    .description('send a code through one way of a person; it works for 15 minutes')
    .argument('<person>', 'id of the person')
    .argument('<method>', 'which way; `contacts` shows them')
    .action(runs(async () => (await contacts()).verify));
  group
    .command('confirm')
    .description('enter the code that came')
    .argument('<person>', 'id of the person')
    .argument('<method>', 'which way')
    .argument('<code>', 'six digits')
    .action(runs(async () => (await contacts()).confirm));
}
