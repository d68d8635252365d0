import type { Command } from 'commander';
import { runs } from '../lazily.ts';

const organisation = () => import('../commands/organisation.ts');
const offline = () => import('../commands/installation.ts');

/** Commands for whoever runs the installation. */
export function addRunning(program: Command): void {
  const group = program.command('organisation').description('the organisation and its policy');
  group
    .command('show')
    .description('show it as YAML, as `organisation set` takes it')
    .action(runs(async () => (await organisation()).show));
  group
    .command('set')
    .description('replace it; running incidents keep their deadlines, and page the people as they are now')
    .argument('<file>', 'YAML or JSON file, or -; see docs/organisation.md')
    .option('--revision <number>', 'refuse if it has moved on from this revision')
    .action(runs(async () => (await organisation()).set));
  program
    .command('keys')
    .description('API keys')
    .command('create')
    .description('make an API key, straight in the database (TOCSIN_DATABASE_URL_API and the master key)')
    .argument('<name>', 'who or what will use it; it stands in the record')
    .option('--scopes <scopes>', 'separated by commas (default: all)')
    .option('--organisation <id>', 'whose key (default: the organisation of this folder)')
    .action(runs(async () => (await offline()).createKey));
  program
    .command('init')
    .description('create an organisation and its first API key, straight in the database')
    .argument('[file]', 'YAML or JSON file; see examples/organisations (default: TOCSIN_ORGANISATION_FILE)')
    .action(runs(async () => (await offline()).init));
  program
    .command('migrate')
    .description('bring the database to the newest schema (TOCSIN_DATABASE_URL)')
    .action(runs(async () => (await offline()).migrateDatabase));
}
