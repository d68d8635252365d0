import { badInput } from './errors.ts';
import { readWhen } from './instants.ts';

/** The body of a declaration or a change, as the API takes it; the API checks it. */
export type Body = Record<string, unknown>;

/** Flags that `declare` and `update` share. */
export interface FactFlags {
  title?: string;
  aware?: string;
  awareReason?: string;
  occurredFrom?: string;
  occurredTo?: string;
  whatHappened?: string;
  howDiscovered?: string;
  danger?: string;
  insider?: string;
  channelsCompromised?: string;
  by?: string;
}

export interface DeclareFlags extends FactFlags {
  discovered?: string;
  restrictTo?: string[];
  drill?: boolean;
  scale?: string;
  localOnly?: boolean;
}

const INSTANTS = ['discoveredAt', 'awareAt', 'occurredFrom', 'occurredTo'];

/**
 * A declaration from a file and flags; a flag wins over the file. Instants may be "now" or "2 hours ago".
 * @throws CliError (2) for flags that contradict each other or instants that cannot be read
 */
export function declarationBody(flags: DeclareFlags, file: Body, now: Date): Body {
  const fromFlags: Body = {
    ...factBody(flags),
    ...set({
      discoveredAt: flags.discovered,
      restrictedTo: flags.restrictTo,
      drill: drillBody(flags, file),
    }),
  };
  const body = withInstants(merged(file, fromFlags), now);
  if (!body.title) throw badInput('Say what happened in a few words: --title "…".');
  if (!body.discoveredAt) {
    throw badInput('Say when it was discovered: --discovered now, "2 hours ago" or 2026-11-27T14:05.');
  }
  return body;
}

/** The fields of a change from flags. */
export function factBody(flags: FactFlags): Body {
  const narrative = set({ whatHappened: flags.whatHappened, howDiscovered: flags.howDiscovered });
  const questions = set({
    physicalDanger: flags.danger,
    insiderInvolved: flags.insider,
    channelsCompromised: flags.channelsCompromised,
  });
  return set({
    title: flags.title,
    awareAt: flags.aware,
    awareReason: flags.awareReason,
    occurredFrom: flags.occurredFrom,
    occurredTo: flags.occurredTo,
    narrative: filled(narrative),
    questions: filled(questions),
    by: flags.by,
  });
}

/** `second` over `first`; objects field by field, lists and plain values whole. */
export function merged(first: Body, second: Body): Body {
  const result: Body = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const before = result[key];
    result[key] = isPlain(before) && isPlain(value) ? merged(before, value) : value;
  }
  return result;
}

/** Relative instants made absolute; `null` stays "not yet known". */
export function withInstants(body: Body, now: Date): Body {
  const read = Object.entries(body).map(([key, value]) => {
    const relative = INSTANTS.includes(key) && typeof value === 'string';
    return [key, relative ? readWhen(value, now) : value] as const;
  });
  return Object.fromEntries(read);
}

/** A scale or "local only" makes no drill by itself: a real incident must not become one by a slip. */
function drillBody({ drill, scale, localOnly }: DeclareFlags, file: Body): Body | undefined {
  if (!drill && !file.drill) {
    if (scale !== undefined || localOnly)
      throw badInput('--scale and --local-only belong to a drill: add --drill.');
    return undefined;
  }
  const factor = scale === undefined ? undefined : Number(scale);
  if (factor !== undefined && !(factor >= 1))
    throw badInput(`--scale is a number from 1 to 10000, not "${scale}".`);
  return set({ scale: factor, localOnly: localOnly === true ? true : undefined });
}

const isPlain = (value: unknown): value is Body =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const set = (body: Body): Body =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
const filled = (body: Body): Body | undefined => (Object.keys(body).length > 0 ? body : undefined);
