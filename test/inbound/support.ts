import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { suspect } from '../../db/changes/suspect.ts';
import { createDatabase, inOrganisation } from '../../db/database.ts';
import { methodDigest } from '../../db/contactVerifications.ts';
import { DataKeys } from '../../db/dataKeys.ts';
import { changeIncident, readIncident } from '../../db/incidentChange.ts';
import { pagesOf } from '../../db/pages.ts';
import { listSuspicionRows, toSuspicion } from '../../db/suspectedIncidents.ts';
import { receiptsOf } from '../../db/suspectedReceipts.ts';
import { MasterKey } from '../../db/sealing.ts';
import { readTimeline } from '../../db/timelineRead.ts';
import type { StoredIncident } from '../../db/incidents.ts';
import { replyToken } from '../../domain/replyToken.ts';
import { SYSTEM } from '../../domain/timeline/kinds.ts';
import type { InboundDeps } from '../../inbound/deps.ts';
import { MailSources } from '../../inbound/sources.ts';
import { sampleOrganisation } from '../support/samples.ts';
import { seedOrganisation } from '../support/seed.ts';
import { createTestDatabase } from '../support/servers.ts';

export const NOW = new Date('2026-02-03T12:00:00Z');
export const MAILBOX = 'security@school.test';
export type Rig = Awaited<ReturnType<typeof createRig>>;

/** The worker's side of inbound mail on a real PostgreSQL: what it takes, and what came of it. */
export async function createRig(options: { authservId?: string; policy?: Record<string, unknown> } = {}) {
  const database = await createTestDatabase();
  const db = createDatabase(database.workerUrl);
  const apiDb = createDatabase(database.apiUrl);
  const keys = new DataKeys(new MasterKey(randomBytes(32)));
  const time = { now: NOW };
  const clock = { now: () => time.now };
  const policy = { inbound: [{ kind: 'mail', id: 'mailbox', address: MAILBOX }], ...options.policy };
  const { organisationId } = await seedOrganisation(apiDb, keys, sampleOrganisation(policy), NOW);
  const store = { db, keys, clock };
  const deps: InboundDeps = {
    ...store,
    logger: pino({ level: 'silent' }),
    sources: new MailSources(store),
    replyKey: randomBytes(32),
    authservId: options.authservId,
    replyAddress: 'tocsin+{token}@school.test',
  };

  const suspicions = () =>
    inOrganisation(db, organisationId, async (scope) => {
      const rows = await listSuspicionRows(scope, { limit: 100 });
      return Promise.all(
        rows.map(async (row) => {
          const sealer = await keys.of(scope, row.incidentId);
          return { ...toSuspicion(row, sealer), receipts: await receiptsOf(scope, row.incidentId, 100) };
        }),
      );
    });

  return {
    database,
    db,
    apiDb,
    deps,
    keys,
    organisationId,
    store,
    time,
    suspicions,
    suspicionOf: async (title: string) => {
      const all = await suspicions();
      for (const one of all) {
        const found = await readIncident(store, organisationId, one.incidentId, ({ incident }) =>
          Promise.resolve(incident.title),
        );
        if (found === title) return one;
      }
      return undefined;
    },
    /** Says that this address is that person's own. */
    verify: (personId: string, address: string) =>
      inOrganisation(apiDb, organisationId, (scope) =>
        scope
          .insertInto('contactVerifications')
          .values({
            organisationId,
            digest: methodDigest(organisationId, personId, 'smtp', address),
            verifiedAt: NOW,
          })
          .execute(),
      ),
    /** An incident with an open page, and the token with which a person may answer it. */
    paged: async (changes: Partial<StoredIncident> = {}) => {
      const { incidentId } = await inOrganisation(db, organisationId, (scope) =>
        suspect(store, scope, {
          source: 'test',
          kind: 'manual',
          actor: SYSTEM,
          reporter: null,
          understood: { title: 'Odd log-in', details: null, keys: [], signal: 'firing', occurredAt: null },
          receivedAt: time.now,
          messageKey: null,
          evidence: null,
        }),
      );
      const id = incidentId!;
      const target = { organisationId, incidentId: id, actor: SYSTEM };
      const pageId = await changeIncident(store, target, async (change) => {
        change.update(changes);
        return (await pagesOf(change.scope, id))[0]!.id;
      });
      return {
        incidentId: id,
        pageId,
        tokenFor: (personId: string) => replyToken(deps.replyKey, { organisationId, pageId, personId }),
      };
    },
    page: (incidentId: string) =>
      readIncident(
        store,
        organisationId,
        incidentId,
        async ({ scope }) => (await pagesOf(scope, incidentId))[0]!,
      ),
    entries: (incidentId: string, kind: 'reply.notCounted' | 'page.acknowledged' | 'suspicion.repeated') =>
      readIncident(store, organisationId, incidentId, ({ scope, sealer }) =>
        readTimeline(scope, { incidentId, limit: 100, kinds: [kind] }, sealer),
      ),
    /** Answers that are to go out. */
    answers: () =>
      inOrganisation(db, organisationId, (scope) =>
        scope.selectFrom('directMessages').selectAll().where('kind', '=', 'reply').execute(),
      ),
    async stop(): Promise<void> {
      await db.destroy();
      await apiDb.destroy();
      await database.drop();
    },
  };
}

/** A mail as it comes over the wire. */
export const mailOf = (headers: Record<string, string | string[]>, body: string): string =>
  [
    ...Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}`)),
    '',
    ...body.split('\n'),
  ].join('\r\n');

/** The same thing, whose method `name` does something else as long as `fails` says so. */
export function failing<T extends object>(
  thing: T,
  name: keyof T,
  fails: () => boolean,
  act: () => unknown,
): T {
  return new Proxy(thing, {
    get: (known, asked) => {
      if (asked === name && fails()) return act;
      const value: unknown = Reflect.get(known, asked);
      return typeof value === 'function' ? (value as () => unknown).bind(known) : value;
    },
  });
}
