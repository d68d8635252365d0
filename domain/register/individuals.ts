import type { RegisterInput } from './input.ts';
import { noticesTowards } from './notices.ts';
import type { IndividualsNotice, Notice } from './types.ts';

/** "UK GDPR Arts 33(1), 34(3)(a)" and "Art. 34(3) (c)" name exceptions of Art. 34(3). */
const EXCEPTION = /34\s?\(3\)\s?\(([abc])\)/gi;

/** Each duty to tell people: told or not, why, and under which exception. */
export const individualsNotices = (input: RegisterInput): IndividualsNotice[] =>
  noticesTowards(input, 'individuals').map((notice) => ({ ...notice, exceptions: exceptionsOf(notice) }));

function exceptionsOf({ outcome, reasons, decisionReason }: Notice): string[] {
  if (outcome !== 'notTold') return [];
  const texts = [...reasons.map(({ source }) => source), decisionReason ?? ''];
  const named = texts.flatMap((text) => [...text.matchAll(EXCEPTION)].map(([, letter = '']) => letter));
  return [...new Set(named.map((letter) => letter.toLowerCase()))].sort();
}
