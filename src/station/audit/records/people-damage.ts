/** People as they are stored against what the log says of them: who they are, what they may do, and what proves them. */
import type { Database } from '../../db/database.ts';
import { statement } from '../../db/statement.ts';
import { sha256Hex } from '../../digest.ts';
import { changed, type RecordDamage } from './record-damage.ts';

interface PersonEntry {
  readonly seq: number;
  readonly id: string;
  readonly action: string;
  readonly after: string;
  readonly verifier: string | null;
}

const entriesQuery = `SELECT seq, object_id AS id, action, entry ->> '$.after' AS after, entry ->> '$.refs.verifier' AS verifier
  FROM audit_entries
  WHERE action IN ('person.added', 'person.changed', 'person.credential_changed', 'access.recovered') ORDER BY seq`;

interface PersonRow {
  readonly id: string;
  readonly seq: number;
  readonly name: string;
  readonly printed_name: string;
  readonly role: string;
  readonly disabled: number;
  readonly central: number;
  readonly password_hash: string | null;
  readonly pin_hash: string | null;
  readonly badge_hash: Uint8Array | null;
}

const rowsQuery = `SELECT id, audit_seq AS seq, name, printed_name, role, max(disabled, central_disabled) AS disabled, central,
  password_hash, pin_hash, badge_hash FROM users ORDER BY audit_seq`;

const facts = ['name', 'printed_name', 'role', 'disabled', 'central'] as const;
const verifiers = { password: 'password_hash', pin: 'pin_hash', badge: 'badge_hash' } as const;
type Credential = keyof typeof verifiers;

/** What the log says of one person by now. */
interface Told {
  readonly facts: Map<string, unknown>;
  /** SHA-256 of what is stored; null: nothing is. Entries that say nothing of it leave it open. */
  readonly verifiers: Map<Credential, string | null>;
  /** The newest entry about the person. */
  seq: number;
}

/** The first person who is somebody else than the log says, or has another secret than was set there. */
export function peopleDamage(db: Database): RecordDamage | null {
  const told = new Map<string, Told>();
  for (const entry of db.iterate(statement<PersonEntry>(entriesQuery, []))) hear(told, entry);
  for (const row of db.all(statement<PersonRow>(rowsQuery, []))) {
    const is = told.get(row.id);
    if (is === undefined) return changed(row.seq, `${row.id} in users is nobody whom the log knows`);
    told.delete(row.id);
    const what = facts.find((name) => is.facts.get(name) !== row[name]) ?? otherVerifier(row, is.verifiers);
    if (what !== undefined) return changed(is.seq, `the ${what} of ${row.id} in users is not what the entries say`);
  }
  for (const [id, { seq }] of told) {
    return { index: seq, damage: 'record_missing', message: `${id} is not in users any more` };
  }
  return null;
}

function hear(told: Map<string, Told>, { seq, id, action, after, verifier }: PersonEntry): void {
  const is = told.get(id) ?? { facts: new Map(), verifiers: new Map(), seq };
  told.set(id, is);
  is.seq = seq;
  const said = JSON.parse(after) as Readonly<Record<string, unknown>>;
  switch (action) {
    case 'person.added':
    case 'person.changed':
      for (const name of facts) if (name in said) is.facts.set(name, said[name]);
      if (verifier !== null) is.verifiers.set('password', verifier);
      break;
    case 'access.recovered':
      // Whoever comes in this way is an administrator of the station's own.
      for (const [name, value] of Object.entries({ role: 'admin', disabled: 0, central: 0 })) is.facts.set(name, value);
      if (verifier !== null) is.verifiers.set('password', verifier);
      break;
    default: {
      const credential = said.credential === 'one_time_password' ? 'password' : (said.credential as Credential);
      if (verifier !== null) is.verifiers.set(credential, verifier);
      else if (said.set === 0) is.verifiers.set(credential, null);
      else is.verifiers.delete(credential);
    }
  }
}

/** The centre's people have a verifier that comes and goes with the centre's word, and is not in the log. */
function otherVerifier(row: PersonRow, said: Told['verifiers']): Credential | undefined {
  return [...said.keys()].find((credential) => {
    if (credential === 'password' && row.central === 1) return false;
    const stored = row[verifiers[credential]];
    return (stored === null ? null : sha256Hex(Buffer.from(stored))) !== said.get(credential);
  });
}
