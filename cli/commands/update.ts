import { type Body, type FactFlags, factBody, merged, withInstants } from '../declaration.ts';
import type { Context, Run } from '../context.ts';
import { ApiProblem, badInput } from '../errors.ts';
import { changedTrack, readAnswers } from '../facts.ts';
import { readDocument } from '../files.ts';
import { findIncident } from '../findIncident.ts';
import { cleaned } from '../output.ts';
import { sendOnce } from '../sendOnce.ts';
import type { Incident } from '../types.ts';
import { dutyTable, headline } from '../views.ts';

interface Options extends FactFlags {
  discovered?: string;
  discoveredReason?: string;
  file?: string;
  revision?: string;
  fact?: string[];
  moment?: string[];
  track?: string;
  removeTrack?: string[];
  answer?: string[];
}

/** Changes what is known. Without --revision it changes the incident as it is now. */
export const update: Run<Options> = async (context, [name = ''], options) => {
  const id = await findIncident(context.client, name);
  const current = await context.client.get<Incident>(`/v1/incidents/${id}`);
  const changes = await changesOf(options, current);
  const revision = options.revision === undefined ? current.revision : Number(options.revision);
  try {
    const answer = await sendOnce(context, (headers) =>
      context.client.patch<Incident>(`/v1/incidents/${id}`, { ...changes, revision }, headers),
    );
    context.show(answer, (incident) => {
      context.out.line(`Changed ${headline(context.out, incident)}, now revision ${incident.revision}`);
      context.out.line();
      context.out.lines(dutyTable(context.out, incident.obligations));
    });
  } catch (error) {
    explainConflict(context, error, { before: current, changes, revision });
    throw error;
  }
};

async function changesOf(options: Options, current: Incident): Promise<Body> {
  const file = options.file ? await readDocument(options.file) : {};
  const answers = options.answer ? { narrative: readAnswers(options.answer) } : {};
  const flags = { ...factBody(options), ...discovery(options) };
  const body = withInstants(merged(merged(file, flags), answers), new Date());
  const track = await changedTrack(current.tracks, options);
  if (track) body.tracks = withTrack(body.tracks, track);
  if (options.removeTrack) body.removeTracks = options.removeTrack;
  if (Object.keys(body).every((field) => field === 'by')) {
    throw badInput(
      'Nothing to change: give flags such as --what-happened, --fact individuals.approx=120, or --file FILE.',
    );
  }
  return body;
}

/** Flags win over the file, fact by fact. */
function withTrack(given: unknown, track: Body & { id: string }): Body[] {
  const tracks = Array.isArray(given) ? (given as Body[]) : [];
  const same = tracks.find(({ id }) => id === track.id);
  return same ? tracks.map((one) => (one === same ? merged(one, track) : one)) : [...tracks, track];
}

interface Attempt {
  before: Incident;
  changes: Body;
  revision: number;
}

const discovery = ({ discovered, discoveredReason }: Options): Body => ({
  ...(discovered === undefined ? {} : { discoveredAt: discovered }),
  ...(discoveredReason === undefined ? {} : { discoveredReason }),
});

/** Somebody was faster: says what they changed, and where it meets this change. */
function explainConflict({ out }: Context, error: unknown, attempt: Attempt): void {
  if (!(error instanceof ApiProblem) || error.code !== 'revisionConflict' || out.json) return;
  const current = error.document.current as Incident | undefined;
  if (current) for (const line of cleaned(conflictLines(attempt, current))) out.error(line);
}

/** Each field of the refused change with what stands there now. */
export function conflictLines({ before, changes, revision }: Attempt, current: Incident): string[] {
  const now = current as unknown as Body;
  const then = before as unknown as Body;
  const differs = (field: string) => JSON.stringify(now[field]) !== JSON.stringify(then[field]);
  const fields = Object.keys(changes).filter(
    (field) => !['by', 'revision', 'awareReason', 'discoveredReason'].includes(field),
  );
  return [
    `Your change was made for revision ${revision}; ${current.reference} is at ${current.revision}.`,
    ...fields.map(
      (field) =>
        `  ${field}${differs(field) ? ' (changed meanwhile)' : ''}: is ${short(now[field])}, yours ${short(changes[field])}`,
    ),
  ];
}

const short = (value: unknown): string => {
  const text = JSON.stringify(value ?? null);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
};
