import { basename, join } from 'node:path';
import type { Context, Run } from '../context.ts';
import { when } from '../act.ts';
import { type Body, type FactFlags, factBody, merged, withInstants } from '../declaration.ts';
import { readDocument, saveDocument } from '../files.ts';
import { findSuspicion } from '../findSuspicion.ts';
import { readEvidence } from '../evidence.ts';
import type { Output } from '../output.ts';
import { table } from '../table.ts';
import type { Incident, Items, Receipt, Suspicion } from '../types.ts';
import { dutyTable, headline, local } from '../views.ts';

const PATH = '/v1/suspected-incidents';

interface SuspectFlags {
  title: string;
  details?: string;
  received?: string;
  occurred?: string;
  source?: string;
  repeatOf?: string;
  evidence?: string;
  reporter?: string;
  by?: string;
}

/** Reports what may be an incident: somebody is paged, and nothing is declared. */
export const suspect: Run<SuspectFlags> = async (context, _args, flags) => {
  const { received, occurred, evidence, ...rest } = flags;
  const body = {
    ...rest,
    receivedAt: when(received),
    occurredAt: when(occurred),
    ...(evidence === undefined ? {} : { evidence: await readEvidence(evidence) }),
  };
  const answer = await context.client.post<Suspicion & { outcome: string }>(PATH, body);
  context.show(answer, (suspicion) => {
    const again = suspicion.outcome === 'new' ? 'Reported' : `Known, ${suspicion.count} times now:`;
    context.out.line(`${again} ${line(context.out, suspicion)}`);
    if (suspicion.state === 'open') next(context.out, suspicion);
  });
};

const line = (out: Output, { reference, title, state, incident }: Suspicion): string =>
  `${out.style('bold', reference)}  ${title}  [${state}${incident ? ` as ${incident}` : ''}]`;

function next(out: Output, { reference, triageDueLocal }: Suspicion): void {
  if (triageDueLocal) out.line(`To be accepted or dismissed by ${triageDueLocal}:`);
  out.line(`  bin/tocsin accept ${reference}   bin/tocsin dismiss ${reference} --reason "…"`);
}

interface ShowFlags {
  state?: string;
  limit: string;
  save?: string;
}

/** Lists what came in, or shows one with each message about it. */
export const suspected: Run<ShowFlags> = async (context, [name], flags) =>
  name === undefined ? list(context, flags) : show(context, name, flags);

async function list(context: Context, { state, limit }: ShowFlags): Promise<void> {
  const answer = await context.client.get<Items<Suspicion>>(PATH, { state, limit: Number(limit) });
  const timeZone = context.out.json ? '' : await context.timeZone();
  context.show(answer, ({ items }) => {
    if (items.length === 0) return context.out.line('Nothing has come in.');
    const head = ['REFERENCE', 'STATE', 'RECEIVED', 'TIMES', 'SOURCE', 'TITLE'];
    const rows = items.map((one) => [
      one.reference,
      one.incident ?? one.state,
      local(one.receivedAt, timeZone),
      String(one.count),
      one.source,
      one.title,
    ]);
    context.out.lines(table([head.map((cell) => context.out.style('bold', cell)), ...rows]));
    if (answer.nextCursor) context.out.note(`There are more; --limit ${Number(limit) * 2} shows them.`);
  });
}

async function show(context: Context, name: string, { save }: ShowFlags): Promise<void> {
  const suspicion = await findSuspicion(context.client, name);
  const { items } = await context.client.get<Items<Receipt>>(`${PATH}/${suspicion.id}/receipts`);
  const timeZone = context.out.json ? '' : await context.timeZone();
  context.show({ ...suspicion, receipts: items }, (answer) => {
    print(context.out, answer, timeZone);
    if (answer.state === 'open') next(context.out, answer);
  });
  if (save !== undefined) await saveAll(context, items, save);
}

