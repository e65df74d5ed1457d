/** The network as it is: HTTP by Node's own client. */
import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Clock } from '../../core/kernel/clock.ts';
import type { Reply } from '../../core/sync/answer.ts';
import type { ByteSource, Exchange, Timing, Transport } from './transport.ts';

/** A call that gives no answer for so long has none. */
const callTimeoutMs = 60_000;
/** Bytes of an answer that are read. Documents are small; what is larger is none. */
const largestAnswer = 16 * 1024 * 1024;

export const httpTransport: Transport = {
  async exchange(request): Promise<Reply> {
    const stalled = new AbortController();
    let timer = setTimeout(() => stalled.abort(), callTimeoutMs);
    const alive = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => stalled.abort(), callTimeoutMs);
    };
    try {
      const reply = await fetch(request.url, {
        method: request.method,
        headers: headersOf(request),
        redirect: 'manual',
        signal: AbortSignal.any([stalled.signal, request.stop]),
        ...bodyOf(request.body, alive),
      });
      const { status, headers } = reply;
      const body = await readBody(reply, request.sink, alive);
      const get = (name: string): string | null => headers.get(name);
      return { kind: 'reply', status, body, retryAfter: get('retry-after'), date: get('date'), etag: get('etag') };
    } catch (thrown) {
      return { kind: 'unreachable', why: reasonOf(thrown) };
    } finally {
      clearTimeout(timer);
    }
  },
};

function headersOf({ headers, body }: Exchange): Record<string, string> {
  if (body === null || typeof body === 'string') return { ...headers };
  return { ...headers, 'content-length': String(body.bytes) };
}

function bodyOf(body: string | ByteSource | null, alive: () => void): RequestInit {
  if (body === null) return {};
  if (typeof body === 'string') return { body };
  const watched = (async function* () {
    for await (const piece of body.stream) {
      // A slow line is no dead one.
      alive();
      yield piece;
    }
  })();
  return { body: watched as never, duplex: 'half' } as RequestInit;
}

async function readBody(reply: Response, sink: Exchange['sink'], alive: () => void): Promise<string> {
  if (sink === undefined || (reply.status !== 200 && reply.status !== 206)) return readText(reply);
  const watched = (async function* () {
    for await (const piece of reply.body ?? []) {
      alive();
      yield piece;
    }
  })();
  await sink(reply.status, watched);
  return '';
}

async function readText(reply: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of reply.body ?? []) {
    size += piece.length;
    if (size > largestAnswer) throw new Error('the answer is too large');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** The system's code where there is one: it says more than "fetch failed", and no secret. */
function reasonOf(thrown: unknown): string {
  const cause = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return cause instanceof Error ? cause.name : 'unknown';
}

export const systemTiming = (clock: Clock): Timing => ({
  nowMs: () => clock.monotonicMs(),
  wallMs: () => Date.now(),
  random: () => Math.random(),
  async sleep(ms, signal) {
    // What waits for the next try keeps no program alive.
    await sleepFor(Math.min(ms, 2 ** 31 - 1), undefined, { ref: true, ...(signal && { signal }) }).catch(
      () => undefined,
    );
  },
});
