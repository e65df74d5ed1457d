import { epochActions } from '@fiducial/protocol/audit';
import { sql } from 'kysely';
import type { Db } from '../database.ts';

export interface AuditLogRow {
  readonly station: string;
  readonly size: number;
  readonly witnessed_size: number;
  readonly witnessed_root: Uint8Array | null;
  readonly note: string | null;
}

/** The station's log, made empty where it is new, and held until the transaction ends. */
export async function holdLog(db: Db, station: string): Promise<AuditLogRow> {
  await db
    .insertInto('audit_logs')
    .values({ station, witnessed_root: null, note: null, witnessed_at: null })
    .onConflict((conflict) => conflict.column('station').doNothing())
    .execute();
  return db.selectFrom('audit_logs').selectAll().where('station', '=', station).forUpdate().executeTakeFirstOrThrow();
}

export const findLog = (db: Db, station: string): Promise<AuditLogRow | undefined> =>
  db.selectFrom('audit_logs').selectAll().where('station', '=', station).executeTakeFirst();

/**
 * Gives the copy of a log another name, whole and with what was witnessed of it. The one way around the rule that a copy is
 * only added to: its rows are the same afterwards. To be called in a transaction that holds the log.
 */
export async function renameLog(db: Db, station: string, name: string): Promise<void> {
  // A log of years has more rows than a request may take time for.
  await sql`SET LOCAL statement_timeout = 0`.execute(db);
  for (const table of ['audit_entries', 'audit_nodes'] as const) {
    await sql.raw(`ALTER TABLE ${table} DISABLE TRIGGER ${table}_only_added`).execute(db);
    await db.updateTable(table).set({ station: name }).where('station', '=', station).execute();
    await sql.raw(`ALTER TABLE ${table} ENABLE TRIGGER ${table}_only_added`).execute(db);
  }
  await db.updateTable('audit_logs').set({ station: name }).where('station', '=', station).execute();
}

/** Texts of entries from `from` to before `to`, in order. */
export async function entryTexts(db: Db, station: string, from: number, to: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('audit_entries')
    .select('entry')
    .where('station', '=', station)
    .where('seq', '>=', from)
    .where('seq', '<', to)
    .orderBy('seq')
    .execute();
  return rows.map(({ entry }) => entry);
}

/** Texts of the entries that begin a key epoch, in order. */
export async function keyEntryTexts(db: Db, station: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('audit_entries')
    .select('entry')
    .where('station', '=', station)
    .where('action', 'in', Object.values(epochActions))
    .orderBy('seq')
    .execute();
  return rows.map(({ entry }) => entry);
}

export interface NodePlace {
  readonly level: number;
  readonly index: number;
}

export const placeName = ({ level, index }: NodePlace): string => `${level}/${index}`;

/** Hashes of complete nodes by `placeName`. */
export async function nodesAt(db: Db, station: string, places: readonly NodePlace[]): Promise<Map<string, Uint8Array>> {
  if (places.length === 0) return new Map();
  const rows = await db
    .selectFrom('audit_nodes')
    .select(['level', 'node_index', 'hash'])
    .where('station', '=', station)
    .where((eb) =>
      eb.or(places.map(({ level, index }) => eb.and([eb('level', '=', level), eb('node_index', '=', index)]))),
    )
    .execute();
  return new Map(rows.map(({ level, node_index, hash }) => [placeName({ level, index: node_index }), hash]));
}

export interface NewAuditEntry {
  readonly seq: number;
  readonly entry: string;
  readonly action: string;
}

export interface NewAuditNode extends NodePlace {
  readonly hash: Uint8Array;
}

export async function appendRows(
  db: Db,
  station: string,
  entries: readonly NewAuditEntry[],
  nodes: readonly NewAuditNode[],
): Promise<void> {
  await db
    .insertInto('audit_entries')
    .values(entries.map((entry) => ({ station, ...entry })))
    .execute();
  await db
    .insertInto('audit_nodes')
    .values(nodes.map(({ level, index, hash }) => ({ station, level, node_index: index, hash })))
    .execute();
  await db
    .updateTable('audit_logs')
    .set({ size: sql<number>`size + ${entries.length}` as never })
    .where('station', '=', station)
    .execute();
}

export async function recordWitnessed(
  db: Db,
  station: string,
  checkpoint: { readonly size: number; readonly root: Uint8Array },
  note: string,
): Promise<void> {
  await db
    .updateTable('audit_logs')
    .set({
      witnessed_size: checkpoint.size,
      witnessed_root: checkpoint.root,
      note,
      witnessed_at: sql<Date>`now()` as never,
    })
    .where('station', '=', station)
    .execute();
}
