import type { Answer, StationClient } from '../../app/client.ts';

/** The log's chain as it is now: what is signed, by which keys, and where it was set back. */
export type Chain = Answer<StationClient['audit']['state']>;
