import type { Context, Run } from '../context.ts';
import { table } from '../table.ts';
import type { Items } from '../types.ts';
import { local } from '../views.ts';

interface Way {
  method: string;
  channel: string;
  address: string;
  verifiedAt: string | null;
  codeValidUntil: string | null;
  codeMessage: string | null;
}

interface Contact {
  person: string;
  name: string;
  asked: boolean;
  independentWays: number;
  ways: Way[];
}

type Contacts = Items<Contact> & { warnings: { code: string; text: string }[] };

/** `contacts`: everybody with their ways, and what to do about them. */
export const list: Run = async (context) => {
  const answer = await context.client.get<Contacts>('/v1/contacts');
  const timeZone = context.out.json ? '' : await context.timeZone();
  context.show(answer, ({ items, warnings }) => {
    for (const contact of items) context.out.lines(contactLines(context, contact, timeZone));
    for (const { text } of warnings) context.out.note(`\nNote: ${text}`);
  });
};

function contactLines({ out }: Context, contact: Contact, timeZone: string): string[] {
  const { name, person, asked, ways } = contact;
  const head = `${out.style('bold', name)} (${person})${asked ? '' : ', whom no step asks'}`;
  const rows = ways.map((way) => [
    way.method,
    way.method === way.channel ? '' : way.channel,
    way.address,
    stateOf(way, timeZone),
  ]);
  return [head, ...(rows.length > 0 ? table(rows, '  ') : ['  no way to be reached'])];
}

function stateOf({ verifiedAt, codeValidUntil, codeMessage }: Way, timeZone: string): string {
  if (verifiedAt) return `verified ${local(verifiedAt, timeZone)}`;
  if (!codeValidUntil) return 'not verified';
  const fate: Record<string, string> = {
    intended: 'being sent',
    sent: 'sent',
    failed: 'NOT SENT',
    unknown: 'perhaps sent',
  };
  return `not verified; a code is ${fate[codeMessage ?? ''] ?? 'out'}, good until ${local(codeValidUntil, timeZone)}`;
}

const pathOf = (person: string, method: string): string =>
  `/v1/contacts/${encodeURIComponent(person)}/${encodeURIComponent(method)}/verification`;

interface Sent {
  person: string;
  method: string;
  channel: string;
  expiresAt: string;
}

/** `contacts verify PERSON METHOD`. */
export const verify: Run = async (context, [person = '', method = '']) => {
  const answer = await context.client.post<Sent>(pathOf(person, method), {});
  const timeZone = context.out.json ? '' : await context.timeZone();
  context.show(answer, (sent) => {
    context.out.line(
      `A code is on its way through ${sent.method}, good until ${local(sent.expiresAt, timeZone)}.`,
    );
    context.out.note(`Enter it: bin/tocsin contacts confirm ${sent.person} ${sent.method} CODE`);
  });
};

/** `contacts confirm PERSON METHOD CODE`. */
export const confirm: Run = async (context, [person = '', method = '', code]) => {
  const answer = await context.client.post<{ person: string; method: string }>(
    `${pathOf(person, method)}/code`,
    { code },
  );
  context.show(answer, (shown) => context.out.line(`${shown.method} of ${shown.person} is verified.`));
};
