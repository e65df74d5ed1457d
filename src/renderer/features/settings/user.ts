import type { Answer, StationClient } from '../../app/client.ts';

/** A person as an administrator sees them. */
export type User = Answer<StationClient['users']['list']>[number];

/** A password that was just made for somebody; it is shown this once. */
export interface Handed {
  readonly printedName: string;
  readonly password: string;
}
