import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { SpanSink } from '../ports/span-sink.ts';
import { inTrace, type Trace, traceOf } from '../trace.ts';

/** Every request is a span, and what it leads to belongs to its trace. */
export function traceRequests(app: FastifyInstance, spans: SpanSink): void {
  const traces = new WeakMap<FastifyRequest, Trace>();
  app.addHook('onRequest', (request, _reply, done) => {
    const { traceparent } = request.headers;
    const trace = traceOf(typeof traceparent === 'string' ? traceparent : undefined);
    traces.set(request, trace);
    request.log = request.log.child({ traceId: trace.traceId });
    inTrace(trace, done);
  });
  app.addHook('onResponse', async (request, reply) => {
    const trace = traces.get(request);
    if (trace === undefined) return;
    const route = request.routeOptions.url ?? 'none';
    const endedMs = Date.now();
    spans.take({
      trace,
      name: `${request.method} ${route}`,
      kind: 'server',
      startedMs: endedMs - reply.elapsedTime,
      endedMs,
      failed: reply.statusCode >= 500,
      attributes: {
        'http.request.method': request.method,
        'http.route': route,
        'http.response.status_code': reply.statusCode,
      },
    });
  });
}
