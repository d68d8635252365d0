import { proposalOf } from '../assessment/index.ts';
import type { RegisterInput } from './input.ts';
import { noticesTowards } from './notices.ts';
import type { IndividualsNotice, Notice } from './types.ts';

/** "Art. 34(3)(c)" in a person's reason. */
const EXCEPTION = /34\s?\(3\)\s?\(([abc])\)/gi;

/** Each duty to tell people: told or not, why, and under which exception of Art. 34(3). */
export const individualsNotices = (input: RegisterInput): IndividualsNotice[] =>
  noticesTowards(input, 'individuals').map((notice) => ({
    ...notice,
    exceptions: notice.outcome === 'notTold' ? exceptionsOf(input, notice) : [],
  }));

/** What the facts of the track bear out, and what the person who decided relied on. */
function exceptionsOf({ incident }: RegisterInput, { track, decisionReason }: Notice): string[] {
  const facts = incident.tracks.find(({ id }) => id === track)?.facts;
  const borneOut = facts ? proposalOf(facts).art34Exceptions : [];
  const named = [...(decisionReason ?? '').matchAll(EXCEPTION)].map(([, letter = '']) =>
    letter.toLowerCase(),
  );
  return [...new Set([...borneOut, ...named])].sort();
}
