import type { InboundSource } from '../policy/inbound.ts';
import { atPointer, instantOf, textOf } from './pointer.ts';
import { manyLines, oneLine, type Understood } from './received.ts';

type JsonSource = Extract<InboundSource, { kind: 'json' }>;

/**
 * Any JSON, read by the pointers of the policy.
 * @param ownKey what tells it from others where the policy names no `repeatOf`
 * @returns undefined where there is no text at the pointer of the title
 */
export function fromJson(source: JsonSource, payload: unknown, ownKey: string): Understood | undefined {
  const at = (pointer: string | undefined) =>
    pointer === undefined ? undefined : atPointer(payload, pointer);
  const title = oneLine(textOf(at(source.title)) ?? '');
  if (title === '') return undefined;
  const details = at(source.details);
  const repeatOf = at(source.repeatOf);
  return {
    title,
    details: details === undefined ? null : manyLines(textOf(details) ?? JSON.stringify(details)),
    keys: [
      { value: repeatOf === undefined ? ownKey : `event:${textOf(repeatOf) ?? JSON.stringify(repeatOf)}` },
    ],
    signal: 'firing',
    occurredAt: instantOf(at(source.occurredAt)),
  };
}
