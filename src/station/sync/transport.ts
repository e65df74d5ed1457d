import type { Reply } from '../../core/sync/answer.ts';

/** Bytes that are read while they are sent. */
export interface ByteSource {
  readonly bytes: number;
  /** Throws where the source cannot be read to its end. */
  readonly stream: AsyncIterable<Uint8Array>;
}

export interface Exchange {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | ByteSource | null;
  /**
   * Takes the bytes of a good answer (200, 206) as they come, in the place of `body`; may stop early, and must not throw.
   */
  readonly sink?: ((status: number, bytes: AsyncIterable<Uint8Array>) => Promise<void>) | undefined;
  /** Breaks the exchange off: its outcome is then as unknown as with a broken line. */
  readonly stop: AbortSignal;
}

/**
 * The network. Semantics: an exchange never throws; `unreachable` says nothing about whether the request had its effect;
 * redirects are not followed, since they would carry a token to a host that no site configured.
 */
export interface Transport {
  exchange(request: Exchange): Promise<Reply>;
}

/** Time and chance, handed in so that a simulation repeats. */
export interface Timing {
  /** Monotonic, ms. */
  nowMs(): number;
  /** Wall clock, ms since 1970. May jump. */
  wallMs(): number;
  /** Resolves after `ms`, or at once when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  random(): number;
}
