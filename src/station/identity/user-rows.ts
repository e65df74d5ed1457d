import type { Person } from '../../core/identity/access.ts';
import { nameKey } from '../../core/identity/names.ts';
import type { Role } from '../../core/identity/roles.ts';
import type { Database } from '../db/database.ts';
import type { Schema } from '../db/schema.ts';

/** A person as the station keeps it. */
export interface StoredUser extends Person {
  /** Here, or by the centre. */
  readonly disabled: boolean;
  readonly disabledHere: boolean;
  /** The centre checks the password. */
  readonly central: boolean;
  /** Whom the centre calls so; null while it has said nothing of this person. Role and printed name are the centre's then. */
  readonly centralId: string | null;
  readonly disabledCentrally: boolean;
  /** Which of the person's passwords `passwordHash` is of, by the centre's word. */
  readonly centralPassword: string | null;
  /** Argon2id with the site's salt. */
  readonly centralBadge: Uint8Array | null;
  /** Null for a person of the centre who has not signed in here yet. */
  readonly passwordHash: string | null;
  /** A one-time password, to be changed before anything else. */
  readonly passwordExpired: boolean;
  readonly pinHash: string | null;
  readonly hasBadge: boolean;
  readonly lastSignIn: string | null;
  /** When the centre last accepted the password. */
  readonly lastCentral: string | null;
}

export const personOf = ({ id, name, printedName, role }: StoredUser): Person => ({ id, name, printedName, role });

const all = (db: Database) => db.query.selectFrom('users').selectAll();
type Row = ReturnType<typeof all> extends { execute(): Promise<(infer R)[]> } ? R : never;

const fromRow = (row: Row): StoredUser => ({
  id: row.id,
  name: row.name,
  printedName: row.printed_name,
  role: row.role as Role,
  disabled: row.disabled === 1 || row.central_disabled === 1,
  disabledHere: row.disabled === 1,
  central: row.central === 1,
  centralId: row.central_id,
  disabledCentrally: row.central_disabled === 1,
  centralPassword: row.central_password,
  centralBadge: row.central_badge,
  passwordHash: row.password_hash,
  passwordExpired: row.password_expired === 1,
  pinHash: row.pin_hash,
  hasBadge: row.badge_hash !== null || row.central_badge !== null,
  lastSignIn: row.last_sign_in,
  lastCentral: row.last_central,
});

const one = (row: Row | undefined): StoredUser | null => (row === undefined ? null : fromRow(row));

export const hasUsers = (db: Database): boolean =>
  db.get(db.query.selectFrom('users').select('id').limit(1)) !== undefined;

/** By name. */
export const listUsers = (db: Database): readonly StoredUser[] =>
  db.all(all(db).orderBy('name_key')).map((row) => fromRow(row));

export const userById = (db: Database, id: string): StoredUser | null => one(db.get(all(db).where('id', '=', id)));

export const userByName = (db: Database, name: string): StoredUser | null =>
  one(db.get(all(db).where('name_key', '=', nameKey(name))));

export const userByBadge = (db: Database, badgeHash: Uint8Array): StoredUser | null =>
  one(db.get(all(db).where('badge_hash', '=', badgeHash)));

export const userByCentralId = (db: Database, centralId: string): StoredUser | null =>
  one(db.get(all(db).where('central_id', '=', centralId)));

export const userByCentralBadge = (db: Database, badgeHash: Uint8Array): StoredUser | null =>
  one(db.get(all(db).where('central_badge', '=', badgeHash)));

/** Administrators of this station's own who can sign in, without `id`: the centre can lock none of them out. */
export const otherAdmins = (db: Database, id: string): number =>
  listUsers(db).filter((user) => user.role === 'admin' && !user.disabled && !user.central && user.id !== id).length;

interface NewUser {
  readonly user: Pick<StoredUser, 'id' | 'name' | 'printedName' | 'role' | 'central' | 'passwordExpired'>;
  readonly passwordHash: string | null;
  readonly createdAt: string;
  readonly auditSeq: number;
}

export function insertUser(db: Database, { user, passwordHash, createdAt, auditSeq }: NewUser): void {
  db.insert('users', {
    id: user.id,
    name: user.name,
    name_key: nameKey(user.name),
    printed_name: user.printedName,
    role: user.role,
    disabled: 0,
    central: user.central ? 1 : 0,
    password_hash: passwordHash,
    password_expired: user.passwordExpired ? 1 : 0,
    pin_hash: null,
    badge_hash: null,
    created_at: createdAt,
    last_sign_in: null,
    last_central: null,
    central_id: null,
    central_disabled: 0,
    central_password: null,
    central_badge: null,
    audit_seq: auditSeq,
  });
}

type Changes = Partial<
  Pick<
    Schema['users'],
    | 'printed_name'
    | 'role'
    | 'disabled'
    | 'central'
    | 'password_hash'
    | 'password_expired'
    | 'pin_hash'
    | 'badge_hash'
    | 'last_sign_in'
    | 'last_central'
    | 'central_id'
    | 'central_disabled'
    | 'central_password'
    | 'central_badge'
  >
>;

export const updateUser = (db: Database, id: string, changes: Changes): void =>
  void db.run(db.query.updateTable('users').set(changes).where('id', '=', id));
