/** The bucket that the service keeps its objects in, where this station has credentials of its own for it. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import { type SyncError, syncError } from '../../core/sync/errors.ts';

const bucketAccess = z.strictObject({
  /** Null: Amazon's own for the region. */
  endpoint: z.url({ protocol: /^https?$/ }).nullable(),
  region: z.string().min(1),
  bucket: z.string().min(3),
  access_key_id: z.string().min(1),
  secret_access_key: z.string().min(1),
});
export type BucketAccess = z.infer<typeof bucketAccess>;

/** Names a JSON file of the form above, readable by the station's user alone. */
const bucketFileVariable = 'FIDUCIAL_BUCKET_FILE';

/** Null where no file is named. Errors: SYNC_BUCKET_UNREADABLE. */
export function readBucketAccess(env: NodeJS.ProcessEnv): Result<BucketAccess | null, SyncError> {
  const file = env[bucketFileVariable];
  if (!file) return ok(null);
  try {
    const parsed = bucketAccess.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (parsed.success) return ok(parsed.data);
    return fail(syncError('SYNC_BUCKET_UNREADABLE', { field: parsed.error.issues[0]?.path.join('.') ?? '' }));
  } catch {
    return fail(syncError('SYNC_BUCKET_UNREADABLE'));
  }
}
