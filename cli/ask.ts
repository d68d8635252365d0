import type { Body } from './declaration.ts';
import { CliError } from './errors.ts';
import { readWhen } from './instants.ts';

interface Choice {
  name: string;
  value: string;
}

/** The part of @inquirer/prompts that is used. */
export interface Prompts {
  input(config: {
    message: string;
    default?: string;
    validate?: (text: string) => true | string;
  }): Promise<string>;
  select(config: { message: string; choices: Choice[]; default?: string }): Promise<string>;
}

const UNKNOWN = 'unknown yet';
const YES_NO: Choice[] = [
  { name: 'yes', value: 'yes' },
  { name: 'no', value: 'no' },
  { name: 'not yet known', value: UNKNOWN },
];
const THREE: Choice[] = [
  { name: 'skip this question', value: 'skip' },
  { name: 'yes', value: 'yes' },
  { name: 'no', value: 'no' },
  { name: 'do not know', value: 'unknown' },
];
const EXPOSED: Choice[] = [
  { name: 'not yet known', value: UNKNOWN },
  { name: 'yes, that is certain', value: 'confirmed' },
  { name: 'possibly', value: 'possible' },
  { name: 'no', value: 'none' },
];

/** Declares by question after question. Only title and discovery are needed; Enter means "not yet known". */
export async function askDeclaration(
  prompts: Prompts,
  roles: readonly string[],
  now: () => Date,
): Promise<Body> {
  const title = await prompts.input({ message: 'What happened, in a few words?', validate: needed });
  const discoveredAt = await prompts.input({
    message: 'When was it discovered? (2026-11-27T14:05, "2 hours ago", now)',
    default: 'now',
    validate: (text) => asTime(text, now()),
  });
  const questions = await askThree(prompts);
  const occurredFrom = await askTime(prompts, 'When did it begin?', now);
  const narrative = {
    whatHappened: await askText(prompts, 'What went wrong, and how? No names of affected people.'),
    howDiscovered: await askText(prompts, 'How did you find out?'),
  };
  const tracks = [];
  for (const role of roles) tracks.push(...(await askTrack(prompts, role, roles.length > 1)));
  const by = await prompts.input({ message: 'Your name, for the record?' });
  return {
    title, discoveredAt, occurredFrom, narrative, questions,
    ...(tracks.length > 0 ? { tracks } : {}),
    ...(by.trim() ? { by } : {}),
  }; // prettier-ignore
}

const needed = (text: string): true | string =>
  text.trim() ? true : 'A few words are enough, but they are needed.';

function asTime(text: string, now: Date): true | string {
  try {
    readWhen(text, now);
    return true;
  } catch (error) {
    return error instanceof CliError ? error.message : 'That is no time.';
  }
}

async function askThree(prompts: Prompts): Promise<Body> {
  const ask = async (message: string): Promise<string | null> => {
    const answer = await prompts.select({ message, choices: THREE });
    return answer === 'skip' ? null : answer;
  };
  return {
    physicalDanger: await ask('Could anyone be in physical danger?'),
    insiderInvolved: await ask('Might someone who would be told be involved?'),
    channelsCompromised: await ask('Could the attacker read our mail, chat or sign-in?'),
  };
}

async function askText(prompts: Prompts, message: string): Promise<string | null> {
  const text = await prompts.input({ message: `${message} (Enter: not yet known)` });
  return text.trim() || null;
}

async function askTime(prompts: Prompts, message: string, now: () => Date): Promise<string | null> {
  const text = await prompts.input({
    message: `${message} (Enter: not yet known)`,
    validate: (input) => (input.trim() ? asTime(input, now()) : true),
  });
  return text.trim() || null;
}

/** The facts about one group of people. With several roles each may be left out. */
async function askTrack(prompts: Prompts, role: string, optional: boolean): Promise<Body[]> {
  const whose =
    role === 'processor' ? 'data that you process for customers' : 'data of your own (staff, customers)';
  if (optional && (await askFlag(prompts, `Is ${whose} affected?`)) === false) return [];
  const confidentiality = await prompts.select({
    message: `Could strangers see ${whose}?`,
    choices: EXPOSED,
  });
  const facts = {
    role,
    cia: { confidentiality: confidentiality === UNKNOWN ? null : confidentiality },
    personalData: await askFlag(prompts, 'Is it data about identifiable people?'),
    individuals: {
      approx: await askNumber(prompts, 'About how many people? The possible maximum, if unsure.'),
      children: await askFlag(prompts, 'Are children among them?'),
    },
    specialCategory: await askFlag(prompts, 'Health, religion, ethnicity, sexuality or the like among it?'),
    financial: await askFlag(prompts, 'Bank or card data among it?'),
    ...(role === 'processor' ? { controllersAffected: await askNumber(prompts, 'How many customers?') } : {}),
  };
  return [{ id: role, facts }];
}

async function askFlag(prompts: Prompts, message: string): Promise<boolean | null> {
  const answer = await prompts.select({ message, choices: YES_NO, default: UNKNOWN });
  return answer === UNKNOWN ? null : answer === 'yes';
}

async function askNumber(prompts: Prompts, message: string): Promise<number | null> {
  const text = await prompts.input({
    message: `${message} (Enter: not yet known)`,
    validate: (input) => /^\s*\d*\s*$/.test(input) || 'A whole number, or nothing.',
  });
  return text.trim() ? Number(text) : null;
}
