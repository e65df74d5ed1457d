import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { ObjectDigest, ObjectStore, StoreFailure } from '../ports/object-store.ts';
import { urlLifetime } from '../ports/object-store.ts';
import { fail, ok, type Result } from '../result.ts';

export interface S3Settings {
  /** Null: Amazon's own for the region. */
  readonly endpoint: string | null;
  /** Of presigned URLs. */
  readonly publicEndpoint: string | null;
  readonly bucket: string;
  readonly region: string;
  /** Null: as the environment provides them (a role of the machine, a profile). */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | null;
}

export interface S3Store extends ObjectStore {
  /**
   * Makes the bucket where there is none, and has it drop uploads that were never confirmed. Confirmed objects go by the
   * service's own sweep, because a bucket's rules know nothing of what is held. Throws what the server answers.
   */
  prepareBucket(): Promise<void>;
  close(): void;
}

/** Uploads go to a prefix of their own, so that no URL reaches an object that was confirmed. */
const uploadKey = (key: string): string => `uploads/${key}`;

/** A bucket of any S3 server. Only plain S3 is used: put, get, copy, delete, presigned URLs, lifecycle. */
export function createS3Store(settings: S3Settings): S3Store {
  const { bucket: Bucket } = settings;
  const connect = (endpoint: string | null): S3Client =>
    new S3Client({
      region: settings.region,
      ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
      ...(settings.credentials === null ? {} : { credentials: settings.credentials }),
      // By default the SDK signs the checksum of an empty body into presigned PUTs, and streams with trailers that not
      // every server knows.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      maxAttempts: 3,
      requestHandler: { connectionTimeout: 3000, requestTimeout: 60_000 },
    });
  const client = connect(settings.endpoint);
  // Only signs; a URL holds for the address that it was signed for.
  const signer = connect(settings.publicEndpoint);

  const answer = async <T>(work: () => Promise<T>): Promise<Result<T, StoreFailure>> => {
    try {
      return ok(await work());
    } catch (error) {
      return fail(failureOf(error));
    }
  };

  const get = async (key: string) => {
    const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket, Key: key }));
    return { body: Body as Readable, etag: ETag };
  };

  return {
    async presignPut({ key, contentType, bytes }) {
      // A type that was announced must be sent; clients that announced nothing else send what they like.
      const isStrict = bytes !== null;
      const command = new PutObjectCommand({
        Bucket,
        Key: uploadKey(key),
        ...(isStrict ? { ContentType: contentType, ContentLength: bytes } : {}),
      });
      const url = await getSignedUrl(signer, command, {
        expiresIn: urlLifetime,
        ...(isStrict ? { signableHeaders: new Set(['content-type', 'content-length']) } : {}),
      });
      return {
        url,
        headers: { 'Content-Type': contentType },
        expiresAt: new Date(Date.now() + urlLifetime * 1000),
      };
    },

    presignGet(key, { name, contentType }) {
      const command = new GetObjectCommand({
        Bucket,
        Key: key,
        ResponseContentType: contentType,
        ResponseContentDisposition: `inline; filename*=UTF-8''${encodeURIComponent(name)}`,
      });
      return getSignedUrl(signer, command, { expiresIn: urlLifetime });
    },

    /** The copy is made only of the bytes that were read (their ETag): an upload meanwhile makes it fail, to be repeated. */
    async settle(key) {
      const uploaded = await answer(() => get(uploadKey(key)));
      if (!uploaded.ok) {
        if (uploaded.error !== 'missing') return uploaded;
        return answer(async () => digestOf((await get(key)).body));
      }
      return answer(async () => {
        const digest = await digestOf(uploaded.value.body);
        const source = `${Bucket}/${uploadKey(key)}`;
        const condition = uploaded.value.etag === undefined ? {} : { CopySourceIfMatch: uploaded.value.etag };
        await client.send(new CopyObjectCommand({ Bucket, Key: key, CopySource: encodeURI(source), ...condition }));
        await client.send(new DeleteObjectCommand({ Bucket, Key: uploadKey(key) }));
        return digest;
      });
    },

    write: (key, bytes, contentType) =>
      answer(async () => {
        await client.send(new PutObjectCommand({ Bucket, Key: key, Body: bytes, ContentType: contentType }));
        return null;
      }),

    read: (key) => answer(async () => (await get(key)).body),

    remove: (key) =>
      answer(async () => {
        await client.send(new DeleteObjectCommand({ Bucket, Key: key }));
        return null;
      }),

    async isReady() {
      return (await answer(() => client.send(new HeadBucketCommand({ Bucket })))).ok;
    },

    async prepareBucket() {
      const there = await answer(() => client.send(new HeadBucketCommand({ Bucket })));
      if (!there.ok) await client.send(new CreateBucketCommand({ Bucket }));
      await client.send(
        new PutBucketLifecycleConfigurationCommand({
          Bucket,
          LifecycleConfiguration: {
            Rules: [
              {
                ID: 'unconfirmed-uploads',
                Status: 'Enabled',
                Filter: { Prefix: 'uploads/' },
                Expiration: { Days: 7 },
                AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
              },
            ],
          },
        }),
      );
    },

    close() {
      client.destroy();
      signer.destroy();
    },
  };
}

async function digestOf(body: Readable): Promise<ObjectDigest> {
  const digest = createHash('sha256');
  let bytes = 0;
  for await (const chunk of body) {
    digest.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return { sha256: digest.digest('hex'), bytes };
}

/** What S3 answers for an object that is not there; everything else is the store's fault, or worth a retry. */
function failureOf(error: unknown): StoreFailure {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  return name === 'NoSuchKey' || name === 'NotFound' || ($metadata?.httpStatusCode === 404 && name !== 'NoSuchBucket')
    ? 'missing'
    : 'unavailable';
}
