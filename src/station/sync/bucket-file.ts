/** Credentials for the bucket that an environment variable names: they go before what the station keeps. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import { type BucketAccess, bucketAccess } from '../../core/sync/bucket-access.ts';
import { type SyncError, syncError } from '../../core/sync/errors.ts';

const bucketFile = z
  .strictObject({
    endpoint: bucketAccess.shape.endpoint,
    region: bucketAccess.shape.region,
    bucket: bucketAccess.shape.bucket,
    access_key_id: bucketAccess.shape.accessKeyId,
    secret_access_key: bucketAccess.shape.secretAccessKey,
  })
  .transform(({ access_key_id: accessKeyId, secret_access_key: secretAccessKey, ...rest }) => ({
    ...rest,
    accessKeyId,
    secretAccessKey,
  }));

/** Names a JSON file of the form above, readable by the station's user alone. */
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
