import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';

/** The tables that one declaration writes, parents first. */
const TABLES = [
  'incident_numbers',
  'data_keys',
  'incidents',
  'obligations',
  'pages',
  'timeline_entries',
  'timeline_values',
  'timeline_unsealed',
  'outbox',
] as const;
type Table = (typeof TABLES)[number];
type Row = Record<string, unknown>;

/** The rows that one declaration wrote, to be written again under other ids. */
export interface Declared {
  organisationId: string;
  incidentId: string;
  rows: Record<Table, Row[]>;
}

/** Far enough away that neither relay nor workflow hears of a bare declaration. */
const NEVER = '2099-01-01T00:00:00Z';
/** A year of their own for the numbers of bare declarations, so that they meet no real reference. */
const YEAR = 1999;

export function barePool(url: string, size: number): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: size, min: size, keepAlive: true });
  pool.on('error', () => undefined);
  return pool;
}

/**
 * Reads back what a real declaration wrote. Read as the superuser: outbox rows are gone once relayed, so the two of
 * every declaration (incident and page) are made up in their size.
 */
export async function readDeclared(admin: pg.Pool, incidentId: string): Promise<Declared> {
  const read = async (sql: string) => (await admin.query<Row>(sql, [incidentId])).rows;
  const incidents = await read('select * from incidents where id = $1');
  const organisationId = String(incidents[0]?.['organisation_id']);
  const pages = await read(`select * from pages where incident_id = $1 and milestone = 'declared'`);
  // Those of the declaring transaction: what the engine added later has another instant.
  const entries = await read(
    'select e.* from timeline_entries e join incidents i on i.id = e.incident_id where i.id = $1 and e.recorded_at = i.declared_real_at',
  );
  const ids = entries.map((entry) => entry['id']);
  const { rows: values } = await admin.query<Row>('select * from timeline_values where entry_id = any($1)', [
    ids,
  ]);
  const outbox = { organisation_id: organisationId, incident_id: incidentId, revision: 1, not_before: NEVER };
  return {
    organisationId,
    incidentId,
    rows: {
      incident_numbers: [{ organisation_id: organisationId, year: YEAR, drill: false, last: 1 }],
      data_keys: await read('select * from data_keys where subject_id = $1'),
      incidents,
      obligations: await read('select * from obligations where incident_id = $1'),
      pages,
      timeline_entries: entries,
      timeline_values: values,
      timeline_unsealed: entries.map((entry) => ({
        organisation_id: organisationId,
        entry_id: entry['id'],
        recorded_at: entry['recorded_at'],
      })),
      outbox: [
        { ...outbox, subject: 'incident', subject_id: incidentId },
        { ...outbox, subject: 'page', subject_id: pages[0]?.['id'] },
      ],
    },
  };
}

interface Statement {
  name: string;
  text: string;
  rows: Row[];
  columns: string[];
}

/** One prepared statement for each table, with all its rows. */
function statements({ rows }: Declared): Statement[] {
  return TABLES.filter((table) => rows[table].length > 0).map((table) => {
    const columns = Object.keys(rows[table][0] ?? {});
    const tuples = rows[table].map(
      (_, row) => `(${columns.map((__, column) => `$${row * columns.length + column + 1}`).join(',')})`,
    );
    const conflict =
      table === 'incident_numbers'
        ? ' on conflict (organisation_id, year, drill) do update set last = incident_numbers.last + 1 returning last'
        : '';
    const text = `insert into ${table} (${columns.join(',')}) values ${tuples.join(',')}${conflict}`;
    return { name: `bare-${table}-${rows[table].length}`, text, rows: rows[table], columns };
  });
}

export type BareDeclaration = (organisationId: string) => Promise<void>;

/**
 * The bare transaction: the rows of one declaration under new ids, one prepared statement for each table on a warm
 * pool, under the API's role and row-level security, which needs the organisation to be set. No crypto, no checks.
 */
export function bareDeclaration(pool: pg.Pool, declared: Declared): BareDeclaration {
  const plan = statements(declared);
  return async (organisationId) => {
    const client = await pool.connect();
    try {
      const fresh = renaming(declared, organisationId);
      await client.query('begin');
      await client.query({
        name: 'bare-scope',
        text: `select set_config('tocsin.organisation_id', $1, true)`,
        values: [organisationId],
      });
      let reference = '';
      for (const { name, text, rows, columns } of plan) {
        const values = rows.flatMap((row) =>
          columns.map((column) => (column === 'reference' ? reference : fresh(row[column]))),
        );
        const result = await client.query<{ last: number }>({ name, text, values });
        if (result.rows[0]) reference = `${YEAR}-${result.rows[0].last}`;
      }
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The same value, with every id of the old declaration replaced by a new one, always the same for one declaration. */
function renaming(declared: Declared, organisationId: string): (value: unknown) => unknown {
  const ids = new Map<string, string>([[declared.organisationId, organisationId]]);
  return (value) => {
    if (Array.isArray(value)) return JSON.stringify(value);
    if (typeof value !== 'string' || !UUID.test(value)) return value;
    const id = ids.get(value) ?? uuidv7();
    ids.set(value, id);
    return id;
  };
}
