import { type Command, Option } from 'commander';
import { runs } from '../lazily.ts';

const INCIDENT = 'reference (2026-001, D-2026-001), id, or "latest"';
const reading = () => import('../commands/reading.ts');
const timeline = () => import('../commands/timeline.ts');
const documents = () => import('../commands/documents.ts');

/** Commands that change nothing. */
export function addReading(program: Command): void {
  program
    .command('list')
    .description('list incidents, newest first')
    .addOption(new Option('--status <status>').choices(['open', 'closed', 'suspected', 'dismissed']))
    .option('--drills', 'drills only')
    .option('--real', 'real incidents only')
    .option('--limit <number>', 'how many', '25')
    .action(runs(async () => (await reading()).list));
  const about = (name: string, description: string) =>
    program.command(name).description(description).argument('<incident>', INCIDENT);
  about('show', 'show an incident: what is due when, and its state').action(
    runs(async () => (await reading()).show),
  );
  about('pages', 'who was paged, how, and who answered').action(
    runs(async () => (await import('../commands/pages.ts')).pages),
  );
  about('explain', 'what follows from the facts of each track: rules, sources, what is missing').action(
    runs(async () => (await import('../commands/law.ts')).explain),
  );
  about('demands', 'what others have asked for').action(
    runs(async () => (await import('../commands/law.ts')).demands),
  );
  about('submissions', 'the reports that were made, in their order').action(
    runs(async () => (await import('../commands/submissions.ts')).submissions),
  );
  about('timeline', 'the record of an incident')
    .option('--kind <kinds>', 'one or more kinds, e.g. page.sent,page.acknowledged')
    .option('--actor <id>')
    .option('--from <time>', 'recorded at or after')
    .option('--to <time>', 'recorded before')
    .option('--follow', 'go on printing what is recorded')
    .action(runs(async () => (await timeline()).timeline));
  program
    .command('verify')
    .description('re-hash the whole record and name the first entry that does not fit')
    .action(runs(async () => (await timeline()).verify));
  about('calendar', 'save the calendar file with the deadlines')
    .option('--out <file>', 'where (default: ./tocsin-<reference>/calendar.ics)')
    .action(runs(async () => (await documents()).calendar));
  about('sheet', 'save the one-page sheet')
    .option('--out <file>', 'where (default: ./tocsin-<reference>/sheet.pdf)')
    .action(runs(async () => (await documents()).sheet));
}
