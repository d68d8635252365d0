import type { RegisterEntry } from '../../domain/register/types.ts';
import { atLeastText } from './lines.ts';
import { noticeColumns } from './noticeColumns.ts';
import type { Column, Style } from './types.ts';

const unique = (words: readonly string[]): string => [...new Set(words)].join(', ');
const unknown = ({ words }: Style): string => words.phrase('notYetKnown');
const WIDE = 60;

const frame: Column[] = [
  { id: 'reference', cell: ({ reference }) => reference },
  { id: 'kind', cell: kindText, width: 24 },
  { id: 'kindReason', cell: ({ kindReasons }, { words }) => words.reasons(kindReasons), width: WIDE },
  { id: 'state', cell: ({ state }, { words }) => words.word('state', state) },
  { id: 'title', cell: ({ title }) => title, width: 40 },
  { id: 'occurredFrom', cell: ({ occurredFrom }) => occurredFrom },
  { id: 'occurredTo', cell: ({ occurredTo }) => occurredTo },
  { id: 'discoveredAt', cell: ({ discoveredAt }) => discoveredAt },
  { id: 'awareAt', cell: ({ awareAt }) => awareAt },
  { id: 'awarenessBy', cell: ({ awareness }) => awareness.by },
  {
    id: 'awarenessReason',
    cell: ({ awareness }, { words }) => awareness.reason ?? words.phrase('onDiscovery'),
    width: 40,
  },
  { id: 'declaredAt', cell: ({ declaredAt }) => declaredAt },
  { id: 'containedAt', cell: ({ containedAt }) => containedAt },
  { id: 'closedAt', cell: ({ closedAt }) => closedAt },
];

const facts: Column[] = [
  { id: 'description', cell: ({ description }, style) => description ?? unknown(style), width: WIDE },
  { id: 'howDiscovered', cell: ({ howDiscovered }) => howDiscovered, width: 40 },
  { id: 'cause', cell: ({ tracks }, { words }) => unique(tracks.map((one) => words.word('cause', one.cause))) },
  ...(['confidentiality', 'integrity', 'availability'] as const).map((id): Column => ({
    id,
    cell: ({ tracks }, { words }) => unique(tracks.map((one) => words.word('cia', one[id]))),
  })),
  { id: 'people', cell: ({ people }, { words }) => people.approx ?? atLeastText(people.atLeast, words) },
  { id: 'peopleKinds', cell: ({ tracks }) => unique(tracks.flatMap(({ people }) => people.kinds)) },
  { id: 'dataCategories', cell: ({ tracks }) => unique(tracks.flatMap((one) => one.dataCategories)) },
  { id: 'records', cell: ({ recordsApprox }, style) => recordsApprox ?? unknown(style) },
  { id: 'roles', cell: ({ tracks }, { words }) => unique(tracks.map((one) => words.word('role', one.role))) },
  {
    id: 'controllers',
    cell: ({ tracks }) => unique(tracks.flatMap((one) => one.controllers.map(({ id, name }) => name ?? id))),
  },
]; // prettier-ignore

const effects: Column[] = [
  { id: 'likelyEffects', cell: ({ effects }, style) => effects.likely ?? unknown(style), width: WIDE },
  { id: 'likelihood', cell: ({ effects }, { words }) => words.word('likelihood', effects.likelihood) },
  { id: 'actualEffects', cell: ({ effects }) => effects.actual.join('\n'), width: 40 },
  { id: 'complaints', cell: ({ effects }) => effects.complaints },
  { id: 'containment', cell: ({ remedy }) => remedy.containment, width: 40 },
  { id: 'scope', cell: ({ remedy }) => remedy.scope, width: 40 },
  { id: 'measuresBefore', cell: ({ remedy }) => remedy.before, width: 40 },
  { id: 'measuresTaken', cell: ({ remedy }, style) => remedy.taken ?? unknown(style), width: WIDE },
  { id: 'measuresProposed', cell: ({ remedy }) => remedy.proposed, width: WIDE },
  { id: 'risk', cell: ({ risk }, { words }) => words.word('level', risk.level) },
  { id: 'riskReasons', cell: ({ risk }, { words }) => words.reasons(risk.reasons), width: WIDE },
];

/** "personal data breach", with the near miss named. */
export function kindText({ kind, nearMiss }: RegisterEntry, { words }: Style): string {
  const text = words.word('kind', kind);
  return nearMiss ? `${text} (${words.phrase('nearMiss')})` : text;
}

/** The columns of the register, in their order; each has a label in `register.yaml`. */
export const COLUMNS: readonly Column[] = [...frame, ...facts, ...effects, ...noticeColumns];
