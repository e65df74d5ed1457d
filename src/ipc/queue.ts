/** Boards that wait for a person, those that were signed off, newest first. */
import { z } from 'zod';
import { call, event } from './contract-kinds.ts';
import { id, inspectionRow, line, pageKey } from './values.ts';

/** `review`: completed and not signed off, or failed and not inspected again; oldest first. `done`: signed off, newest first. */
const shelf = z.enum(['review', 'done']);

export const queue = {
  page: call(
    z.strictObject({
      shelf,
      /** Begins a part, lot or serial. */
      search: line.optional(),
      after: pageKey.nullish(),
      limit: z.number().int().min(1).max(500),
    }),
    z.object({ rows: z.array(inspectionRow), next: pageKey.nullable() }),
    ['DB'],
  ),
  counts: call(z.strictObject({}), z.object({ review: z.number().int(), done: z.number().int() }), ['DB']),
  /** Inspections were recorded, decided or signed off: `rows` as they are now, at most 100; more mean "read again" (null). */
  changed: event(z.object({ rows: z.array(inspectionRow).nullable(), ids: z.array(id) })),
};
