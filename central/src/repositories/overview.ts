import { sql } from 'kysely';
import type { Db } from '../database.ts';

export interface StationRow {
  readonly name: string;
  readonly last_sync_at: Date;
  readonly model_name: string | null;
  readonly model_version: string | null;
  /** Entries of its log that are here, and how many of them a witnessed checkpoint covers. */
  readonly entries: number;
  readonly witnessed: number;
  readonly witnessed_at: Date | null;
}

export const stationsOverview = async (db: Db): Promise<readonly StationRow[]> =>
  (
    await sql<StationRow>`
      SELECT s.name, s.last_sync_at, s.model_name, s.model_version, coalesce(l.size, 0) AS entries,
        coalesce(l.witnessed_size, 0) AS witnessed, l.witnessed_at
      FROM stations s LEFT JOIN audit_logs l ON l.station = s.name ORDER BY s.name LIMIT 1000`.execute(db)
  ).rows;

export interface LotRow {
  readonly lot_number: string;
  readonly part_number: string | null;
  readonly created_at: Date;
  readonly boards: number;
  readonly passed: number;
  readonly failed: number;
}

/** Most lots that are shown. */
export const lotsShown = 50;

/** The newest lots with what was found. Counted by the index on lots: only their own inspections are read. */
export const lotsOverview = async (db: Db): Promise<readonly LotRow[]> =>
  (
    await sql<LotRow>`
      SELECT l.lot_number, p.part_number, l.created_at, c.boards, c.passed, c.failed
      FROM (SELECT * FROM lots ORDER BY created_at DESC LIMIT ${lotsShown}) l
      LEFT JOIN parts p ON p.id = l.part_id
      CROSS JOIN LATERAL (
        SELECT count(*) AS boards, count(*) FILTER (WHERE verdict = 'PASS') AS passed,
          count(*) FILTER (WHERE verdict = 'FAIL') AS failed
        FROM inspections WHERE lot_id = l.id) c
      ORDER BY l.created_at DESC`.execute(db)
  ).rows;

/** Notes which model a station works with. */
export async function noteModel(db: Db, station: string, model: { name: string; version: string }): Promise<void> {
  await sql`UPDATE stations SET model_name = ${model.name}, model_version = ${model.version} WHERE name = ${station}
    AND (model_name, model_version) IS DISTINCT FROM (${model.name}, ${model.version})`.execute(db);
}
