/** The bucket that the service keeps its objects in, where this station has credentials of its own for it. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import { type SyncError, syncError } from '../../core/sync/errors.ts';

/** What may be shown of the access; `KnownBucket` is in the settings and so in the log. */
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

const bucketFile = z
  .strictObject({
    endpoint: known.endpoint,
    region: known.region,
    bucket: known.bucket,
    access_key_id: known.accessKeyId,
    secret_access_key: bucketAccess.shape.secretAccessKey,
  })
  .transform(({ access_key_id: accessKeyId, secret_access_key: secretAccessKey, ...rest }) => ({
    ...rest,
    accessKeyId,
    secretAccessKey,
  }));

/** Names a JSON file of the form above, readable by the station's user alone. It goes before what is stored. */
const bucketFileVariable = 'FIDUCIAL_BUCKET_FILE';

export const isBucketFileNamed = (env: NodeJS.ProcessEnv): boolean => Boolean(env[bucketFileVariable]);

/** Null where no file is named. Errors: SYNC_BUCKET_UNREADABLE. */
export function readBucketFile(env: NodeJS.ProcessEnv): Result<BucketAccess | null, SyncError> {
  const file = env[bucketFileVariable];
  if (!file) return ok(null);
  try {
    const parsed = bucketFile.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (parsed.success) return ok(parsed.data);
    return fail(syncError('SYNC_BUCKET_UNREADABLE', { field: parsed.error.issues[0]?.path.join('.') ?? '' }));
  } catch {
    return fail(syncError('SYNC_BUCKET_UNREADABLE'));
  }
}
