/** The bandwidth cap: a bucket that fills with `perSecond` bytes a second up to one second's worth. */
export interface Bucket {
  readonly perSecond: number;
  /** Bytes that may go out now. Below 0 after something larger than the bucket. */
  readonly tokens: number;
  /** When `tokens` was counted, ms on the monotonic clock. */
  readonly atMs: number;
}

export const fullBucket = (perSecond: number, nowMs: number): Bucket => ({ perSecond, tokens: perSecond, atMs: nowMs });

/** Largest piece that is taken at once, so that a picture never goes out in bursts above the cap. */
export const pieceBytes = ({ perSecond }: Bucket): number => Math.max(1, Math.min(65_536, Math.floor(perSecond)));

/**
 * Takes bytes out. `waitMs`: for so long they must wait before they go; who comes later waits behind them. In any time
 * of T seconds at most `perSecond` × (T + 1) bytes go out, in pieces that fit the bucket.
 */
export function take(
  bucket: Bucket,
  bytes: number,
  nowMs: number,
): { readonly bucket: Bucket; readonly waitMs: number } {
  const passed = Math.max(0, nowMs - bucket.atMs);
  const filled = Math.min(bucket.perSecond, bucket.tokens + (passed / 1000) * bucket.perSecond);
  const tokens = filled - bytes;
  return {
    bucket: { ...bucket, tokens, atMs: nowMs },
    waitMs: tokens >= 0 ? 0 : Math.ceil((-tokens / bucket.perSecond) * 1000),
  };
}
