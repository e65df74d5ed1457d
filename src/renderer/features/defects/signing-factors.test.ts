import { describe, expect, it } from 'vitest';
import type { Session } from '../../app/session-store.ts';
import { signingFactors } from './signing-factors.ts';

const session = (signing: Session['signing'], pin: boolean, badge: boolean): Session => ({
  state: 'signed_in',
  person: { id: 'lee', name: 'lee', printedName: 'A. Lee', role: 'operator' },
  passwordExpired: false,
  signing,
  may: ['board.sign_off'],
  present: [
    { id: 'ortiz', printedName: 'B. Ortiz', pin: true, badge: true },
    { id: 'lee', printedName: 'A. Lee', pin, badge },
  ],
  idleMinutes: 10,
  lookingOnly: false,
  graceUntil: null,
});

describe('what proves a signature', () => {
  it('is the password at the first one of a session, whatever else the person has', () => {
    expect(signingFactors(session('password', true, true))).toEqual(['password']);
  });

  it('is any one of the person’s own after it, the quickest first', () => {
    expect(signingFactors(session('any', true, true))).toEqual(['pin', 'badge', 'password']);
    expect(signingFactors(session('any', false, true))).toEqual(['badge', 'password']);
    expect(signingFactors(session('any', false, false))).toEqual(['password']);
  });

  it('is nothing where nobody signs in', () => {
    expect(signingFactors({ ...session('none', false, false), state: 'open', person: null })).toEqual([]);
    expect(signingFactors(null)).toEqual([]);
  });
});
