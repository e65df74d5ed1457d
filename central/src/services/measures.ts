import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Db } from '../database.ts';

/** What Prometheus reads of this copy of the service. */
export interface Measures {
  readonly contentType: string;
  text(): Promise<string>;
  /** One answered request. `route` is the pattern, never the path: ids would make a series each. */
  request(route: string, method: string, status: number, seconds: number): void;
  /** One try at a job. */
  job(outcome: string, seconds: number): void;
  event(topic: string): void;
  /** One try at publishing that failed. */
  eventsRefused(): void;
}

export function createMeasures(db: Db): Measures {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer a request',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const jobs = new Histogram({
    name: 'inference_duration_seconds',
    help: 'Time that one try at an inference job took',
    labelNames: ['outcome'],
    buckets: [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300],
    registers: [registry],
  });
  const events = new Counter({
    name: 'events_delivered_total',
    help: 'Events given to the publisher',
    labelNames: ['topic'],
    registers: [registry],
  });
  const refused = new Counter({
    name: 'events_refused_total',
    help: 'Tries at which the publisher did not take the events; they are kept and tried again',
    registers: [registry],
  });
  new Gauge({
    name: 'inference_jobs',
    help: 'Inference jobs that wait or run',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const rows = await db
        .selectFrom('jobs')
        .select(['state', ({ fn }) => fn.countAll<number>().as('count')])
        .where('state', 'in', ['queued', 'running'])
        .groupBy('state')
        .execute()
        .catch(() => []);
      for (const state of ['queued', 'running'])
        this.set({ state }, rows.find((row) => row.state === state)?.count ?? 0);
    },
  });
  new Gauge({
    name: 'events_waiting',
    help: 'Events that no publisher took yet',
    registers: [registry],
    async collect() {
      const row = await db
        .selectFrom('events')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('delivered_at', 'is', null)
        .executeTakeFirst()
        .catch(() => undefined);
      if (row !== undefined) this.set(row.count);
    },
  });
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    request: (route, method, status, seconds) => requests.observe({ route, method, status: String(status) }, seconds),
    job: (outcome, seconds) => jobs.observe({ outcome }, seconds),
    event: (topic) => events.inc({ topic }),
    eventsRefused: () => refused.inc(),
  };
}
