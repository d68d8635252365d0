import pg from 'pg';

/** The login roles; what each may do is granted by the migrations. */
export const ROLES = ['owner', 'api', 'worker', 'relay'] as const;
export type RoleName = (typeof ROLES)[number];
export type RolePasswords = Record<RoleName, string>;

const LOCK = 7_204_111; // any number, the same for every start

/**
 * Creates the login roles and the database, or brings them to what they should be; safe to repeat and to race.
 * @param adminUrl a superuser (or CREATEROLE and CREATEDB), connected to any other database of the cluster
 */
export async function ensureRoles(
  adminUrl: string,
  passwords: RolePasswords,
  database = 'tocsin',
): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    for (const name of ROLES) await ensureRole(client, `tocsin_${name}`, passwords[name]);
    await ensureDatabase(client, database);
  } finally {
    await client.end();
  }
}

async function ensureRole(client: pg.Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  const name = client.escapeIdentifier(role);
  if (rowCount === 0) await client.query(`create role ${name}`);
  await client.query(
    `alter role ${name} login nosuperuser nobypassrls nocreatedb nocreaterole noreplication password ${client.escapeLiteral(password)}`,
  );
}

/** Nobody connects who is not named: a new database lets PUBLIC in by default. */
async function ensureDatabase(client: pg.Client, database: string): Promise<void> {
  const name = client.escapeIdentifier(database);
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
  if (rowCount === 0) await client.query(`create database ${name} owner tocsin_owner`);
  await client.query(`revoke all on database ${name} from public`);
  await client.query(`grant connect on database ${name} to tocsin_api, tocsin_worker, tocsin_relay`);
}
