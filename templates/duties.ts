import { dutyById } from '../domain/regimes/index.ts';
import { OBLIGATION_KINDS } from '../domain/organisation.ts';
import { obligationLabel } from './entries.ts';
import type { ObligationText } from './types.ts';

/**
 * Name and task of an obligation from its id: the kind, and after a colon which one of several ("controllers:school-7",
 * "authority:staff"), or a duty of a regime and its stage ("eu-nis2-23:early-warning"). Old entries stay readable: an id
 * that nothing knows any more stands for itself.
 */
export function dutyText(id: string, language: string): ObligationText {
  const [kind = id, ...rest] = id.split(/[/:]/);
  if (isKind(kind)) return named(obligationLabel(kind, language), rest);
  return regimeText(kind, rest, language) ?? { name: id, task: id };
}

const isKind = (kind: string): boolean => (OBLIGATION_KINDS as readonly string[]).includes(kind);

const named = ({ name, task }: ObligationText, rest: string[]): ObligationText => ({
  name: rest.length > 0 ? `${name} (${rest.join(', ')})` : name,
  task,
});

/** The words of the data; the stage "start" asks for the event that the clock needs. */
function regimeText(
  dutyId: string,
  [stageId, ...rest]: string[],
  language: string,
): ObligationText | undefined {
  const duty = dutyById(dutyId);
  if (!duty) return undefined;
  const { task } = obligationLabel('regime', language);
  const of = `${duty.instrument}, ${duty.provision}`;
  const end = rest.length > 0 ? ` (${rest.join(', ')})` : '';
  if (stageId === 'start')
    return {
      name: `${obligationLabel('regimeStart', language).name}: ${of}${end}`,
      task: obligationLabel('regimeStart', language).task,
    };
  const stage = duty.stages.find((one) => one.id === stageId);
  return {
    name: `${of}: ${stage?.name ?? stageId ?? ''}${end}`,
    task: `${task} Towards: ${duty.recipient.words}.`,
  };
}
