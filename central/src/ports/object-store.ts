import type { Readable } from 'node:stream';
import type { Result } from '../result.ts';

/** What an object is, as its bytes say. */
export interface ObjectDigest {
  readonly sha256: string;
  readonly bytes: number;
}

export interface UploadWish {
  readonly key: string;
  readonly contentType: string;
  /** Null where the client announced none; then the URL takes any. */
  readonly sha256: string | null;
  readonly bytes: number | null;
  /** How clients reach this service, for stores that are served by it. */
  readonly baseUrl: string;
}

interface PresignedUpload {
  readonly url: string;
  /** To be sent with the PUT exactly so. */
  readonly headers: Readonly<Record<string, string>>;
  readonly expiresAt: Date;
}

/** How an object is cut into parts: each has `partBytes`, the last what remains. Numbers count from 1. */
export interface PartPlan {
  readonly bytes: number;
  readonly partBytes: number;
}

interface PartWish {
  readonly key: string;
  readonly contentType: string;
  readonly number: number;
  readonly bytes: number;
  /** Base64. The store refuses other bytes. */
  readonly md5: string;
  readonly baseUrl: string;
}

/** A part that arrived whole. */
export interface ReceivedPart {
  readonly number: number;
  readonly bytes: number;
}

/** Of the store itself; what clients did wrong is in the results of each method. */
export type StoreFailure = 'missing' | 'unavailable';

/**
 * Where bytes are kept, by key. Keys are made by this service from ids and fixed words. Every implementation passes
 * `testing/object-store-contract.ts`.
 */
export interface ObjectStore {
  /** Objects larger than this can be sent in parts of this size. */
  readonly partBytes: number;
  /** Where an upload for `key` goes in the store's bucket; null where the store is none. */
  bucketKey(key: string): string | null;
  /** A URL that takes one PUT of one object for 15 minutes. A second PUT replaces the first until `settle`. */
  presignPut(wish: UploadWish): Promise<PresignedUpload>;
  /** A URL that gives an object for 15 minutes, under that file name and type. */
  presignGet(key: string, file: { name: string; contentType: string }, baseUrl: string): Promise<string>;
  /** A URL that takes one PUT of one part of `key` for 15 minutes. */
  presignPart(wish: PartWish): Promise<Result<PresignedUpload, StoreFailure>>;
  /** The parts of `key` that are here, by number; none where none were sent, or where they were joined. */
  receivedParts(key: string): Promise<Result<readonly ReceivedPart[], StoreFailure>>;
  /**
   * Makes what was uploaded for `key` of its parts, in their order, where all of the plan are here; then they are gone.
   * `missing`: they are not all here, and those that are stay.
   */
  joinParts(key: string, plan: PartPlan): Promise<Result<null, StoreFailure>>;
  /** Drops uploads, in parts and whole, that were begun before a moment and never settled. Says how many. */
  dropAbandoned(before: Date): Promise<Result<number, StoreFailure>>;
  /**
   * Moves what was uploaded for `key` to `key` itself, where no upload URL reaches it, and says what it is by reading all
   * of it. Asked again, it says the same. `missing`: nothing was uploaded.
   */
  settle(key: string): Promise<Result<ObjectDigest, StoreFailure>>;
  /** Puts bytes of this service's own making at `key`. */
  write(key: string, bytes: Uint8Array, contentType: string): Promise<Result<null, StoreFailure>>;
  read(key: string): Promise<Result<Readable, StoreFailure>>;
  /** No error where there was none. */
  remove(key: string): Promise<Result<null, StoreFailure>>;
  /** Whether the store answers. */
  isReady(): Promise<boolean>;
}

/** Seconds that a presigned URL holds. */
export const urlLifetime = 15 * 60;

/** Size of a part. */
export const sizeOfPart = ({ bytes, partBytes }: PartPlan, number: number): number =>
  Math.max(0, Math.min(partBytes, bytes - (number - 1) * partBytes));

export const countOfParts = ({ bytes, partBytes }: PartPlan): number => Math.ceil(bytes / partBytes);

/** The parts of a plan that are here; others, of an earlier plan, are no part of it. */
export const partsOfPlan = <P extends ReceivedPart>(plan: PartPlan, received: readonly P[]): readonly P[] =>
  received.filter(({ number, bytes }) => bytes === sizeOfPart(plan, number));

/** Where nothing else is said: an interruption costs seconds even on a slow line. */
export const usualPartBytes = 8 * 1024 ** 2;
