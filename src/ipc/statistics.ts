/** Yield and false calls over a set of inspections. Rates are counts, so that the window can show both. */
import { z } from 'zod';
import { call, event } from './contract-kinds.ts';
import { filter } from './values.ts';

const yieldCounts = {
  pass: z.number().int(),
  fail: z.number().int(),
  undecided: z.number().int(),
  notInspected: z.number().int(),
};
const callCounts = {
  found: z.number().int(),
  confirmed: z.number().int(),
  falseCalls: z.number().int(),
  accepted: z.number().int(),
  repaired: z.number().int(),
};

export const statistics = {
  summary: call(
    z.strictObject({
      filter,
      /** The station's time zone moves days and shifts: minutes east of UTC. */
      utcOffsetMinutes: z.number().int().min(-900).max(900),
      /** Starts of the shifts in minutes after local midnight, ascending. */
      shiftStarts: z.array(z.number().int().min(0).max(1439)).max(8),
    }),
    z.object({
      boards: z.object(yieldCounts),
      /** By local day, ascending, at most the last 366 that have boards. */
      days: z.array(z.object({ day: z.iso.date(), ...yieldCounts })),
      /** Index into `shiftStarts`. */
      shifts: z.array(z.object({ shift: z.number().int(), ...yieldCounts, ...callCounts })),
      /** Most defects first: the Pareto. */
      types: z.array(z.object({ type: z.string(), ...callCounts })),
      parts: z.array(z.object({ part: z.string(), ...yieldCounts, ...callCounts })),
      models: z.array(z.object({ model: z.string(), ...yieldCounts, ...callCounts })),
    }),
    ['DB'],
  ),
  /** How far the newest `summary` that is being counted is; a few a second, none for what is counted at once. */
  counting: event(z.object({ share: z.number().min(0).max(1) })),
};
