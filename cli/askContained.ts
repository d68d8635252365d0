import type { InterviewPrompts } from './askInterview.ts';

const LATER = 'bin/tocsin contain records it, with how.';
const CHOICES = [
  { name: 'Yes', value: 'yes' },
  { name: 'No', value: 'no' },
  { name: 'Not yet known', value: 'unknown' },
];

/**
 * The first question about an incident: is it contained? "Yes" with how is recorded as `contain` does it; anything else
 * records nothing.
 * @returns what to tell whoever answered
 */
export async function askContained(
  prompts: Pick<InterviewPrompts, 'input' | 'select'>,
  record: (how: string) => Promise<unknown>,
): Promise<string> {
  const answer = await prompts.select({
    message: 'Is the breach contained?\n  Stop it first, if you can.\n ',
    choices: CHOICES,
    default: 'unknown',
  });
  if (answer !== 'yes') return `Stop it first, if you can. Then ${LATER}`;
  const message = 'How was it contained? (Enter: record it later)';
  const how = (await prompts.input({ message, validate: fewWords })).trim();
  if (how === '') return LATER;
  await record(how);
  return 'Recorded: contained.';
}

const fewWords = (text: string): true | string =>
  text.trim() === '' || text.trim().length >= 3 || 'A few words, or nothing.';
