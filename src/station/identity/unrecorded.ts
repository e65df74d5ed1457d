/**
 * What people do at the entrance while the disk takes nothing: it waits in memory, and is in the log as soon as it can
 * be. Until then whoever came in may only look.
 */
import { type EntryDraft, toldLate } from '../../core/audit/entries.ts';
import type { IdentityError } from '../../core/identity/errors.ts';
import { elapsedMs, lockedForMs, lockMs, type Moment } from '../../core/identity/lockout.ts';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { appendEntry } from '../audit/append.ts';
import type { AuditError } from '../audit/errors.ts';
import type { StationContext } from '../context.ts';
import { type SignInFailures, tooManyFailures } from './sign-in-failures.ts';
import { updateUser } from './user-rows.ts';

export interface Unrecorded {
  /** Something waits. */
  any(): boolean;
  /**
   * Counts a try as a failure before it is judged: in memory, with all names together, so that five wrong ones close
   * the entrance for everybody as they would a name. Errors: IDENTITY_TOO_MANY_FAILURES.
   */
  begin(name: string): Result<number, IdentityError>;
  /** The try was no wrong one. It says nothing about the others. */
  takeBack(name: string): void;
  /** @param signedIn Id of the person whose sign-in it is. */
  add(acting: StationContext, entry: EntryDraft, signedIn?: string): void;
  /** Puts everything into the log, in its order. True where nothing waits any more. Never inside a write. */
  settle(): boolean;
}

interface Waiting {
  readonly acting: StationContext;
  readonly entry: EntryDraft;
  readonly at: string;
  readonly signedIn: string | null;
}

/** The disk has no room, or may only be read: whatever it holds can be looked at. */
export const takesNothing = ({ code }: Pick<AppError, 'code'>): boolean =>
  code === 'DB_FULL' || code === 'DB_READ_ONLY';

export function openUnrecorded(context: () => StationContext, failures: SignInFailures): Unrecorded {
  let waiting: readonly Waiting[] = [];
  /** Wrong tries by the name that was typed. */
  const wrong = new Map<string, number>();
  let last: Moment | null = null;

  const now = (): Moment => {
    const { clock } = context();
    return { time: clock.now(), monoMs: Math.trunc(clock.monotonicMs()), bootId: clock.bootId };
  };
  const all = (): number => [...wrong.values()].reduce((sum, count) => sum + count, 0);

  return {
    any: () => waiting.length > 0,
    begin(name) {
      const { db } = context();
      const present = now();
      // A lock that is on the disk holds; one that cannot be read holds as well.
      const stored = db.read(() => failures.lockedForMs(name));
      const here = last === null ? 0 : lockedForMs(all(), elapsedMs(last, present, 0));
      const wait = Math.max(here, stored.ok ? stored.value : lockMs);
      if (wait > 0) return fail(tooManyFailures(wait));
      wrong.set(name, (wrong.get(name) ?? 0) + 1);
      last = present;
      return ok(all());
    },
    takeBack(name) {
      const count = wrong.get(name) ?? 0;
      if (count > 1) wrong.set(name, count - 1);
      else wrong.delete(name);
    },
    add(acting, entry, signedIn) {
      waiting = [...waiting, { acting, entry, at: now().time, signedIn: signedIn ?? null }];
    },
    settle() {
      if (waiting.length === 0) return true;
      const { db } = context();
      const written = db.write<void, AuditError>(() => {
        for (const { acting, entry, at, signedIn } of waiting) {
          const told = appendEntry(acting, toldLate(entry, at));
          if (!told.ok) return told;
          if (signedIn !== null) updateUser(db, signedIn, { last_sign_in: at });
        }
        for (const [name, count] of wrong) failures.add(name, count);
        return ok(undefined);
      });
      if (!written.ok) return false;
      waiting = [];
      wrong.clear();
      last = null;
      return true;
    },
  };
}
