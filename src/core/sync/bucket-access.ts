/** Credentials of a station's own for the bucket that the central service keeps its objects in. */
import { z } from 'zod';
import { fail, ok, type Result } from '../kernel/result.ts';
import { type SyncError, syncError } from './errors.ts';

/** What may be shown of the access: it is in the settings, and so in the log. */
const known = {
  /** Null: Amazon's own for the region. */
  endpoint: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable(),
  region: z.string().trim().min(1).max(60),
  bucket: z.string().trim().min(3).max(255),
  accessKeyId: z.string().trim().min(1).max(200),
};
export const knownBucket = z.strictObject(known);
export type KnownBucket = z.infer<typeof knownBucket>;

export const bucketAccess = z.strictObject({ ...known, secretAccessKey: z.string().trim().min(1).max(500) });
export type BucketAccess = z.infer<typeof bucketAccess>;

export const knownOf = ({ endpoint, region, bucket, accessKeyId }: BucketAccess): KnownBucket => ({
  endpoint,
  region,
  bucket,
  accessKeyId,
});

/** Errors: SYNC_BUCKET_INVALID, which names the field and repeats nothing of it. */
export function checkBucketAccess(given: BucketAccess): Result<BucketAccess, SyncError> {
  const parsed = bucketAccess.safeParse(given);
  if (parsed.success) return ok(parsed.data);
  return fail(syncError('SYNC_BUCKET_INVALID', { field: parsed.error.issues[0]?.path.join('.') ?? '' }));
}
