/** People as stations know them. */
import { randomBytes } from 'node:crypto';
import { type StationRole, type StationUser, stationRoles } from '@fiducial/protocol/api';
import type { Db } from '../database.ts';

/** Columns of `users` that say who somebody is at a station. */
export const personColumns = [
  'id',
  'username',
  'scopes',
  'printed_name',
  'station_role',
  'password_number',
  'disabled_at',
] as const;

interface PersonRow {
  readonly id: string;
  readonly username: string;
  readonly scopes: readonly string[];
  readonly printed_name: string | null;
  readonly station_role: string | null;
  readonly password_number: number;
  readonly disabled_at: Date | null;
}

export const toPerson = (row: PersonRow): Omit<StationUser, 'badge_hash'> => ({
  id: row.id,
  username: row.username,
  printed_name: row.printed_name ?? row.username,
  role: stationRoleOf(row),
  disabled: row.disabled_at !== null,
  password_tag: String(row.password_number),
});

/** Where nobody gave a role, who administers here does so there, and who may write inspections inspects. */
function stationRoleOf({ station_role, scopes }: PersonRow): StationRole | null {
  const given = stationRoles.find((role) => role === station_role);
  if (given !== undefined || station_role === 'none') return given ?? null;
  if (scopes.includes('admin')) return 'admin';
  return scopes.includes('inspections:write') ? 'operator' : null;
}

/** By name. */
export async function listPeople(db: Db): Promise<StationUser[]> {
  const rows = await db
    .selectFrom('users')
    .select([...personColumns, 'badge_hash'])
    .orderBy('username')
    .execute();
  return rows.map((row) => ({ ...toPerson(row), badge_hash: row.badge_hash }));
}

/** The site's salt for badges, made when it is first asked for. 16 bytes. */
export async function badgeSalt(db: Db): Promise<Uint8Array> {
  await db
    .insertInto('site_secrets')
    .values({ id: 1, badge_salt: randomBytes(16) })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  return (await db.selectFrom('site_secrets').select('badge_salt').executeTakeFirstOrThrow()).badge_salt;
}
