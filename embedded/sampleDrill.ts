import { join } from 'node:path';
import { Client } from '../cli/client.ts';
import { declarationBody } from '../cli/declaration.ts';
import { readDocument } from '../cli/files.ts';
import { ROOT } from '../cli/folder.ts';
import { TimelineReader } from '../cli/timelineReader.ts';
import type { Incident, Items, Page, Verification } from '../cli/types.ts';
import { couldReach, planFor, turnOf } from '../domain/escalation.ts';
import { type Organisation, reminderPlan } from '../domain/organisation.ts';
import { Problem } from './problem.ts';
import { drillProblems } from './sampleDrillCheck.ts';
import { Mailbox } from './sampleDrillMail.ts';
import { type Players, playResponder } from './sampleDrillScript.ts';
import { closingLines, openingLines } from './sampleDrillStory.ts';
import { DrillWatch } from './sampleDrillWatch.ts';

const SAMPLE = join(ROOT, 'examples/incidents/music-school.yaml');
/** 72 h in 3 min. */
const SCALE = 1440;
const LONGEST_MS = 5 * 60_000;

export type SampleDrillContext = {
  apiUrl: string;
  apiKey: string;
  /** Pages of the mail catcher, where the scripted responder reads its mail. */
  mailUrl: string;
  print: (line: string) => void;
  signal?: AbortSignal;
};

export type SampleDrillResult = { ok: boolean; problems: string[]; incidentId: string };

/**
 * Runs the music school's sample incident as a drill with a scripted responder, tells it as it happens, and checks
 * what came of it; `ok` tells whether all went as written.
 */
export async function runSampleDrill(context: SampleDrillContext): Promise<SampleDrillResult> {
  const { print } = context;
  const limit = AbortSignal.timeout(LONGEST_MS);
  const signal = context.signal ? AbortSignal.any([context.signal, limit]) : limit;
  const client = new Client(context);
  const { organisation } = await client.get<{ organisation: Organisation }>('/v1/organisation');
  const players = playersOf(organisation);
  const mailbox = new Mailbox(context.mailUrl);
  await mailbox.skipOld();
  const incident = await declareSample(client);
  for (const line of openingLines(incident)) print(line);
  const watch = new DrillWatch({ client, mailbox, incident, print, signal });
  const reminders = remindersOf(organisation);
  const scene = { client, incident, watch, players, lastReminder: reminders.at(-1) ?? '', print };
  const problems = await play(watch, () => playResponder(scene));
  problems.push(...(await checked(client, incident.id, watch, reminders, problems.length > 0)));
  for (const line of closingLines(incident.reference, context.mailUrl)) print(line);
  for (const line of verdictLines(problems)) print(line);
  return { ok: problems.length === 0, problems, incidentId: incident.id };
}

/** Runs the script beside the watch. What breaks the script off is the first problem. */
async function play(watch: DrillWatch, script: () => Promise<void>): Promise<string[]> {
  const watching = watch.run();
  try {
    await script();
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  } finally {
    watch.stop();
    await watching;
  }
}

async function declareSample(client: Client): Promise<Incident> {
  const flags = { drill: true, scale: String(SCALE), localOnly: true, channelsCompromised: 'no' };
  const body = declarationBody(flags, await readDocument(SAMPLE), new Date());
  return client.post<Incident>('/v1/incidents', body);
}

/** The policy's first and second step; a drill needs people who agreed to be reached in one. */
function playersOf({ policy }: Organisation): Players {
  const plan = planFor(policy, null);
  const [first, second] = plan.steps.slice(0, 2).map((_, step) => {
    const [contact] = turnOf(couldReach(policy, true), plan, { round: 0, step }).contacts;
    return policy.people.find((person) => person.id === contact?.id);
  });
  if (first?.email && second?.email)
    return { first: first.name, second: second.name, secondEmail: second.email };
  throw new Problem(
    'The sample drill needs people with a mail address who agree to drills in the first two steps of the escalation.',
  );
}

const remindersOf = ({ policy }: Organisation): string[] =>
  reminderPlan(policy, 'authority')
    .atFractions.toSorted((a, b) => a - b)
    .map((share) => `reminder-${share}`);

/** After a script that broke off, the rest of the story is missing anyway: only the record is checked. */
async function checked(
  client: Client,
  incidentId: string,
  watch: DrillWatch,
  reminders: string[],
  brokenOff: boolean,
): Promise<string[]> {
  try {
    const verification = await client.get<Verification>('/v1/timeline/verification');
    const incident = await client.get<Incident>(`/v1/incidents/${incidentId}`);
    const { items: pages } = await client.get<Items<Page>>(`/v1/incidents/${incidentId}/pages`);
    const entries = await new TimelineReader(client, incidentId).next();
    const problems = drillProblems({ incident, entries, mails: watch.mails, pages, verification, reminders });
    return brokenOff && verification.ok ? [] : problems;
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

const verdictLines = (problems: string[]): string[] =>
  problems.length === 0
    ? [
        '',
        'The drill went as it should: every reminder at its instant, every page answered, the record verifies.',
        '',
      ]
    : ['', 'The drill did NOT go as it should:', ...problems.map((problem) => `  - ${problem}`), ''];
