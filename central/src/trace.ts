import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** Where a piece of work stands in a trace (W3C Trace Context). Ids are lower-case hex: 16 bytes, and 8. */
export interface Trace {
  readonly traceId: string;
  readonly spanId: string;
  /** The caller's span; null where the trace begins here. */
  readonly parentId: string | null;
}

const header = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}$/;

/** Goes on with the caller's trace, or begins one where its `traceparent` is none. */
export function traceOf(traceparent: string | undefined): Trace {
  const [, traceId, parentId] = header.exec(traceparent ?? '') ?? [];
  const spanId = randomBytes(8).toString('hex');
  return traceId === undefined || parentId === undefined
    ? { traceId: randomBytes(16).toString('hex'), spanId, parentId: null }
    : { traceId, spanId, parentId };
}

const running = new AsyncLocalStorage<Trace>();

/** Everything that `work` starts belongs to the trace. */
export const inTrace = <T>(trace: Trace, work: () => T): T => running.run(trace, work);

export const currentTrace = (): Trace | null => running.getStore() ?? null;
