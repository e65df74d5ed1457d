/** One original on its way: announced, sent whole or in parts, read back by the service. */
import { createHash } from 'node:crypto';
import { type Artifact, confirmArtifact, createArtifact, type Upload } from '@fiducial/protocol/api';
import { sendableType } from '../../core/sync/documents.ts';
import { type SyncError, syncError } from '../../core/sync/errors.ts';
import type { CentralClient, Understood } from './central-client.ts';
import type { PartAddress, PartTarget } from './part-target.ts';
import type { Throttle } from './throttle.ts';

/** A run of bytes within an original. */
interface ByteRange {
  readonly from: number;
  readonly bytes: number;
}

/** Opens a stored original by its path in the data directory, or a range of it. Reading throws where the disk fails. */
export type OpenOriginal = (storedPath: string, range?: ByteRange) => AsyncIterable<Uint8Array>;

/** What is sent. */
interface Picture {
  /** The artifact's id, the same in every try. */
  readonly id: string;
  readonly inspectionId: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly format: string;
  readonly storedPath: string;
}

export type PictureOutcome =
  | { readonly kind: 'sent'; readonly receipt: Artifact }
  | { readonly kind: 'refused' | 'fault'; readonly error: SyncError }
  /** The service as a whole, or this program, stopped: nothing is said about the picture. */
  | { readonly kind: 'interrupted' }
  /** Facts came up between two parts: they go first. */
  | { readonly kind: 'stood back' };

type Failure = Exclude<PictureOutcome, { kind: 'sent' }>;

export interface UploadParts {
  readonly client: CentralClient;
  readonly throttle: Throttle;
  readonly stop: AbortSignal;
  readonly openOriginal: OpenOriginal;
  /** Where parts go. */
  readonly partTarget: PartTarget;
  /** Where they go if the service's store is a bucket that this station has credentials for; null: it has none. */
  readonly bucketParts: PartTarget | null;
  /** Whether a picture, or a part of one, may begin now. */
  readonly mayBegin: () => boolean;
}

export interface PictureUpload {
  /** @param begun Whether an earlier try, perhaps of another process, may have brought some of it there. */
  send(picture: Picture, begun: boolean): Promise<PictureOutcome>;
}

