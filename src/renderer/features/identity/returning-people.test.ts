import { describe, expect, it } from 'vitest';
import type { Session } from '../../app/session-store.ts';
import { returningPeople } from './returning-people.ts';

const lee = { id: 'lee', name: 'lee', printedName: 'A. Lee', role: 'operator' } as const;
const session = (change: Partial<Session>): Session => ({
  state: 'signed_out',
  person: null,
  passwordExpired: false,
  signing: 'password',
  may: [],
  present: [],
  idleMinutes: 10,
  lookingOnly: false,
  graceUntil: null,
  ...change,
});
const present = [
  { id: 'ortiz', printedName: 'B. Ortiz', pin: false, badge: true },
  { id: 'lee', printedName: 'A. Lee', pin: true, badge: true },
  { id: 'novak', printedName: 'C. Novak', pin: false, badge: false },
];

describe('who can come back', () => {
  it('whose session is locked comes first, and by password too', () => {
    const people = returningPeople(session({ state: 'locked', person: lee, present }));
    expect(people.map(({ printedName }) => printedName)).toEqual(['A. Lee', 'B. Ortiz']);
    expect(people[0]).toMatchObject({ locked: true, factors: ['pin', 'badge', 'password'] });
    expect(people[1]).toMatchObject({ locked: false, factors: ['badge'] });
  });

  it('a locked session opens by password where its person has nothing else', () => {
    expect(returningPeople(session({ state: 'locked', person: lee }))).toEqual([
      { id: 'lee', printedName: 'A. Lee', locked: true, factors: ['password'] },
    ]);
  });

  it('nobody comes back by name and password alone: that is signing in', () => {
    expect(returningPeople(session({ present })).map(({ id }) => id)).toEqual(['ortiz', 'lee']);
  });
});
