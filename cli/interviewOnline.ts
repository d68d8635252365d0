import type { Facts } from '../domain/facts.ts';
import { type Answer, nextQuestion } from '../domain/interview/index.ts';
import { type InterviewState, labelledQuestion } from '../templates/interview.ts';
import { askQuestion, type InterviewPrompts } from './askInterview.ts';
import type { Client } from './client.ts';
import { type AnswersFile, formatOf, type InterviewFlags } from './interviewFlags.ts';
import type { Context } from './context.ts';
import { ApiProblem, badInput } from './errors.ts';
import { saveDocument } from './files.ts';
import { findIncident } from './findIncident.ts';
import { interviewLines } from './interviewLines.ts';
import type { Incident } from './types.ts';

const LANGUAGE = 'en';

/** The interview of one track, as the API answers it. */
export interface TrackInterview extends InterviewState {
  revision: number;
}

/** The interview of an incident: answers become facts of a track, all at once from a file, one by one in a terminal. */
export async function ofIncident(
  context: Context,
  name: string,
  options: InterviewFlags,
  file: AnswersFile | undefined,
): Promise<void> {
  const format = options.out === undefined ? 'md' : formatOf(options.out);
  const { client } = context;
  const id = await findIncident(client, name);
  const path = `/v1/incidents/${id}/tracks/${await trackOf(client, id, options.track)}/interview`;
  const send = (revision: number, answers: Record<string, unknown>) =>
    client.post<TrackInterview>(path, { revision, answers, by: options.by });
  const state = await client.get<TrackInterview>(path);
  const again = () => client.get<TrackInterview>(path);
  const end = file
    ? await send(state.revision, file.answers)
    : await askAndSave(await import('@inquirer/prompts'), state, { send, again });
  context.show(end, (answer) => context.out.lines(interviewLines(answer)));
  if (options.out === undefined) return;
  await saveDocument(options.out, await client.download(`${path}.${format}`));
  context.out.note(`Saved ${options.out}`);
}

/** The track that is named, or the only one. @throws CliError (2) */
async function trackOf(client: Client, id: string, named: string | undefined): Promise<string> {
  const { tracks } = await client.get<Incident>(`/v1/incidents/${id}`);
  const known = tracks.map((track) => track.id).join(', ');
  const target = named ?? (tracks.length === 1 ? tracks[0]?.id : undefined);
  if (target === undefined) throw badInput(`Say which track it is about: --track with one of ${known}.`);
  if (tracks.some((track) => track.id === target)) return encodeURIComponent(target);
  throw badInput(`There is no track "${target}"; there are: ${known}.`);
}

interface Server {
  send: (revision: number, answers: Record<string, unknown>) => Promise<TrackInterview>;
  again: () => Promise<TrackInterview>;
}

/**
 * Asks what is not known and saves each answer. What was "not yet known" before is asked once more. Where somebody else
 * was faster, the incident is read again and the question is put again if it is still open.
 */
export async function askAndSave(
  prompts: InterviewPrompts,
  start: TrackInterview,
  { send, again }: Server,
): Promise<TrackInterview> {
  const asked = new Set<string>();
  let state = start;
  for (let next = nextQuestion(state.facts, asked); next; next = nextQuestion(state.facts, asked)) {
    const answer = await askQuestion(prompts, labelledQuestion(next, LANGUAGE));
    const saved = isNews(state.facts, next.path, answer)
      ? await send(state.revision, { [next.id]: answer }).catch(unlessConflict)
      : state;
    if (saved) asked.add(next.id);
    state = saved ?? (await again());
  }
  return state;
}

/** "Not yet known" once more changes nothing and needs no revision. */
const isNews = (facts: Facts, path: string, answer: Answer): boolean => {
  const [first = '', second] = path.split('.');
  const value = (facts as Record<string, unknown>)[first];
  const before = second === undefined ? value : (value as Record<string, unknown> | undefined)?.[second];
  return answer !== null || before === undefined;
};

function unlessConflict(error: unknown): undefined {
  if (error instanceof ApiProblem && error.code === 'revisionConflict') return undefined;
  throw error;
}
