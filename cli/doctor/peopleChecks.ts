import type { OnCall } from './types.ts';
import { type Check, fail, ok, unknown, warn } from './check.ts';

/** What a policy may lack to reach people, the line that it belongs to, and what that line says when nothing is lacking. */
const LINES: { name: string; codes: string[]; fine: string }[] = [
  { name: 'escalation', codes: ['nobodyToAsk', 'stepsEmpty'], fine: 'every step reaches somebody now' },
  { name: 'schedules', codes: ['rotaGaps', 'rotaHolidaysUnknown'], fine: 'no gap in the coming 30 days' },
  { name: 'two ways each', codes: ['oneWayOnly'], fine: 'everybody has two that do not fail together' },
  { name: 'verified ways', codes: ['waysUnverified'], fine: 'each was proved by a code' },
];
/** Then a page reaches nobody at all. */
const FATAL = 'nobodyToAsk';

/** Whom a page would ask, by the organisation's own on-call answer, whose sentences hold the cure. */
export function peopleChecks(onCall: OnCall | undefined): Check[] {
  if (!onCall) return LINES.map(({ name }) => unknown(name, 'the API did not answer'));
  return LINES.flatMap(({ name, codes, fine }) => {
    const found = onCall.warnings.filter(({ code }) => codes.includes(code));
    if (found.length === 0 && hides(onCall)) return [unknown(name, 'see the escalation')];
    if (found.length === 0) return [ok(name, fine)];
    return found.map(({ code, text }) => {
      const [says, cure] = halves(text);
      return code === FATAL ? fail(name, says, cure) : warn(name, says, cure);
    });
  });
}

/** Where nobody can be asked, nothing else was looked at. */
const hides = ({ warnings }: OnCall): boolean => warnings.some(({ code }) => code === FATAL);

/** The first sentence says what is lacking, the rest what to do. */
function halves(text: string): [string, string] {
  const [, says = text, cure = ''] = /^(.+?)\.\s+(\p{Lu}.*)$/su.exec(text) ?? [];
  return [says, cure];
}
