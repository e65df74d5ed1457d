import type { Logger } from '../ports/logger.ts';
import type { Span, SpanSink } from '../ports/span-sink.ts';

const everyMs = 5000;
/** What does not fit is dropped: a collector that is away must not fill the memory. */
const mostWaiting = 5000;

/** Sends spans to an OpenTelemetry collector (OTLP over HTTP, JSON). `endpoint`: without `/v1/traces`. */
export function createOtlpSpans(endpoint: string, serviceName: string, log: Logger): SpanSink {
  let waiting: Span[] = [];
  const send = async (): Promise<void> => {
    if (waiting.length === 0) return;
    const spans = waiting;
    waiting = [];
    try {
      const answer = await fetch(`${endpoint.replace(/\/+$/, '')}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(toOtlp(spans, serviceName)),
        signal: AbortSignal.timeout(3000),
      });
      if (!answer.ok) log.warn({ status: answer.status }, 'the collector took no spans');
    } catch (error) {
      log.warn({ err: error }, 'the collector cannot be reached');
    }
  };
  const timer = setInterval(() => void send(), everyMs);
  timer.unref();
  return {
    take(span) {
      if (waiting.length < mostWaiting) waiting.push(span);
    },
    async close() {
      clearInterval(timer);
      await send();
    },
  };
}

const kinds = { server: 2, worker: 1 } as const;
const nanoseconds = (ms: number): string => `${Math.round(ms * 1000)}000`;

const attribute = (key: string, value: string | number) => ({
  key,
  value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
});

const toOtlp = (spans: readonly Span[], serviceName: string) => ({
  resourceSpans: [
    {
      resource: { attributes: [attribute('service.name', serviceName)] },
      scopeSpans: [
        {
          scope: { name: serviceName },
          spans: spans.map(({ trace, name, kind, startedMs, endedMs, failed, attributes }) => ({
            traceId: trace.traceId,
            spanId: trace.spanId,
            ...(trace.parentId === null ? {} : { parentSpanId: trace.parentId }),
            name,
            kind: kinds[kind],
            startTimeUnixNano: nanoseconds(startedMs),
            endTimeUnixNano: nanoseconds(endedMs),
            attributes: Object.entries(attributes).map(([key, value]) => attribute(key, value)),
            status: failed ? { code: 2 } : {},
          })),
        },
      ],
    },
  ],
});