export function pictureUpload(parts: UploadParts): PictureUpload {
  const { client, throttle, stop, openOriginal, mayBegin } = parts;
  /** Large originals that were read through in this run and are what was stored. */
  const intact = new Set<string>();

  async function send(picture: Picture, begun: boolean): Promise<PictureOutcome> {
    // An earlier try may have brought all its bytes there: then they are not sent again.
    if (begun) {
      const there = await confirm(picture);
      if (there.kind !== 'refused') return there;
    }
    const upload = await announce(picture);
    if (upload.kind !== 'accepted') return failureOf(upload, 'SYNC_REFUSED');
    const { part_bytes: partBytes, bucket_key: bucketKey } = upload.value;
    const failure =
      partBytes !== null && picture.bytes > partBytes
        ? await putInParts(picture, partBytes, bucketKey)
        : await putWhole(picture, upload.value);
    return failure ?? confirm(picture);
  }

  const announce = ({ id, inspectionId, sha256, bytes, format }: Picture): Promise<Understood<Upload>> =>
    client.call(createArtifact, {
      params: { inspection_id: inspectionId },
      body: { artifact_id: id, kind: 'raw', content_type: sendableType(format), size_bytes: bytes, sha256 },
    });

  /** Null where the store took the bytes and they are the ones that were stored here. */
  async function putWhole({ sha256, bytes, storedPath }: Picture, { upload_url, headers }: Upload) {
    const digest = createHash('sha256');
    const failure = await put({ url: upload_url, headers }, bytes, openOriginal(storedPath), (piece) =>
      digest.update(piece),
    );
    return failure ?? damageOf(sha256, digest.digest('hex'));
  }

  /** Null where the store has all parts. It is asked what it has, so that none goes twice. */
  async function putInParts(picture: Picture, announced: number, bucketKey: string | null): Promise<Failure | null> {
    const damage = await readThrough(picture);
    if (damage !== null) return damage;
    const { id, inspectionId, bytes, format } = picture;
    const original = {
      inspectionId,
      artifactId: id,
      contentType: sendableType(format) ?? 'application/octet-stream',
      partBytes: announced,
      bucketKey: bucketKey ?? '',
    };
    const target = (bucketKey === null ? null : parts.bucketParts) ?? parts.partTarget;
    const there = await target.received(original);
    if (there.kind !== 'accepted') return failureOf(there, 'SYNC_UPLOAD_REFUSED');
    const { partBytes, received } = there.value;
    for (let number = 1; (number - 1) * partBytes < bytes; number += 1) {
      const from = (number - 1) * partBytes;
      const range = { from, bytes: Math.min(partBytes, bytes - from) };
      if (received.get(number) === range.bytes) continue;
      const failure = await putPart(picture, range, (md5) =>
        target.address(original, { number, bytes: range.bytes, md5 }),
      );
      if (failure !== null) return failure;
    }
    return null;
  }

  /**
   * A part is read twice, for its MD5 and to be sent, instead of being kept: what an original takes of the memory does
   * not depend on its size.
   */
  async function putPart(
    { storedPath }: Picture,
    range: ByteRange,
    addressFor: (md5: string) => ReturnType<PartTarget['address']>,
  ): Promise<Failure | null> {
    const digest = createHash('md5');
    if (!(await readInto(digest, storedPath, range))) return unreadable;
    if (!mayBegin()) return { kind: 'stood back' };
    const address = await addressFor(digest.digest('base64'));
    if (address.kind !== 'accepted') return failureOf(address, 'SYNC_UPLOAD_REFUSED');
    return put(address.value, range.bytes, openOriginal(storedPath, range), () => undefined);
  }

  /** Before the first part goes: damage that shows when all are there would cost them all. */
  async function readThrough({ id, sha256, storedPath }: Picture): Promise<Failure | null> {
    if (intact.has(id)) return null;
    const digest = createHash('sha256');
    if (!(await readInto(digest, storedPath))) return unreadable;
    const damage = damageOf(sha256, digest.digest('hex'));
    if (damage === null) intact.add(id);
    return damage;
  }

  async function readInto(digest: { update(piece: Uint8Array): unknown }, storedPath: string, range?: ByteRange) {
    try {
      for await (const piece of openOriginal(storedPath, range)) digest.update(piece);
      return true;
    } catch {
      return false;
    }
  }

  async function put(
    { url, headers }: PartAddress,
    bytes: number,
    stream: AsyncIterable<Uint8Array>,
    see: (piece: Uint8Array) => void,
  ): Promise<Failure | null> {
    let isReadable = true;
    const seen = (async function* () {
      try {
        for await (const piece of stream) {
          see(piece);
          yield piece;
        }
      } catch (thrown) {
        isReadable = false;
        throw thrown;
      }
    })();
    const answer = await client.upload(url, headers, { bytes, stream: throttle.slowed(seen, stop) });
    if (!isReadable) return unreadable;
    return answer.kind === 'accepted' ? null : failureOf(answer, 'SYNC_UPLOAD_REFUSED');
  }

  async function confirm({ id, inspectionId, sha256, bytes }: Picture): Promise<PictureOutcome> {
    const answer = await client.call(confirmArtifact, {
      params: { inspection_id: inspectionId },
      body: { artifact_id: id, sha256, size_bytes: bytes },
    });
    if (answer.kind === 'accepted') {
      const it = answer.value;
      intact.delete(id);
      const isIt = it.artifact_id === id && it.state === 'stored' && it.sha256 === sha256 && it.size_bytes === bytes;
      return isIt
        ? { kind: 'sent', receipt: it }
        : { kind: 'refused', error: syncError('SYNC_RECEIPT_DIFFERS', { sent: sha256, kept: it.sha256 ?? '' }) };
    }
    // Other bytes arrived: the disk is read again before they are sent again.
    if (answer.kind === 'refused' && answer.refusal.code === 'ARTIFACT_MISMATCH') intact.delete(id);
    return failureOf(answer, 'SYNC_REFUSED');
  }

  return { send };
}

const unreadable: Failure = { kind: 'refused', error: syncError('SYNC_ORIGINAL_UNREADABLE') };

const damageOf = (stored: string, found: string): Failure | null =>
  stored === found ? null : { kind: 'refused', error: syncError('SYNC_ORIGINAL_DAMAGED', { stored, found }) };

function failureOf(
  answer: Exclude<Understood<unknown>, { kind: 'accepted' }>,
  code: 'SYNC_REFUSED' | 'SYNC_UPLOAD_REFUSED',
): Failure {
  switch (answer.kind) {
    case 'refused': {
      const { status, code: refusal, message } = answer.refusal;
      return { kind: 'refused', error: syncError(code, { status, refusal, said: message }) };
    }
    case 'faulty':
      return { kind: 'fault', error: syncError('SYNC_FAULTY', { status: answer.status }) };
    default:
      return { kind: 'interrupted' };
  }
}
