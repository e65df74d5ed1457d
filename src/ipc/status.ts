/** The status bar: what the station is doing and what is wrong with it. */
import { z } from 'zod';
import { logStates } from './audit.ts';
import { call, event } from './contract-kinds.ts';
import { syncStates } from './sync.ts';
import { failure, provider, time } from './values.ts';

export const stationStatus = z.object({
  station: z.string(),
  person: z.string(),
  dataDir: z.string(),
  /** Null until the first board needs it. */
  model: z.object({ name: z.string(), version: z.string() }).nullable(),
  provider: provider.nullable(),
  /** Better providers that could not be used, with the reason each. */
  refused: z.array(z.object({ provider, reason: z.string() })),
  engine: z.enum(['idle', 'starting', 'ready', 'failed']),
  /** Boards in work and waiting for it. */
  running: z.number().int(),
  waiting: z.number().int(),
  /** Mean of the last boards; null before the first. */
  msPerBoard: z.number().nullable(),
  sync: z.object({
    state: z.enum(syncStates),
    queued: z.number().int(),
    /** Items that wait for a person. */
    setAside: z.number().int(),
    /** Since when the central service does not answer as it should; null where it does, or nothing is asked. */
    heldUpSince: time.nullable(),
    /** Code of what holds it up. */
    problem: z.string().nullable(),
  }),
  audit: z.object({
    size: z.number().int(),
    state: z.enum(logStates),
    /** Entries that the newest checkpoint covers. */
    signedSize: z.number().int(),
    /** Entries that no witness has countersigned. */
    notWitnessed: z.number().int(),
  }),
  /** What is wrong now and what still works; the newest failure of each area. */
  problems: z.array(failure),
});

export const status = {
  get: call(z.strictObject({}), stationStatus),
  /** At most four a second. */
  changed: event(stationStatus),
};
