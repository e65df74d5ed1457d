/** Parts that go straight to the bucket: what is there and where the next one goes is asked of it, not of the service. */
import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  type ListPartsCommandOutput,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { BucketAccess } from '../../core/sync/bucket-access.ts';
import type { Understood } from './central-client.ts';
import type { AnnouncedOriginal, PartTarget } from './part-target.ts';

/** Seconds that an address holds, as the service's own do: it is made for a part that is about to go. */
const addressLifetime = 15 * 60;

interface BucketMeans {
  /** Breaks off what is under way. */
  readonly stop: AbortSignal;
  /** What this station's clock says, ms since 1970: the server refuses one that is far off. */
  readonly wallMs: () => number;
}

export interface BucketParts extends PartTarget {
  /** Takes away an upload that was begun and its parts; nothing where there is none. */
  abandon(bucketKey: string): Promise<Understood<null>>;
}

export function partsByBucket(
  { endpoint, region, bucket, accessKeyId, secretAccessKey }: BucketAccess,
  { stop, wallMs }: BucketMeans,
): BucketParts {
  const client = new S3Client({
    region,
    ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
    credentials: { accessKeyId, secretAccessKey },
    systemClockOffset: wallMs() - Date.now(),
    // By default the checksum of an empty body is signed into an address.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 3000, requestTimeout: 60_000 },
  });

  const until = { abortSignal: stop };

  /** The upload that was begun first: the service goes on with the same, so that both ways may take turns. */
  async function openUpload(Key: string): Promise<string | undefined> {
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: Key }), until);
    const begun = ({ Initiated }: { readonly Initiated?: Date | undefined }) => Initiated?.getTime() ?? 0;
    return Uploads.filter((upload) => upload.Key === Key).sort(
      (a, b) => begun(a) - begun(b) || ((a.UploadId ?? '') < (b.UploadId ?? '') ? -1 : 1),
    )[0]?.UploadId;
  }

  async function beginUpload(Key: string, ContentType: string): Promise<string | undefined> {
    const begun = await client.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key, ContentType }), until);
    return begun.UploadId;
  }

  return {
    received: ({ bucketKey, partBytes }) =>
      understood(async () => {
        const received = new Map<number, number>();
        const UploadId = await openUpload(bucketKey);
        if (UploadId === undefined) return { partBytes, received };
        let page: ListPartsCommandOutput | undefined;
        do {
          const from = { PartNumberMarker: page?.NextPartNumberMarker };
          page = await client.send(new ListPartsCommand({ Bucket: bucket, Key: bucketKey, UploadId, ...from }), until);
          for (const { PartNumber = 0, Size = 0 } of page.Parts ?? []) received.set(PartNumber, Size);
        } while (page.IsTruncated === true);
        return { partBytes, received };
      }),

    address: ({ bucketKey, contentType }: AnnouncedOriginal, { number, bytes, md5 }) =>
      understood(async () => {
        const UploadId = (await openUpload(bucketKey)) ?? (await beginUpload(bucketKey, contentType));
        const part = { PartNumber: number, ContentLength: bytes, ContentMD5: md5 };
        const url = await getSignedUrl(
          client,
          new UploadPartCommand({ Bucket: bucket, Key: bucketKey, UploadId, ...part }),
          {
            expiresIn: addressLifetime,
            signableHeaders: new Set(['content-length', 'content-md5']),
            unhoistableHeaders: new Set(['content-md5']),
          },
        );
        return { url, headers: { 'Content-MD5': md5 } };
      }),

    abandon: (bucketKey) =>
      understood(async () => {
        const UploadId = await openUpload(bucketKey);
        if (UploadId !== undefined)
          await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key: bucketKey, UploadId }), until);
        return null;
      }),
  };
}

/** The bucket's answers in the words of the service's. They say nothing about the service, and so do not go through its gate. */
async function understood<T>(work: () => Promise<T>): Promise<Understood<T>> {
  try {
    return { kind: 'accepted', value: await work(), status: 200, etag: null };
  } catch (error) {
    const { name, message, $metadata } = error as Error & { readonly $metadata?: { readonly httpStatusCode?: number } };
    const status = $metadata?.httpStatusCode;
    if (status === undefined) return { kind: 'unreachable', why: name };
    if (status === 429 || status === 503) return { kind: 'busy', retryAfterMs: null, status };
    if (status < 400 || status >= 500) return { kind: 'faulty', status };
    return { kind: 'refused', refusal: { status, code: name.slice(0, 100), message: message.slice(0, 500) }, body: '' };
  }
}
