import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { buildApp } from '../../api/app.ts';
import { loadConfig } from '../../config/index.ts';
import { type ApiScope, createApiKey } from '../../db/apiKeys.ts';
import { createDatabase, inOrganisation } from '../../db/database.ts';
import { DataKeys } from '../../db/dataKeys.ts';
import { MasterKey } from '../../db/sealing.ts';
import type { Organisation } from '../../domain/organisation.ts';
import { SYSTEM } from '../../domain/timeline/kinds.ts';
import { ApiClient } from './apiClient.ts';
import { seedOrganisation } from './seed.ts';
import { createTestDatabase } from './servers.ts';

export type ApiServer = Awaited<ReturnType<typeof startApi>>;

/** The API alone, over real HTTP and a real PostgreSQL, on a clock that the test sets. */
export async function startApi(options: {
  organisation: Organisation;
  now: Date;
  env?: Record<string, string>;
  /** That of another one, whose links are to work here. */
  linkKey?: Buffer;
}) {
  const database = await createTestDatabase();
  const db = createDatabase(database.apiUrl);
  const master = new MasterKey(randomBytes(32));
  const keys = new DataKeys(master);
  const time = { now: options.now };
  const clock = { now: () => time.now };
  const seeded = await seedOrganisation(db, keys, options.organisation, time.now);
  const linkKey = options.linkKey ?? master.derive('acknowledge-link');
  const config = loadConfig(options.env ?? {});
  const app = await buildApp({
    config,
    db,
    keys,
    clock,
    baseUrl: 'http://localhost',
    linkKey,
    logger: pino({ level: 'silent' }),
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    ...seeded,
    api: new ApiClient(url, seeded.apiKey),
    app,
    database,
    db,
    keys,
    linkKey,
    time,
    url,
    /** Another key of the same organisation. */
    key: (scopes: ApiScope[], personId?: string) =>
      inOrganisation(db, seeded.organisationId, async (scope) => {
        const sealer = await keys.of(scope, seeded.organisationId);
        const name = 'another key';
        return createApiKey(scope, sealer, { name, scopes, personId, actor: SYSTEM, now: time.now });
      }),
    /** The key of an organisation of strangers in the same database. */
    otherOrganisation: async () => {
      const slug = `other-${randomBytes(4).toString('hex')}`;
      return (await seedOrganisation(db, keys, { ...options.organisation, slug }, time.now)).apiKey;
    },
    async stop(): Promise<void> {
      await app.close();
      await db.destroy();
      await database.drop();
    },
  };
}
