import { setTimeout as pause } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { sampleResults } from '../src/testing/sample-results.ts';
import type { BenchService } from './bench-service.ts';
import { percentiles } from './percentiles.ts';

const perSecond = 100;
const seconds = 20;

/**
 * What stations and people ask for, half of it writing, begun at a fixed rate whether or not the requests before are
 * answered: a service that falls behind shows it.
 */
export async function measureMixedLoad(service: BenchService) {
  const times = new Map<string, number[]>();
  const made: string[] = [];
  const withoutResults: string[] = [];
  const newest = (): string => made.at(-20) ?? made[0]!;
  const create = async (): Promise<Response> => {
    const inspection_id = uuidv7();
    const answer = await service.send('station', 'POST', '/v1/inspections', { inspection_id, lot: 'L-2', part: 'P-1' });
    made.push(inspection_id);
    withoutResults.push(inspection_id);
    return answer;
  };
  const announce = (): Promise<Response> =>
    service.send('station', 'POST', `/v1/inspections/${newest()}/artifacts`, {
      artifact_id: uuidv7(),
      content_type: 'image/jpeg',
      size_bytes: 100_000,
    });
  const results = (): Promise<Response> => {
    // Each inspection gets its results once; as long as the service is behind with making them, one is asked for.
    const id = withoutResults.shift();
    return id === undefined
      ? service.send('person', 'GET', `/v1/inspections/${newest()}`)
      : service.send('station', 'PUT', `/v1/inspections/${id}/results`, sampleResults());
  };
  const kinds: readonly (readonly [string, () => Promise<Response>])[] = [
    ['create', create],
    ['list inspections', () => service.send('person', 'GET', '/v1/inspections?limit=20')],
    ['announce', announce],
    ['list by lot', () => service.send('person', 'GET', '/v1/inspections?limit=20&lot=L-1')],
    ['results', results],
    ['list reports', () => service.send('person', 'GET', '/v1/reports?limit=20')],
    ['create', create],
    ['one inspection', () => service.send('person', 'GET', `/v1/inspections/${newest()}`)],
  ];
  await create();
  const cpu = process.cpuUsage();
  const requests: Promise<void>[] = [];
  const begun = performance.now();
  for (let i = 0; i < perSecond * seconds; i += 1) {
    await pause(Math.max(0, begun + (i * 1000) / perSecond - performance.now()));
    const [name, ask] = kinds[i % kinds.length]!;
    requests.push(
      (async () => {
        const started = performance.now();
        await (await ask()).arrayBuffer();
        const taken = times.get(name) ?? [];
        taken.push(performance.now() - started);
        times.set(name, taken);
      })(),
    );
  }
  await Promise.all(requests);
  const { user, system } = process.cpuUsage(cpu);
  const all = [...times.values()].flat();
  return {
    requests_per_second: perSecond,
    ...percentiles(all),
    cpu_ms_each: Number(((user + system) / 1000 / all.length).toFixed(2)),
    by_kind: Object.fromEntries([...times].map(([name, taken]) => [name, percentiles(taken)])),
  };
}
