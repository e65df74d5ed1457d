/** Who stands before the station, as the station knows it. */
import type { z } from 'zod';
import { createStore } from 'zustand/vanilla';
import type { sessionState } from '../../ipc/identity.ts';
import { ask, type ReplyError, type StationClient } from './client.ts';

export type Session = z.output<typeof sessionState>;

export interface SessionState {
  /** Null until the station has said it. */
  readonly session: Session | null;
  readonly failure: ReplyError | null;
  /**
   * Counts the people who took the place of somebody else: what one of them was writing is not the next one's. Whoever
   * comes back to the own locked session finds everything as it was.
   */
  readonly seat: number;
  /** A code to be noted, and whose it is: who comes in before its person is back must not see it. Null where there is none. */
  readonly recoveryCode: { readonly code: string; readonly personId: string } | null;
  readonly load: () => Promise<void>;
  readonly notice: (session: Session) => void;
  /** Somebody came in who got a new recovery code. */
  readonly cameInWithCode: (came: { readonly session: Session; readonly recoveryCode: string }) => void;
  readonly recoveryCodeNoted: () => void;
}

export const createSessionStore = (client: StationClient) =>
  createStore<SessionState>()((set) => ({
    session: null,
    failure: null,
    seat: 0,
    recoveryCode: null,
    load: async () => {
      const reply = await ask(() => client.identity.session({}));
      set((before) => (reply.ok ? noticed(before, reply.value) : { failure: reply.error }));
    },
    notice: (session) => set((before) => noticed(before, session)),
    cameInWithCode: ({ session, recoveryCode: code }) =>
      set((before) => ({
        ...noticed(before, session),
        recoveryCode: session.person === null ? null : { code, personId: session.person.id },
      })),
    recoveryCodeNoted: () => set({ recoveryCode: null }),
  }));

const noticed = (before: SessionState, session: Session) => ({
  session,
  failure: null,
  seat: before.seat + (isAnother(before.session, session) ? 1 : 0),
});

const isAnother = (before: Session | null, now: Session): boolean => {
  const was = before?.person?.id;
  return was !== undefined && now.person !== null && now.person.id !== was;
};

/** Nothing of the station may be seen: nobody is in, it is locked, or a one-time password has to be changed first. */
export const isShut = (session: Session | null): boolean =>
  session !== null && (session.state === 'signed_out' || session.state === 'locked' || session.passwordExpired);

/** The code that whoever is in has to note; null for everybody else. */
export const codeToNote = ({ session, recoveryCode }: SessionState): string | null =>
  recoveryCode !== null && !isShut(session) && session?.person?.id === recoveryCode.personId ? recoveryCode.code : null;

/** Whether what is behind the entrance waits for the same person, and so stays as it is. */
export const isKept = (session: Session | null): boolean =>
  session === null || session.state === 'locked' || !isShut(session);
