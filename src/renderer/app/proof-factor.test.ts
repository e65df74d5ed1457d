import { describe, expect, it } from 'vitest';
import { givenFactor } from './proof-factor.ts';

describe('what was given as a proof', () => {
  it('is a badge where it was scanned into the field for the PIN', () => {
    expect(givenFactor('pin', 'BADGE-0042', true)).toBe('badge');
    expect(givenFactor('pin', '0123456789012', true)).toBe('badge');
  });

  it('is a PIN where it may be one, or where nobody has a badge', () => {
    expect(givenFactor('pin', '481516', true)).toBe('pin');
    expect(givenFactor('pin', '48', true)).toBe('pin');
    expect(givenFactor('pin', 'BADGE-0042', false)).toBe('pin');
  });

  it('is never guessed from a password', () => {
    expect(givenFactor('password', 'BADGE-0042', true)).toBe('password');
    expect(givenFactor('badge', '481516', true)).toBe('badge');
  });
});
