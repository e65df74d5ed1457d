import { type Bucket, fullBucket, pieceBytes, take } from '../../core/sync/token-bucket.ts';
import type { Timing } from './transport.ts';

/** Keeps what is sent within the site's bandwidth cap. */
export interface Throttle {
  /** Milliseconds until a document may go: none goes while an earlier one is not paid for. */
  waitMs(): number;
  /** A document goes now, whole. */
  charge(bytes: number): void;
  /** The same bytes in pieces, each when it may go. */
  slowed(stream: AsyncIterable<Uint8Array>, stop: AbortSignal): AsyncIterable<Uint8Array>;
}

/** @param perSecond Bytes; null: no cap. */
export function throttle(perSecond: number | null, timing: Timing): Throttle {
  if (perSecond === null) return { waitMs: () => 0, charge: () => undefined, slowed: (stream) => stream };
  let bucket: Bucket = fullBucket(perSecond, timing.nowMs());
  const takeBytes = async (bytes: number, stop: AbortSignal): Promise<void> => {
    const taken = take(bucket, bytes, timing.nowMs());
    bucket = taken.bucket;
    if (taken.waitMs > 0) await timing.sleep(taken.waitMs, stop);
  };
  return {
    waitMs: () => take(bucket, 0, timing.nowMs()).waitMs,
    charge(bytes) {
      bucket = take(bucket, bytes, timing.nowMs()).bucket;
    },
    async *slowed(stream, stop) {
      const most = pieceBytes(bucket);
      for await (const chunk of stream) {
        for (let at = 0; at < chunk.length; at += most) {
          const piece = chunk.subarray(at, at + most);
          await takeBytes(piece.length, stop);
          yield piece;
        }
      }
    },
  };
}
