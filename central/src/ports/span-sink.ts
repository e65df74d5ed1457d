import type { Trace } from '../trace.ts';

/** A piece of work that is over. Times in milliseconds since 1970. */
export interface Span {
  readonly trace: Trace;
  readonly name: string;
  readonly kind: 'server' | 'worker';
  readonly startedMs: number;
  readonly endedMs: number;
  readonly failed: boolean;
  readonly attributes: Readonly<Record<string, string | number>>;
}

/** Takes spans and never makes work wait for them. */
export interface SpanSink {
  take(span: Span): void;
  /** Sends what is left. */
  close(): Promise<void>;
}

export const noSpans: SpanSink = { take: () => undefined, close: async () => undefined };
