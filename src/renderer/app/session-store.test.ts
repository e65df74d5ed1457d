import { describe, expect, it } from 'vitest';
import type { StationClient } from './client.ts';
import { codeToNote, createSessionStore, isKept, isShut, type Session } from './session-store.ts';

const person = (id: string) => ({ id, name: id, printedName: id, role: 'operator' as const });
const session = (state: Session['state'], who: string | null, passwordExpired = false): Session => ({
  state,
  person: who === null ? null : person(who),
  passwordExpired,
  signing: 'password',
  may: [],
  present: [],
  idleMinutes: 10,
  lookingOnly: false,
  graceUntil: null,
});
const aStore = () => createSessionStore({} as StationClient).getState;

describe('the session in the window', () => {
  it('keeps the seat for who comes back, and gives it to who takes over', () => {
    const store = aStore();
    for (const [state, who, seat] of [
      ['signed_in', 'lee', 0],
      ['locked', 'lee', 0],
      ['signed_in', 'lee', 0],
      ['locked', 'lee', 0],
      ['signed_in', 'ortiz', 1],
    ] as const) {
      store().notice(session(state, who));
      expect(store().seat).toBe(seat);
    }
  });

  it('keeps the seat of whoever sets the station up: the window stays as it is', () => {
    const store = aStore();
    store().notice(session('open', null));
    store().notice(session('signed_in', 'admin'));
    expect(store().seat).toBe(0);
  });

  it('shows a recovery code to the person whose it is, and keeps it for them while others come in', () => {
    const store = aStore();
    store().cameInWithCode({ session: session('signed_in', 'admin'), recoveryCode: 'C0DE' });
    expect(codeToNote(store())).toBe('C0DE');
    for (const [state, who, code] of [
      ['locked', 'admin', null],
      ['signed_in', 'lee', null],
      ['signed_out', null, null],
      ['signed_in', 'admin', 'C0DE'],
    ] as const) {
      store().notice(session(state, who));
      expect(codeToNote(store()), `${state} ${who}`).toBe(code);
    }
    store().recoveryCodeNoted();
    expect(codeToNote(store())).toBeNull();
  });

  it('is shut for everybody who may not look, and keeps only what a locked session was doing', () => {
    const states: readonly [Session, boolean, boolean][] = [
      [session('open', null), false, true],
      [session('signed_in', 'lee'), false, true],
      [session('locked', 'lee'), true, true],
      [session('signed_out', null), true, false],
      [session('signed_in', 'lee', true), true, false],
    ];
    for (const [state, shut, kept] of states) {
      expect(isShut(state), state.state).toBe(shut);
      expect(isKept(state), state.state).toBe(kept);
    }
    expect(isShut(null)).toBe(false);
  });
});
