import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import pg from 'pg';

const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url));
/** Held for the session, so a second migrator waits; the runner's own lock would refuse it instead. */
const MIGRATION_LOCK = 7_206_812;
const ROLES = ['tocsin_api', 'tocsin_worker', 'tocsin_relay'];

/**
 * Brings the database to the newest schema. Safe to race: one of two migrators waits for the other.
 * @param ownerUrl connection of the role that owns the schema
 * @throws Error naming the database roles that are missing and how to make them
 */
export async function migrate(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await requireRoles(client);
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await runner({
      dbClient: client,
      dir: MIGRATIONS,
      direction: 'up',
      migrationsTable: 'tocsin_migrations',
      checkOrder: true,
      noLock: true,
      log: () => undefined,
    });
  } finally {
    await client.end();
  }
}

async function requireRoles(client: pg.Client): Promise<void> {
  const found = await client.query<{ rolname: string }>(
    'select rolname from pg_roles where rolname = any($1)',
    [ROLES],
  );
  const missing = ROLES.filter((role) => !found.rows.some((row) => row.rolname === role));
  if (missing.length === 0) return;
  const cure = missing.map((role) => `create role ${role} login password '…';`).join(' ');
  throw new Error(`the database lacks the roles ${missing.join(', ')}; as its administrator run: ${cure}`);
}
