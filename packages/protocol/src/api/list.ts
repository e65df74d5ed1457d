import { z } from 'zod';
import { plainText } from './text.ts';

/** One page of a list, newest first. Stable while rows arrive: the cursor names the last row that was given. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    object: z.literal('list'),
    data: z.array(item),
    has_more: z.boolean(),
    next_cursor: z.string().nullable(),
  });

const maxPageSize = 100;

/** What every list takes. `cursor` is opaque: a `next_cursor` as it was given. */
export const pageQuery = {
  cursor: plainText(512).optional(),
  limit: z.coerce.number().int().min(1).max(maxPageSize).default(20),
};