function print(out: Output, suspicion: Suspicion & { receipts: Receipt[] }, timeZone: string): void {
  out.line(line(out, suspicion));
  const { decidedBy, decidedAt, reason } = suspicion;
  const rows = [
    ['from', `${suspicion.source} (${suspicion.kind})${suspicion.reporter ? `, ${suspicion.reporter}` : ''}`],
    ['received', local(suspicion.receivedAt, timeZone)],
    ...(suspicion.count > 1
      ? [['last', `${local(suspicion.lastReceivedAt, timeZone)}, ${suspicion.count} times`]]
      : []),
    ...(decidedBy
      ? [['decided', `${local(decidedAt, timeZone)} by ${decidedBy}${reason ? `: ${reason}` : ''}`]]
      : []),
  ];
  out.lines(table(rows, '  '));
  if (suspicion.details) out.lines(['', suspicion.details, '']);
  out.lines(
    table(
      suspicion.receipts.map((receipt) => receiptRow(receipt, timeZone)),
      '  ',
    ),
  );
}

const receiptRow = (receipt: Receipt, timeZone: string): string[] => [
  local(receipt.receivedAt, timeZone),
  receipt.signal,
  receipt.bytes === null ? 'nothing to keep' : `${receipt.bytes} bytes, ${receipt.keptBytes} kept`,
  receipt.sha256 === null ? '' : `SHA-256 ${receipt.sha256}`,
];

async function saveAll(
  { client, out }: Context,
  receipts: readonly Receipt[],
  folder: string,
): Promise<void> {
  for (const { id, href, mediaType } of receipts) {
    if (href === null) continue;
    const path = join(folder, `${basename(id)}${mediaType === 'message/rfc822' ? '.eml' : '.txt'}`);
    await saveDocument(path, await client.download(href));
    out.note(`Saved ${path}`);
  }
}

interface AcceptFlags extends FactFlags {
  discovered?: string;
  discoveredReason?: string;
  file?: string;
  reason?: string;
}

/** It is an incident. In a terminal it asks when that was known; the earliest reading is the time of receipt. */
export const accept: Run<AcceptFlags> = async (context, [name = ''], flags) => {
  const suspicion = await findSuspicion(context.client, name);
  const asked =
    flags.aware === undefined && flags.file === undefined ? await askAwareness(context, suspicion) : {};
  const given: Body = {
    ...factBody({ ...flags, ...asked }),
    ...(flags.discovered === undefined ? {} : { discoveredAt: flags.discovered }),
    ...(flags.discoveredReason === undefined ? {} : { discoveredReason: flags.discoveredReason }),
    ...(flags.reason === undefined ? {} : { reason: flags.reason }),
  };
  const body = withInstants(merged(flags.file ? await readDocument(flags.file) : {}, given), new Date());
  const answer = await context.client.post<Incident>(`${PATH}/${suspicion.id}/acceptance`, body);
  context.show(answer, (incident) => {
    context.out.line(`Accepted ${suspicion.reference} as ${headline(context.out, incident)}`);
    context.out.line();
    context.out.lines(dutyTable(context.out, incident.obligations));
  });
  for (const warning of answer.warnings) context.out.warn(warning.text);
};

async function askAwareness(context: Context, { receivedAt }: Suspicion): Promise<FactFlags> {
  if (!process.stdin.isTTY || context.out.json) return {};
  const { input } = await import('@inquirer/prompts');
  const received = local(receivedAt, await context.timeZone());
  const aware = await input({
    message: `When did you become aware that personal data are affected? (empty: when it came in, ${received})`,
  });
  if (aware.trim() === '') return {};
  return { aware: aware.trim(), awareReason: await input({ message: 'Why then, and not when it came in?' }) };
}

/** It is none, and why. */
export const dismiss: Run<{ reason: string; by?: string }> = async (context, [name = ''], { reason, by }) => {
  const { id } = await findSuspicion(context.client, name);
  const answer = await context.client.post<Suspicion>(`${PATH}/${id}/dismissal`, { reason, by });
  context.show(answer, (suspicion) => context.out.line(`Dismissed ${line(context.out, suspicion)}`));
};
