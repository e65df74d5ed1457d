/** Who can come back without name and password, and by what. */
import type { ProofFactor } from '../../app/proof-factor.ts';
import type { Session } from '../../app/session-store.ts';

export interface ReturningPerson {
  readonly id: string;
  readonly printedName: string;
  /** The session that is locked is theirs: their password opens it as well. */
  readonly locked: boolean;
  /** At least one; the quickest first. */
  readonly factors: readonly ProofFactor[];
}

/** Whose session is locked comes first, then whoever gave the password in this shift and has a PIN or badge. */
export function returningPeople({ state, person, present }: Session): readonly ReturningPerson[] {
  const quick = present.map(({ id, printedName, pin, badge }) => ({
    id,
    printedName,
    factors: [...(pin ? (['pin'] as const) : []), ...(badge ? (['badge'] as const) : [])],
  }));
  const others = quick
    .filter(({ id, factors }) => factors.length > 0 && !(state === 'locked' && id === person?.id))
    .map((one) => ({ ...one, locked: false }));
  if (state !== 'locked' || person === null) return others;
  const factors = quick.find(({ id }) => id === person.id)?.factors ?? [];
  const { id, printedName } = person;
  return [{ id, printedName, locked: true, factors: [...factors, 'password'] }, ...others];
}
