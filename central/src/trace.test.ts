import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { uuidv7 } from 'uuidv7';
import { describe, expect, it } from 'vitest';
import { startCentral, until } from './testing/central-fixture.ts';
import { traceOf } from './trace.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const parentId = '00f067aa0ba902b7';

describe('a trace', () => {
  it('goes on from the caller’s', () => {
    expect(traceOf(`00-${traceId}-${parentId}-01`)).toMatchObject({ traceId, parentId });
  });

  it.each([undefined, '', 'nonsense', `00-${'0'.repeat(32)}-${parentId}-01`, `00-${traceId}-${'0'.repeat(16)}-01`])(
    'begins here where the caller has none (%s)',
    (traceparent) => {
      const trace = traceOf(traceparent);
      expect(trace.parentId).toBeNull();
      expect(trace.traceId).toMatch(/^[0-9a-f]{32}$/);
    },
  );

  it('is told to the collector and is in the event of what was done', async () => {
    const received: string[] = [];
    const collector = createServer((request, response) => {
      void text(request).then((body) => {
        received.push(`${request.url} ${body}`);
        response.end('{}');
      });
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
    const { port } = collector.address() as AddressInfo;
    const central = await startCentral({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` } });
    await central.as('POST', '/v1/inspections', {
      key: uuidv7(),
      body: { lot: 'L' },
      headers: { traceparent: `00-${traceId}-${parentId}-01` },
    });
    const event = await central.service.db.selectFrom('events').select('trace_id').executeTakeFirstOrThrow();
    expect(event.trace_id).toBe(traceId);
    await central.stop();
    const told = await until(async () => received.find((body) => body.includes(traceId)));
    expect(told).toMatch(/^\/v1\/traces /);
    const { resourceSpans } = JSON.parse(told.slice(told.indexOf('{')));
    const spans = resourceSpans[0].scopeSpans[0].spans as { name: string; traceId: string; parentSpanId?: string }[];
    expect(spans).toContainEqual(
      expect.objectContaining({ name: 'POST /v1/inspections', traceId, parentSpanId: parentId }),
    );
    collector.close();
  });
});
