import { z } from 'zod';

/** Body of every answer that is not a success. */
export const problemSchema = z.object({
  /** One sentence for people: what happened and what to do. */
  error: z.string(),
  /** `AREA_REASON`, for programs. */
  code: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  request_id: z.string(),
});
export type Problem = z.infer<typeof problemSchema>;
