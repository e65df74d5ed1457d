/** Who stands before the station, as the station knows it. */
import type { z } from 'zod';
import { createStore } from 'zustand/vanilla';
import type { sessionState } from '../../ipc/identity.ts';
import type { ReplyError } from './client.ts';

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
  readonly notice: (session: Session) => void;
}

export const createSessionStore = () =>
  createStore<SessionState>()((set) => ({
    session: null,
    failure: null,
    seat: 0,
    notice: (session) =>
      set((before) => ({ session, failure: null, seat: before.seat + (isAnother(before.session, session) ? 1 : 0) })),
  }));

const isAnother = (before: Session | null, now: Session): boolean => {
  const was = before?.person?.id;
  return was !== undefined && now.person !== null && now.person.id !== was;
};
