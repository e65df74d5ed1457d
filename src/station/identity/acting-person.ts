/** In whose name entries are written. */
import type { Person } from '../../core/identity/access.ts';
import type { Actor } from '../../core/kernel/actor.ts';
import type { StationContext } from '../context.ts';

export const actorOf = ({ id, printedName, role }: Person): Actor => ({ id, name: printedName, role });

/** Who acts where no person does: a failed sign-in, an import that outlives its session. */
export const stationActor = (station: string): Actor => ({ id: 'station', name: station, role: 'line' });

export const asPerson = (live: StationContext, person: Person): StationContext => ({
  ...at(live),
  actor: actorOf(person),
});

export const asStation = (live: StationContext): StationContext => ({ ...at(live), actor: stationActor(live.station) });

/** For entries about sessions, which need no permission. */
function at(live: StationContext): Omit<StationContext, 'actor'> {
  const { db, clock, station, signer, access, may } = live;
  return { db, clock, station, signer, access, may };
}
