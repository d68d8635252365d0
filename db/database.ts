import { CamelCasePlugin, CompiledQuery, Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { frugalPool } from './connection.ts';
import { currentViewer } from './viewer.ts';
import type { DB } from './types.ts';

export type Database = Kysely<DB>;
/** A transaction bound to one organisation by row-level security. */
export type Scope = Transaction<DB> & { readonly organisationId: string };

/** PostgreSQL error codes that the code decides on, by name. */
export const PG = {
  uniqueViolation: '23505',
  insufficientPrivilege: '42501',
  serializationFailure: '40001',
} as const;

export const pgCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined;

/** What a log may say of a failure: PostgreSQL's or the system's code, or the kind of error; never its text. */
export const failureCode = (error: unknown): string =>
  pgCode(error) ?? (error instanceof Error ? error.name : 'unknown');

/** SQLSTATE classes that a database answers while it is away or busy (08, 40, 53, 57), and codes of a broken socket. */
const AWAY = /^((08|40|53|57)[0-9A-Z]{3}|ECONN[A-Z]+|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)$/;
/** What `pg` and its pool say without a code. */
const AWAY_MESSAGES =
  /^(timeout exceeded when trying to connect|Connection terminated|Client (was closed|has encountered a connection error))/;

/** Is the database away, or did it go away under this transaction? Then nothing was kept, and trying again helps. */
export const isDatabaseAway = (error: unknown): boolean =>
  error instanceof Error && (AWAY.test(pgCode(error) ?? '') || AWAY_MESSAGES.test(error.message));

export interface DatabaseOptions {
  poolSize?: number;
  name?: string;
  /** How long to wait for a connection before the database counts as away; 5 s. */
  connectTimeoutMs?: number;
}

/** A pool for one database role. Connections time out after 5 s; a statement after 30 s. */
export function createDatabase(url: string, options: DatabaseOptions = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.poolSize ?? 10,
    application_name: options.name ?? 'tocsin',
    connectionTimeoutMillis: options.connectTimeoutMs ?? 5_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
  });
  // An idle connection that the server ended is replaced at the next use; without a listener it ends the process.
  pool.on('error', () => undefined);
  // Nor must one that ends under a query: the query rejects by itself, the pool's own listener is off meanwhile.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<DB>({
    dialect: new PostgresDialect({ pool: frugalPool(pool) }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
}

/**
 * Runs `work` in one transaction that sees and changes only this organisation's rows. The organisation is set for
 * the transaction alone, so a pooled connection carries nothing over.
 * @throws TypeError unless the organisation's id is a UUID
 */
export async function inOrganisation<T>(
  db: Database,
  organisationId: string,
  work: (scope: Scope) => Promise<T>,
): Promise<T> {
  const binding = CompiledQuery.raw(bindTo(organisationId));
  return db.transaction().execute(async (trx) => {
    await trx.executeQuery(binding);
    return work(Object.assign(trx, { organisationId }));
  });
}

/**
 * Answers one query in a transaction of its own that sees only this organisation's rows, in one round trip: PostgreSQL
 * runs several statements that come as one text in one transaction.
 * @param query SQL without parameters, with snake_case names; its values are literals that the caller vouches for
 */
export async function queryInOrganisation<R>(
  db: Database,
  organisationId: string,
  query: string,
): Promise<R[]> {
  const both = CompiledQuery.raw(`${bindTo(organisationId)}; ${query}`);
  return (await db.executeQuery<R>(both)).rows;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whoever gets text into a statement is not bound by row-level security any more, so only a UUID gets in. */
export function uuidLiteral(id: string): string {
  if (!UUID.test(id)) throw new TypeError('an id that is no UUID does not enter a statement');
  return `'${id}'`;
}

/** The organisation, and whoever is looking (db/viewer.ts): what they may not know is not in the answer. */
function bindTo(organisationId: string): string {
  const organisation = `set local tocsin.organisation_id = ${uuidLiteral(organisationId)}`;
  const viewer = currentViewer();
  return viewer === undefined ? organisation : `${organisation}; set local tocsin.viewer = '${viewer}'`;
}
