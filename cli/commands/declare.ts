import { randomUUID } from 'node:crypto';
import { saveBriefing } from '../briefing.ts';
import type { Context, Run } from '../context.ts';
import { type Body, declarationBody, type DeclareFlags } from '../declaration.ts';
import { badInput, CliError, Unreachable } from '../errors.ts';
import { readDocument } from '../files.ts';
import { whileUnreachable } from '../retry.ts';
import type { Incident, StoredOrganisation } from '../types.ts';
import { dutyTable, headline } from '../views.ts';

interface Options extends DeclareFlags {
  file?: string;
  idempotencyKey?: string;
  files?: boolean;
}

/** Declares, shows the deadlines, warns loudly, and saves what keeps the clock alive. */
export const declare: Run<Options> = async (context, _args, options) => {
  const now = new Date();
  const given = await fields(context, options);
  const incident = await send(
    context,
    declarationBody(options, given, now),
    options.idempotencyKey ?? randomUUID(),
  );
  context.show(incident, (answer) => printDeclared(context, answer));
  for (const warning of incident.warnings) context.out.warn(warning.text);
  if (options.files !== false) await saveBriefing(context, incident);
};

/** From the file, or by asking; with a title in the flags neither is needed. */
async function fields(context: Context, options: Options): Promise<Body> {
  if (options.file) return readDocument(options.file);
  if (options.title) return {};
  if (!process.stdin.isTTY || context.out.json) {
    throw badInput(
      'Say what happened: --title "…" and --discovered now, or --file FILE. In a terminal it asks.',
    );
  }
  const [prompts, { askDeclaration }] = await Promise.all([import('@inquirer/prompts'), import('../ask.ts')]);
  return askDeclaration(prompts, await rolesOf(context), () => new Date());
}

/** A key that may not read the organisation still declares: the API then makes one track for each role. */
async function rolesOf(context: Context): Promise<string[]> {
  const stored = await context.client.get<StoredOrganisation>('/v1/organisation').catch((error: unknown) => {
    if (error instanceof Unreachable) throw error;
    return undefined;
  });
  return stored?.organisation.policy.roles ?? [];
}

/** The same key for every try: however often the connection breaks, it is declared once. */
async function send(context: Context, body: Body, key: string): Promise<Incident> {
  const post = () => context.client.post<Incident>('/v1/incidents', body, { 'idempotency-key': key });
  try {
    return await whileUnreachable(post, (error) => context.out.error(`${error.message} Trying again …`));
  } catch (error) {
    if (!(error instanceof Unreachable) || !error.mayHaveArrived) throw error;
    throw new CliError(
      `${error.message} It may have been declared: look with bin/tocsin list, or repeat the very same command with --idempotency-key ${key}.`,
    );
  }
}

function printDeclared({ out }: Context, incident: Incident): void {
  out.line(`Declared ${headline(out, incident)}`);
  out.line();
  out.lines(dutyTable(out, incident.obligations));
  out.line();
  const isController = incident.tracks.some(({ facts }) => facts.role === 'controller');
  const draft = isController ? `   bin/tocsin draft ico ${incident.reference}` : '';
  out.line(`Next: bin/tocsin show ${incident.reference}${draft}`);
}
