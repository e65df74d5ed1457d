/** What an HTTP reply means for the sender: whether to go on, to wait, or to look at the one item. */

export type Reply =
  | {
      readonly kind: 'reply';
      readonly status: number;
      readonly body: string;
      /** Header values as they came; null where there was none. */
      readonly retryAfter: string | null;
      readonly date: string | null;
      readonly etag: string | null;
    }
  /** No reply, or none within the time: nobody knows whether the request had its effect. */
  | { readonly kind: 'unreachable'; readonly why: string };

/** Words of the service about what it refused. */
interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export type Answer =
  | { readonly kind: 'accepted'; readonly status: number; readonly body: string; readonly etag: string | null }
  /** About this request only; sent again unchanged, it will be refused again. */
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly body: string }
  /** Not now. `retryAfterMs`: not before; null where the service did not say. */
  | { readonly kind: 'busy'; readonly retryAfterMs: number | null; readonly status: number }
  | { readonly kind: 'unauthorised'; readonly refusal: Refusal }
  /** The service failed; it may be this request, it may be all. */
  | { readonly kind: 'faulty'; readonly status: number }
  | { readonly kind: 'unreachable'; readonly why: string };

/** Longest Retry-After that is believed: a day. A service that means more says so again. */
const longestRetryAfterMs = 86_400_000;

export function answerOf(reply: Reply): Answer {
  if (reply.kind === 'unreachable') return reply;
  const { status, body, etag } = reply;
  if ((status >= 200 && status < 300) || status === 304) return { kind: 'accepted', status, body, etag };
  const retryAfterMs = retryAfter(reply.retryAfter, reply.date);
  if (status === 408 || status === 425 || status === 429 || status === 503)
    return { kind: 'busy', retryAfterMs, status };
  const refusal = refusalOf(status, body);
  if (status === 409 && refusal.code === 'IDEMPOTENCY_IN_FLIGHT') return { kind: 'busy', retryAfterMs, status };
  if (status === 401) return { kind: 'unauthorised', refusal };
  if (status === 403 && refusal.code === 'ACCESS_SCOPE') return { kind: 'unauthorised', refusal };
  if (status >= 400 && status < 500) return { kind: 'refused', refusal, body };
  // 5xx, and whatever a proxy or a captive portal says: a redirect is not followed, it could carry the token elsewhere.
  return { kind: 'faulty', status };
}

/** Seconds, or a date compared with the service's own clock, never with ours (RFC 9110 section 10.2.3). */
function retryAfter(value: string | null, date: string | null): number | null {
  if (value === null) return null;
  const text = value.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.parse(date ?? '');
  return Number.isFinite(ms) && ms >= 0 ? Math.min(ms, longestRetryAfterMs) : null;
}

/** The service's problem document, or what can be said without one. */
function refusalOf(status: number, body: string): Refusal {
  const unknown = { status, code: `HTTP_${status}`, message: `The service answered with status ${status}.` };
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return unknown;
  }
  if (typeof json !== 'object' || json === null || !('code' in json) || typeof json.code !== 'string') return unknown;
  const message = 'error' in json && typeof json.error === 'string' ? json.error : unknown.message;
  return { status, code: json.code.slice(0, 100), message: message.slice(0, 500) };
}
