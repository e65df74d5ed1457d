import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListPartsCommand,
  type ListPartsCommandOutput,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { ObjectDigest, ObjectStore, ReceivedPart, StoreFailure } from '../ports/object-store.ts';
import { countOfParts, partsOfPlan, urlLifetime } from '../ports/object-store.ts';
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
  /** 5 MiB at least, as Amazon's own. */
  readonly partBytes: number;
}

export interface S3Store extends ObjectStore {
  /**
   * Makes the bucket where there is none, and has it drop uploads that were never confirmed. Confirmed objects go by the
   * service's own sweep, because a bucket's rules know nothing of what is held. Throws what the server answers.
   */
  prepareBucket(): Promise<void>;
  close(): void;
}

/** An upload in parts. */
interface OpenUpload {
  readonly key: string;
  readonly id: string;
  readonly begunAt: number;
}

/** Uploads go to a prefix of their own, so that no URL reaches an object that was confirmed. */
const uploadKey = (key: string): string => `uploads/${key}`;

/** A bucket of any S3 server. Only plain S3 is used: put, get, copy, delete, uploads in parts, presigned URLs, lifecycle. */
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

  /** Uploads in parts under a prefix that were begun and not ended, the first first. */
  const openUploads = async (Prefix: string): Promise<readonly OpenUpload[]> => {
    const found: OpenUpload[] = [];
    let page: ListMultipartUploadsCommandOutput | undefined;
    do {
      const from = { KeyMarker: page?.NextKeyMarker, UploadIdMarker: page?.NextUploadIdMarker };
      page = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix, ...from }));
      for (const { Key = '', UploadId = '', Initiated } of page.Uploads ?? [])
        found.push({ key: Key, id: UploadId, begunAt: Initiated?.getTime() ?? 0 });
    } while (page.IsTruncated === true);
    return found.sort((a, b) => a.begunAt - b.begunAt || (a.id < b.id ? -1 : 1));
  };

  /** Two requests at once may begin two; all that come later go on with the first. */
  const uploadsOf = async (key: string): Promise<readonly OpenUpload[]> =>
    (await openUploads(uploadKey(key))).filter((it) => it.key === uploadKey(key));

  const partsOf = async (key: string, UploadId: string) => {
    const parts: (ReceivedPart & { readonly etag: string })[] = [];
    let page: ListPartsCommandOutput | undefined;
    // By `IsTruncated` and not by the SDK's paginator: some servers name a next part after the last, too.
    do {
      const from = { PartNumberMarker: page?.NextPartNumberMarker };
      page = await client.send(new ListPartsCommand({ Bucket, Key: uploadKey(key), UploadId, ...from }));
      for (const { PartNumber = 0, Size = 0, ETag = '' } of page.Parts ?? [])
        parts.push({ number: PartNumber, bytes: Size, etag: ETag });
    } while (page.IsTruncated === true);
    return parts.sort((a, b) => a.number - b.number);
  };

  const abort = async (uploads: readonly OpenUpload[]): Promise<void> => {
    for (const { key, id } of uploads)
      await client.send(new AbortMultipartUploadCommand({ Bucket, Key: key, UploadId: id }));
  };

  return {
    partBytes: settings.partBytes,
    bucketKey: uploadKey,

    presignPart: ({ key, contentType, number, bytes, md5 }) =>
      answer(async () => {
        const Key = uploadKey(key);
        const begin = async () =>
          (await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ContentType: contentType }))).UploadId;
        const UploadId = (await uploadsOf(key))[0]?.id ?? (await begin());
        const command = new UploadPartCommand({
          Bucket,
          Key,
          UploadId,
          PartNumber: number,
          ContentLength: bytes,
          ContentMD5: md5,
        });
        const url = await getSignedUrl(signer, command, {
          expiresIn: urlLifetime,
          signableHeaders: new Set(['content-length', 'content-md5']),
          unhoistableHeaders: new Set(['content-md5']),
        });
        return {
          url,
          headers: { 'Content-MD5': md5 },
          expiresAt: new Date(Date.now() + urlLifetime * 1000),
        };
      }),

    receivedParts: (key) =>
      answer(async () => {
        const [upload] = await uploadsOf(key);
        return upload === undefined ? [] : partsOf(key, upload.id);
      }),

    async joinParts(key, plan) {
      const joined = await answer(async () => {
        const [upload, ...others] = await uploadsOf(key);
        if (upload === undefined) return false;
        const parts = partsOfPlan(plan, await partsOf(key, upload.id));
        if (parts.length !== countOfParts(plan)) return false;
        const MultipartUpload = { Parts: parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag })) };
        const of = { Bucket, Key: uploadKey(key), UploadId: upload.id };
        await client.send(new CompleteMultipartUploadCommand({ ...of, MultipartUpload }));
        await abort(others);
        return true;
      });
      if (!joined.ok) return joined;
      return joined.value ? ok(null) : fail('missing');
    },

    dropAbandoned: (before) =>
      answer(async () => {
        // Uploads that were sent whole go by the bucket's own rule.
        const old = (await openUploads(uploadKey(''))).filter(({ begunAt }) => begunAt < before.getTime());
        await abort(old);
        return old.length;
      }),

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
  return name === 'NoSuchKey' ||
    name === 'NotFound' ||
    name === 'NoSuchUpload' ||
    ($metadata?.httpStatusCode === 404 && name !== 'NoSuchBucket')
    ? 'missing'
    : 'unavailable';
}
