/** What `npm start` runs: everything Tocsin needs on this machine, until Ctrl-C. */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fullWhileRunning, watchDisk } from './diskSpace.ts';
import { Problem, sentenceOf } from './problem.ts';
import { runSampleDrill } from './sampleDrill.ts';
import { readSettings } from './settings.ts';
import { handleSignals } from './signals.ts';
import { sleepFacts, sleepWarning } from './sleep.ts';
import { channelWarnings, summary } from './summary.ts';
import { Supervisor, type Started } from './supervisor.ts';

const HELP = `npm start [-- options]

Starts Tocsin on this machine: PostgreSQL, Temporal, the worker, the API and a mail catcher. Ctrl-C stops it.
On the first start it runs a sample incident as a drill.

  --no-drill   leave out the sample drill
  --once       run the sample drill, check its outcome, stop, and exit with 0 if all went well
  --help       show this

The environment variables are documented in .env.example.`;

const say = (line: string) => console.log(line);
process.umask(0o077); // what is written below the data folder is its owner's alone
process.stdout.on('error', () => undefined); // the terminal may close before everything has stopped

try {
  process.exitCode = await main();
} catch (error) {
  console.error(sentenceOf(error));
  process.exitCode = 1;
}
process.exit();

async function main(): Promise<number> {
  const options = readOptions();
  if (options.help) {
    say(HELP);
    return 0;
  }
  const settings = readSettings(fileURLToPath(new URL('..', import.meta.url)), process.env);
  const supervisor = new Supervisor(settings, say);
  const stopped = handleSignals(supervisor, say);
  process.on('uncaughtException', (error) => {
    console.error(sentenceOf(error));
    void supervisor.stop().finally(() => process.exit(1)); // a defect here must not leave servers running unseen
  });
  try {
    const ran = run(supervisor, settings, options);
    ran.catch(() => undefined); // a start that is broken off fails late, and nobody listens any more
    return await Promise.race([ran, stopped]);
  } finally {
    await supervisor.stop();
  }
}

async function run(
  supervisor: Supervisor,
  settings: ReturnType<typeof readSettings>,
  options: Options,
): Promise<number> {
  const started = await supervisor.start(options.once);
  watchDisk(settings.dataDir, say); // until this process ends
  const sleepy = sleepWarning(sleepFacts());
  const warnings = [
    ...channelWarnings(settings, started.movedPorts),
    ...(sleepy === undefined ? [] : [sleepy]),
  ];
  summary(settings, started, warnings).forEach(say);
  const wanted = options.once || (started.first.created && !options.noDrill);
  const ok = wanted ? await drill(started) : true;
  if (options.once) {
    const full = ok ? undefined : fullWhileRunning(settings.dataDir);
    if (full !== undefined) say(full); // the reason for all else that is said above
    return ok ? 0 : 1;
  }
  return await new Promise<never>(() => undefined); // until a signal
}

async function drill({ urls, first }: Started): Promise<boolean> {
  try {
    if (first.apiKey === undefined)
      throw new Problem('The sample drill needs an API key, and none was made.');
    const { ok } = await runSampleDrill({
      apiUrl: urls.apiUrl,
      apiKey: first.apiKey,
      mailUrl: urls.mailUrl,
      print: say,
    });
    return ok;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return false;
  }
}

type Options = { help: boolean; once: boolean; noDrill: boolean };

function readOptions(): Options {
  try {
    const flags = {
      help: { type: 'boolean' },
      once: { type: 'boolean' },
      'no-drill': { type: 'boolean' },
    } as const;
    const { values } = parseArgs({ options: flags });
    return { help: values.help === true, once: values.once === true, noDrill: values['no-drill'] === true };
  } catch (error) {
    throw new Problem(
      `${error instanceof Error ? error.message.split('.')[0] : String(error)}: see \`npm start -- --help\`.`,
    );
  }
}
