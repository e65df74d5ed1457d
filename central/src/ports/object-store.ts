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

/** Of the store itself; what clients did wrong is in the results of each method. */
export type StoreFailure = 'missing' | 'unavailable';

/**
 * Where bytes are kept, by key. Keys are made by this service from ids and fixed words. Every implementation passes
 * `testing/object-store-contract.ts`.
 */
export interface ObjectStore {
  /** A URL that takes one PUT of one object for 15 minutes. A second PUT replaces the first until `settle`. */
  presignPut(wish: UploadWish): Promise<PresignedUpload>;
  /** A URL that gives an object for 15 minutes, under that file name and type. */
  presignGet(key: string, file: { name: string; contentType: string }, baseUrl: string): Promise<string>;
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
