import { z } from 'zod';

export const manifestFile = 'manifest.json';

/** What a backup says of itself; written last, so that a folder without it is no backup. */
export const manifestSchema = z.object({
  format: z.literal('fiducial-central-backup/1'),
  made_at: z.string(),
  /** The last migration of the database it was made from. */
  schema: z.string(),
  tables: z.record(z.string(), z.object({ rows: z.number().int(), sha256: z.string() })),
  objects: z.object({ count: z.number().int(), bytes: z.number().int() }),
});
export type Manifest = z.infer<typeof manifestSchema>;
