/** An entry as it is stored: the hashed content, its seal, and the columns beside it. */
export interface Entry {
  id: string;
  seq: string | null;
  sealLeaf: Buffer | null;
  chain: Buffer | null;
  content: Buffer | null;
  leaf: Buffer | null;
  incidentId: string | null;
  kind: string | null;
  actorKind: string | null;
  actorId: string | null;
  occurredAt: Date | null;
  recordedAt: Date | null;
  /** Only of entries without a seal: whether they are in the sequencer's queue, and for more than a minute. */
  queued?: boolean;
  overdue?: boolean;
}

/** What the hashed bytes of an entry say. */
export interface Canonical {
  id: string;
  organisationId: string;
  incidentId: string | null;
  kind: string;
  actor: { kind: string; id: string };
  occurredAt: string;
  recordedAt: string;
  recordedAtDrill?: string;
  commitments: Record<string, string>;
}

/** JSON, or undefined where somebody has spoiled it. */
export function parsed<T>(content: Buffer): T | undefined {
  try {
    return (JSON.parse(content.toString()) as T | null) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Whoever spoils a content may give it a hash of its own: then it must not end the verification. */
export function canonicalFrom(bytes: Buffer): Canonical | undefined {
  const content = parsed<Partial<Canonical>>(bytes);
  return content?.actor && content.commitments ? (content as Canonical) : undefined;
}

/** The columns beside the content are for searching; they must say the same as the hashed bytes. */
export function columnsProblem(entry: Entry, content: Canonical): string | undefined {
  const same =
    content.id === entry.id &&
    content.incidentId === entry.incidentId &&
    content.kind === entry.kind &&
    content.actor.kind === entry.actorKind &&
    content.actor.id === entry.actorId &&
    content.occurredAt === entry.occurredAt?.toISOString() &&
    content.recordedAt === entry.recordedAt?.toISOString();
  return same ? undefined : 'the columns differ from the hashed content';
}

export const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
