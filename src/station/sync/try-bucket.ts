/** Credentials for a bucket before they are kept: a part of five bytes goes the way of all parts, and is taken away again. */
import { createHash, randomUUID } from 'node:crypto';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import type { BucketAccess } from '../../core/sync/bucket-access.ts';
import { type SyncError, syncError } from '../../core/sync/errors.ts';
import type { BucketParts } from './bucket-parts.ts';
import type { Understood } from './central-client.ts';
import type { AnnouncedOriginal } from './part-target.ts';
import type { Timing, Transport } from './transport.ts';

/** A person waits for it. */
const longestTrialMs = 20_000;

const trial = new TextEncoder().encode('trial');

type Trial = Result<void, SyncError>;

/** Errors: SYNC_BUCKET_*, each with what to do. The bucket is as it was, unless the key may not take away what it put there. */
export async function tryBucket(
  access: BucketAccess,
  { transport, timing }: { readonly transport: Transport; readonly timing: Timing },
): Promise<Trial> {
  const stop = AbortSignal.timeout(longestTrialMs);
  const { partsByBucket } = await import('./bucket-parts.ts');
  const parts = partsByBucket(access, { stop, wallMs: timing.wallMs });
  const name = `trial-${randomUUID()}`;
  const original: AnnouncedOriginal = {
    inspectionId: name,
    artifactId: name,
    contentType: 'application/octet-stream',
    partBytes: trial.length,
    // As the service's own are, which is where the rights are asked for.
    bucketKey: `uploads/${name}`,
  };
  const done = await putAndSeen(parts, original, (url, headers) =>
    transport.exchange({ method: 'PUT', url, headers, body: { bytes: trial.length, stream: once(trial) }, stop }),
  );
  // The service drops uploads that nobody goes on with: a key that may not take it away leaves five bytes for some days.
  await parts.abandon(original.bucketKey);
  return done;
}

type Put = (url: string, headers: Readonly<Record<string, string>>) => ReturnType<Transport['exchange']>;

async function putAndSeen(parts: BucketParts, original: AnnouncedOriginal, put: Put): Promise<Trial> {
  const listed = await parts.received(original);
  if (listed.kind !== 'accepted') return failureOf(listed, 's3:ListBucketMultipartUploads');
  const md5 = createHash('md5').update(trial).digest('base64');
  const address = await parts.address(original, { number: 1, bytes: trial.length, md5 });
  if (address.kind !== 'accepted') return failureOf(address, 's3:PutObject');
  const reply = await put(address.value.url, address.value.headers);
  if (reply.kind === 'unreachable') return failureOf(reply, 's3:PutObject');
  if (reply.status >= 300) return failureOf(ofReply(reply.status, reply.body), 's3:PutObject');
  const seen = await parts.received(original);
  if (seen.kind !== 'accepted') return failureOf(seen, 's3:ListMultipartUploadParts');
  return seen.value.received.get(1) === trial.length ? ok(undefined) : fail(syncError('SYNC_BUCKET_FAULTY'));
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

/** The server's answer to a plain request: S3 names what it refuses in `<Code>`. */
function ofReply(status: number, body: string): Failure {
  const code = /<Code>([A-Za-z]{1,100})<\/Code>/.exec(body)?.[1];
  if (status >= 500 || code === undefined) return { kind: 'faulty', status };
  return { kind: 'refused', refusal: { status, code, message: '' }, body: '' };
}

type Failure = Exclude<Understood<unknown>, { kind: 'accepted' }>;

/** @param right What the request needs, as a bucket's policy names it. */
function failureOf(answer: Failure, right: string): Trial {
  switch (answer.kind) {
    case 'unreachable':
      return fail(syncError('SYNC_BUCKET_UNREACHABLE', { why: answer.why }));
    case 'refused':
    case 'unauthorised':
      return fail(ofRefusal(answer.refusal, right));
    case 'faulty':
      return fail(
        syncError(isRedirect(answer.status) ? 'SYNC_BUCKET_ELSEWHERE' : 'SYNC_BUCKET_FAULTY', {
          status: answer.status,
        }),
      );
    case 'busy':
      return fail(syncError('SYNC_BUCKET_FAULTY', { status: answer.status }));
    case 'unchanged':
    case 'stopped':
      return fail(syncError('SYNC_BUCKET_FAULTY'));
  }
}

/** S3 answers so where the bucket is in another region. */
const isRedirect = (status: number): boolean => status === 301 || status === 307;

function ofRefusal({ status, code }: { readonly status: number; readonly code: string }, right: string): SyncError {
  switch (code) {
    case 'InvalidAccessKeyId':
    case 'SignatureDoesNotMatch':
    case 'InvalidToken':
      return syncError('SYNC_BUCKET_KEY_REFUSED', { said: code });
    case 'NoSuchBucket':
    case 'InvalidBucketName':
      return syncError('SYNC_BUCKET_MISSING', { said: code });
    case 'RequestTimeTooSkewed':
      return syncError('SYNC_BUCKET_CLOCK', { said: code });
    case 'AuthorizationHeaderMalformed':
    case 'PermanentRedirect':
    case 'TemporaryRedirect':
      return syncError('SYNC_BUCKET_ELSEWHERE', { said: code });
    default:
      return status === 403
        ? syncError('SYNC_BUCKET_NO_RIGHT', { right, said: code })
        : syncError('SYNC_BUCKET_FAULTY', { status, said: code });
  }
}
