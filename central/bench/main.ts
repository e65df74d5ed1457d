/**
 * `npm run bench:central`: how many inspections a minute the service takes (metadata, a 100 kB image, results), how long
 * requests take under a mixed load, and how long a page of a list takes among a million rows. One JSON object on
 * standard output. On a database of its own with a disk flush for every commit, on this computer, client and service
 * in one process: what a busy computer shows is what it has left.
 */
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { pino } from 'pino';
import { uuidv7 } from 'uuidv7';
import { compose } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import { addDevice } from '../src/services/users.ts';
import { sampleResults } from '../src/testing/sample-results.ts';

const inspections = 1000;
const perBatch = 16;
const senders = 4;
const imageBytes = 100_000;
const perSecond = 100;
const seconds = 20;
const rows = 1_000_000;

const folder = await mkdtemp(join(tmpdir(), 'fiducial-bench-'));
await chmod(folder, 0o711);
const read = readConfig({ FIDUCIAL_CENTRAL_DIR: folder, LOG_LEVEL: 'silent', REQUESTS_PER_MINUTE: '10000000' });
if (!read.ok) throw new Error(read.message);
const service = await compose(read.config, pino({ level: 'silent' }));
await service.app.listen({ host: '127.0.0.1', port: 0 });
const url = `http://127.0.0.1:${(service.app.server.address() as AddressInfo).port}`;
const device = await addDevice(service.db, 'AOI-1');

try {
  const figures = {
    load_average: Number(loadavg()[0]?.toFixed(1)),
    sync: await measureSync(),
    mixed_load: await measureMixedLoad(),
    page_of_a_million: await measurePages(),
  };
  process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
} finally {
  await service.stop();
  await rm(folder, { recursive: true, force: true });
}

async function send(method: string, path: string, body?: object): Promise<Response> {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { 'x-api-token': device, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}

interface BatchAnswer {
  readonly total_failed: number;
  readonly results: readonly {
    readonly body: { readonly upload_url: string; readonly headers: Record<string, string> };
  }[];
}

async function sendBatch(items: readonly object[]): Promise<BatchAnswer> {
  const answer = (await (await send('POST', '/v1/sync/batch', { items })).json()) as BatchAnswer;
  if (answer.total_failed > 0) throw new Error(JSON.stringify(answer));
  return answer;
}

/** As a station with a backlog does it: everything of some boards in one call, their images, then what was sent. */
async function measureSync() {
  const cpu = process.cpuUsage();
  const started = performance.now();
  let left = inspections;
  const sender = async (): Promise<void> => {
    while (left > 0) {
      const boards = Array.from({ length: Math.min(perBatch, left) }, () => {
        const bytes = randomBytes(imageBytes);
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        return { inspection_id: uuidv7(), artifact_id: uuidv7(), bytes, sha256 };
      });
      left -= boards.length;
      const announced = await sendBatch(
        boards.flatMap(({ inspection_id, artifact_id, sha256 }) => [
          { type: 'inspection', body: { inspection_id, lot: 'L-1', part: 'P-1', serial: inspection_id } },
          { type: 'results', inspection_id, body: sampleResults() },
          {
            type: 'artifact',
            inspection_id,
            body: { artifact_id, content_type: 'image/jpeg', sha256, size_bytes: imageBytes },
          },
        ]),
      );
      await Promise.all(
        boards.map(async ({ bytes }, index) => {
          const { upload_url, headers } = announced.results[index * 3 + 2]!.body;
          const answer = await fetch(upload_url, { method: 'PUT', headers, body: bytes });
          if (!answer.ok) throw new Error(`PUT: ${answer.status}`);
        }),
      );
      await sendBatch(
        boards.map(({ inspection_id, artifact_id, sha256 }) => ({
          type: 'confirm',
          inspection_id,
          body: { artifact_id, sha256, size_bytes: imageBytes },
        })),
      );
    }
  };
  await Promise.all(Array.from({ length: senders }, sender));
  const wall = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return {
    inspections,
    per_minute: Math.round((inspections / wall) * 60),
    cpu_ms_each: Number(((user + system) / 1000 / inspections).toFixed(2)),
  };
}

/** Writes and reads in turn, begun at a fixed rate whether or not the ones before are answered. */
async function measureMixedLoad() {
  const times: number[] = [];
  const cpu = process.cpuUsage();
  const requests: Promise<void>[] = [];
  const timed = async (ask: () => Promise<Response>): Promise<void> => {
    const started = performance.now();
    await (await ask()).arrayBuffer();
    times.push(performance.now() - started);
  };
  const known: string[] = [];
  const kinds = [
    () => {
      const inspection_id = uuidv7();
      known.push(inspection_id);
      return send('POST', '/v1/inspections', { inspection_id, lot: 'L-2' });
    },
    () => send('GET', '/v1/inspections?limit=20&lot=L-1'),
    () => send('GET', '/v1/reports?limit=20'),
    () => send('GET', '/v1/inspections?limit=20&status=complete'),
  ];
  const started = performance.now();
  for (let i = 0; i < perSecond * seconds; i += 1) {
    await pause(Math.max(0, started + (i * 1000) / perSecond - performance.now()));
    requests.push(timed(kinds[i % kinds.length]!));
  }
  await Promise.all(requests);
  const { user, system } = process.cpuUsage(cpu);
  const cpu_ms_each = Number(((user + system) / 1000 / times.length).toFixed(2));
  return { requests_per_second: perSecond, ...percentiles(times), cpu_ms_each };
}

async function measurePages() {
  const lot = await service.db
    .selectFrom('lots')
    .select('id')
    .where('lot_number', '=', 'L-1')
    .executeTakeFirstOrThrow();
  const step = 100_000;
  // In steps: the service's own pool ends statements that take over 30 s.
  for (let from = 1; from <= rows; from += step)
    await sql`INSERT INTO inspections (id, lot_id, serial, station, inspection_type, status, verdict, priority, metadata,
      draft_sha256, created_by, created_at)
    SELECT gen_random_uuid(), ${lot.id}, 'S-' || n, 'AOI-1', 'visual', 'COMPLETE',
      CASE WHEN n % 50 = 0 THEN 'FAIL' ELSE 'PASS' END, 5, '{}', '', 'bench', now() - n * interval '1 second'
    FROM generate_series(${from}::integer, ${from + step - 1}::integer) AS n`.execute(service.db);
  // What Postgres has to do after so many new rows is not what is measured.
  await service.db.connection().execute(async (connection) => {
    for (const statement of ['SET statement_timeout = 0', 'VACUUM ANALYZE inspections', 'CHECKPOINT', 'RESET ALL'])
      await sql.raw(statement).execute(connection);
  });
  const times: Record<string, number[]> = {};
  for (const query of ['', 'lot=L-1', 'verdict=fail', 'status=complete&station=AOI-1']) {
    const taken: number[] = [];
    let cursor = '';
    for (let page = 0; page < 60; page += 1) {
      const started = performance.now();
      const answer = (await (await send('GET', `/v1/inspections?limit=100&${query}${cursor}`)).json()) as {
        next_cursor: string;
      };
      taken.push(performance.now() - started);
      cursor = `&cursor=${answer.next_cursor}`;
    }
    times[query === '' ? 'all' : query] = taken;
  }
  return {
    rows,
    page: 100,
    by_filter: Object.fromEntries(Object.entries(times).map(([query, taken]) => [query, percentiles(taken)])),
  };
}

function percentiles(times: readonly number[]) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => Number((sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1));
  return { median_ms: at(0.5), p95_ms: at(0.95), p99_ms: at(0.99) };
}
