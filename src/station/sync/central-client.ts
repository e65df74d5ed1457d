/** Calls to the central API: through the gate, with the token, every answer understood before anybody sees it. */
import type { Endpoint } from '@fiducial/protocol/api';
import type { z } from 'zod';
import { type Answer, answerOf, type Reply } from '../../core/sync/answer.ts';
import { type ClockOffset, clockOffset } from '../../core/sync/clock-offset.ts';
import type { SyncError } from '../../core/sync/errors.ts';
import { afterAnswer, afterUpload, closedFor, type Gate, openGate, waitOf } from '../../core/sync/gate.ts';
import type { Throttle } from './throttle.ts';
import type { ByteSource, Exchange, Timing, Transport } from './transport.ts';

/** An answer whose body was read by its schema. A body that does not fit is a fault of the service. */
export type Understood<T> =
  | { readonly kind: 'accepted'; readonly value: T; readonly status: number; readonly etag: string | null }
  | Exclude<Answer, { kind: 'accepted' }>
  /** 304: what was asked about is as it was. */
  | { readonly kind: 'unchanged' }
  /** Nothing was sent: sending was stopped while the call waited. */
  | { readonly kind: 'stopped' };

interface CallOptions {
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface StoreState {
  /** Milliseconds until it may be asked. */
  readonly waitMs: number;
  /** It did not answer last: one upload at a time goes to see. */
  readonly isSuspect: boolean;
  readonly problem: SyncError | null;
}

export interface CentralClient {
  /** Waits until the gate is open, then calls. */
  call<R extends z.ZodType>(
    endpoint: Endpoint<z.ZodType, z.ZodType, z.ZodType, R>,
    options?: CallOptions,
  ): Promise<Understood<z.output<R>>>;
  /** As `call`, of an answer that is bytes: `sink` takes them as they come. */
  download(endpoint: Endpoint, options: CallOptions, sink: NonNullable<Exchange['sink']>): Promise<Understood<null>>;
  /**
   * Sends bytes to an address that the service gave; without the token, since it may be another host. `stopped` as well
   * while that host is not asked: an address is not kept until it may be.
   */
  upload(url: string, headers: Readonly<Record<string, string>>, body: ByteSource): Promise<Understood<string>>;
  /** Milliseconds until a call may begin. */
  waitMs(): number;
  /** Why nothing is called at present; null while the service answers. */
  problem(): SyncError | null;
  /** The host that uploads went to last. */
  store(): StoreState;
  /** Calls that the service took so far: others than the one that failed show that it works. */
  taken(): number;
  /** Lets the next call out at once: a person asked, or the settings changed. */
  reopen(): void;
}

export interface ClientParts {
  /** Base address of the service. */
  readonly url: string;
  readonly token: string;
  readonly transport: Transport;
  readonly timing: Timing;
  readonly throttle: Throttle;
  /** Ends every wait, and breaks off what is under way: each call can be repeated. */
  readonly stop: AbortSignal;
  /** What is still to be waited of what the service asked for before the program ended, ms. */
  readonly leftToWaitMs: number;
  /** The service asked for a wait; resolves when that would outlast this program. */
  readonly onAskedToWait: (waitMs: number) => Promise<unknown>;
  readonly onOffset: (offset: ClockOffset) => void;
  readonly onGate: () => void;
  /** A call has ended. `replied`: the service said something, whatever it was; `heldUp`: no other call goes out for now. */
  readonly onCalled: (outcome: { readonly replied: boolean; readonly heldUp: boolean }) => void;
}

export function centralClient(parts: ClientParts): CentralClient {
  const { timing, transport, throttle, stop, onOffset, onGate, onCalled } = parts;
  let gate: Gate = closedFor(parts.leftToWaitMs, timing.nowMs());
  /** Of each host that took uploads, by its origin: an announcement that the service takes says nothing of them. */
  const stores = new Map<string, Gate>();
  let lastStore = '';
  const storeGate = (): Gate => stores.get(lastStore) ?? openGate;
  let reopened = new AbortController();
  let taken = 0;
  let probe: Promise<unknown> | null = null;

  async function send(
    request: Exchange,
    exchangeNow: (request: Exchange) => Promise<Answer> = call,
  ): Promise<Answer | { readonly kind: 'stopped' }> {
    for (;;) {
      if (stop.aborted) return { kind: 'stopped' };
      // The gate and the cap are looked at together, right before the call: what waited for one asks the other again.
      const capMs = typeof request.body === 'string' ? throttle.waitMs() : 0;
      const waitMs = Math.max(waitOf(gate, timing.nowMs()), capMs);
      if (waitMs > 0) await timing.sleep(waitMs, AbortSignal.any([stop, reopened.signal]));
      else if (gate.failures > 0 && probe !== null) await probe;
      else break;
    }
    if (typeof request.body === 'string') throttle.charge(Buffer.byteLength(request.body));
    const exchange = exchangeNow(request);
    if (gate.failures > 0) {
      const mine = exchange.then(() => {
        if (probe === mine) probe = null;
      });
      probe = mine;
    }
    return exchange;
  }

  async function call(request: Exchange): Promise<Answer> {
    const { reply, answer } = await exchanged(request);
    const before = gate;
    gate = afterAnswer(gate, answer, timing.nowMs(), () => timing.random());
    onCalled({ replied: reply.kind === 'reply', heldUp: gate.problem !== null });
    if (before.problem?.code !== gate.problem?.code) onGate();
    if (answer.kind === 'busy' && answer.retryAfterMs !== null) await parts.onAskedToWait(answer.retryAfterMs);
    return answer;
  }

  async function uploaded(request: Exchange): Promise<Answer> {
    const { origin, host } = new URL(request.url);
    lastStore = origin;
    const { answer } = await exchanged(request);
    const before = storeGate();
    const after = afterUpload(stores.get(origin) ?? openGate, answer, host, timing.nowMs(), () => timing.random());
    stores.set(origin, after);
    // The service itself took it, or asked to wait: what it asks for holds for every call.
    if (answer.kind === 'busy' && answer.retryAfterMs !== null && origin === new URL(parts.url).origin) {
      gate = afterAnswer(gate, answer, timing.nowMs(), () => timing.random());
      await parts.onAskedToWait(answer.retryAfterMs);
    }
    if (before.problem?.code !== storeGate().problem?.code) onGate();
    // A store that fails again and again is what is at fault, and not the picture.
    return answer.kind === 'faulty' && after.problem !== null
      ? { ...answer, kind: 'busy', retryAfterMs: null }
      : answer;
  }

  async function exchanged(request: Exchange): Promise<{ readonly reply: Reply; readonly answer: Answer }> {
    const [sentMs, sentWall] = [timing.nowMs(), timing.wallMs()];
    const reply = await transport.exchange(request);
    measure(reply, sentMs, sentWall);
    const answer = answerOf(reply);
    if (answer.kind === 'accepted') taken += 1;
    return { reply, answer };
  }

  function measure(reply: Reply, sentMs: number, sentWall: number): void {
    if (reply.kind !== 'reply') return;
    const offset = clockOffset(reply.date, sentWall, timing.wallMs(), timing.nowMs() - sentMs);
    if (offset !== null) onOffset(offset);
  }

  return {
    async call(endpoint, { params = {}, body, headers = {} } = {}) {
      const isText = endpoint.bodyFormat === 'text';
      const text = body === undefined ? null : isText ? String(body) : JSON.stringify(body);
      const answer = await send({
        method: endpoint.method,
        url: new URL(filled(endpoint.path, params), parts.url).href,
        headers: {
          'x-api-token': parts.token,
          ...(text === null ? {} : { 'content-type': isText ? 'text/plain' : 'application/json' }),
          ...headers,
        },
        body: text,
        stop,
      });
      if (answer.kind !== 'accepted') return answer;
      const { status, etag } = answer;
      if (status === 304) return { kind: 'unchanged' };
      const parsed = endpoint.reply.safeParse(bodyOf(endpoint, answer));
      return parsed.success ? { kind: 'accepted', value: parsed.data, status, etag } : { kind: 'faulty', status };
    },
    async download(endpoint, { params = {}, headers = {} }, sink) {
      const answer = await send({
        method: endpoint.method,
        url: new URL(filled(endpoint.path, params), parts.url).href,
        headers: { 'x-api-token': parts.token, ...headers },
        body: null,
        sink,
        stop,
      });
      return answer.kind === 'accepted' ? { ...answer, value: null } : answer;
    },
    async upload(url, headers, body) {
      if (waitOf(stores.get(new URL(url).origin) ?? openGate, timing.nowMs()) > 0) return { kind: 'stopped' };
      const answer = await send({ method: 'PUT', url, headers, body, stop }, uploaded);
      // No token went there that could be refused: it is the address that was.
      if (answer.kind === 'unauthorised') return { kind: 'refused', refusal: answer.refusal, body: '' };
      return answer.kind === 'accepted' ? { ...answer, value: answer.body } : answer;
    },
    waitMs: () => waitOf(gate, timing.nowMs()),
    problem: () => gate.problem,
    store() {
      const { failures, closedUntilMs, problem } = storeGate();
      return { waitMs: Math.max(0, closedUntilMs - timing.nowMs()), isSuspect: failures > 0, problem };
    },
    taken: () => taken,
    reopen() {
      gate = openGate;
      stores.clear();
      // Calls that wait for it look again.
      reopened.abort();
      reopened = new AbortController();
    },
  };
}

function bodyOf(endpoint: Endpoint, { body }: { readonly body: string }): unknown {
  if (endpoint.replyType !== undefined) return body;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const filled = (path: string, params: Readonly<Record<string, string>>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
