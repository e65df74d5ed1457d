/** A station with people, whose clocks a test sets. */
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Role } from '../../core/identity/roles.ts';
import { fail } from '../../core/kernel/result.ts';
import { noSigner } from '../audit/log-signer.ts';
import type { StationContext } from '../context.ts';
import type { Database } from '../db/database.ts';
import { dbError } from '../db/errors.ts';
import { openDatabase } from '../db/open.ts';
import type { CentralDesk } from '../identity/central-password.ts';
import { addUser, changeUser } from '../identity/manage-users.ts';
import { openSession, type Session, type SessionState } from '../identity/session.ts';
import { signInFailures } from '../identity/sign-in-failures.ts';
import { must, temporaryFolder } from './station-fixture.ts';

/** Both clocks of a computer. */
interface SetClock {
  wallMs: number;
  monoMs: number;
  bootId: string;
}

export const passwords = {
  ada: 'purple trolley rain',
  lee: 'green kettle on ice',
  kim: 'brown ladder at noon',
} as const;

export interface SessionFixtureOptions {
  readonly file?: string;
  readonly clock?: SetClock;
  readonly idleMinutes?: number | null;
  readonly central?: () => CentralDesk | null;
  /** The session's first reads of the database fail so many times. */
  readonly failingReads?: number;
}

export function openTestSession(options: SessionFixtureOptions = {}) {
  const { file = join(temporaryFolder(), 'station.db'), idleMinutes = 10, central = () => null } = options;
  const clock = options.clock ?? { wallMs: Date.UTC(2026, 10, 21, 8), monoMs: 1000, bootId: 'first boot' };
  const db = must(openDatabase({ file }));
  let failingReads = options.failingReads ?? 0;
  /** A disk that takes nothing, whatever is written. */
  const disk: { refuses: 'DB_FULL' | 'DB_READ_ONLY' | 'DB_IO' | null } = { refuses: null };
  const unreliable: Database = {
    ...db,
    write: (work, confirm) => (disk.refuses === null ? db.write(work, confirm) : fail(dbError(disk.refuses))),
    read(work) {
      if (failingReads === 0) return db.read(work);
      failingReads -= 1;
      return fail(dbError('DB_IO'));
    },
  };
  const told: SessionState[] = [];
  const reading = {
    now: () => new Date(clock.wallMs).toISOString(),
    monotonicMs: () => clock.monoMs,
    get bootId() {
      return clock.bootId;
    },
  };
  const session: Session = openSession({
    context: () => context,
    failures: signInFailures(unreliable, reading),
    central,
    idleMinutes: () => idleMinutes,
    onChange: (state) => told.push(state),
  });
  const context: StationContext = {
    db: unreliable,
    clock: reading,
    station: 'bench-1',
    signer: noSigner,
    get actor() {
      return session.actor() ?? { id: 'local/bench', name: 'bench', role: 'operator' };
    },
    get access() {
      return session.access();
    },
    may: session.may,
  };
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    session.close();
    db.close();
  };
  onTestFinished(close);
  return {
    file,
    clock,
    disk,
    session,
    context,
    told,
    close,
    /** So much time goes by, on both clocks. */
    pass(ms: number) {
      clock.wallMs += ms;
      clock.monoMs += ms;
    },
    /** The recovery code. */
    async setUp(): Promise<string> {
      const first = { name: 'ada', printedName: 'Ada Lovelace', password: passwords.ada };
      return must(await session.setUp(first)).recoveryCode;
    },
    /** A person with a password of their own; the administrator is signed in before and after. */
    async add(name: 'lee' | 'kim', role: Role) {
      const password = passwords[name];
      const { user } = must(
        await addUser(context, { name, printedName: `${name} of bench`, role, central: false }, password),
      );
      return user;
    },
    change: (id: string, change: Parameters<typeof changeUser>[2]) => must(changeUser(context, id, change)),
    entries: () =>
      db
        .all(db.query.selectFrom('audit_entries').select('entry').orderBy('seq'))
        .map(
          ({ entry }) =>
            JSON.parse(entry) as { action: string; actor: { name: string }; after: Record<string, unknown> },
        ),
  };
}
