import { sql } from 'kysely';
import { newestRows } from '../src/repositories/newest-rows.ts';
import { type Place, toPage } from '../src/repositories/place.ts';
import type { BenchService, Sender } from './bench-service.ts';
import { type Percentiles, percentiles } from './percentiles.ts';

const pageSize = 100;

type Filter = Readonly<Record<string, string>>;

/** A common and a rare value of each filter. Together they often fit nothing, which costs the most where no index knows. */
const inspectionFilters: Readonly<Record<string, readonly string[]>> = {
  status: ['complete', 'failed'],
  verdict: ['pass', 'fail'],
  lot: ['LOT-7', 'LOT-1200'],
  part: ['P-1', 'P-7'],
  station: ['AOI-1', 'AOI-7'],
};
/** Beside one other filter each: a serial number leaves a few boards. */
const serial = 'S-500';

const reportFilters: Readonly<Record<string, readonly string[]>> = {
  status: ['pass', 'fail'],
  lot: inspectionFilters.lot!,
  part: inspectionFilters.part!,
};

interface ListMeasure extends Percentiles {
  readonly rows: number;
  readonly page: number;
  /** Filters tried, each on first and deep pages. */
  readonly combinations: number;
  /** Of this process, which is service and client, for a page and a request for nothing; the database's is not in it. */
  readonly cpu_ms_each: number;
  /** `/healthz` between the pages, which asks no database: what the machine itself makes a request wait for. */
  readonly a_request_for_nothing: Percentiles;
  readonly slowest: readonly { readonly query: string; readonly ms: number; readonly page_rows: number }[];
}

/**
 * Blocks of 8 kB that Postgres reads for a page, which does not depend on what else the machine does. The most of all
 * combinations says whether there is a filter that no index knows.
 */
async function measureBlocks(service: BenchService) {
  const id = async (table: 'lots' | 'parts', name: string, value: string): Promise<string> => {
    const { rows } = await sql<{
      id: string;
    }>`SELECT id FROM ${sql.table(table)} WHERE ${sql.ref(name)} = ${value}`.execute(service.db);
    return rows[0]!.id;
  };
  const starts = await startsOf(service, 'inspections');
  const blocks: { readonly query: string; readonly blocks: number; readonly ms: number }[] = [];
  for (const filter of combinationsOf(inspectionFilters)) {
    const { status, verdict, lot, part, station, from, to } = filter;
    const equal = {
      lot_id: lot && (await id('lots', 'lot_number', lot)),
      part_id: part && (await id('parts', 'part_number', part)),
      station,
      serial: filter.serial,
    };
    const wanted = { status: status?.toUpperCase(), verdict: verdict?.toUpperCase(), equal, from, to };
    for (const { name, place } of starts) {
      const { rows } = await sql<{ 'QUERY PLAN': readonly ExplainedPlan[] }>`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)
        ${newestRows('inspections', wanted, place, pageSize + 1)}`.execute(service.db);
      const { Plan: plan, 'Execution Time': run, 'Planning Time': planning } = rows[0]!['QUERY PLAN'][0]!;
      blocks.push({
        query: `${name} ${new URLSearchParams(filter).toString()}`,
        blocks: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'],
        ms: Number((run + planning).toFixed(2)),
      });
    }
  }
  blocks.sort((a, b) => b.blocks - a.blocks);
  const times = blocks.map(({ ms }) => ms);
  return { ...percentiles(times), most_blocks: blocks[0]!.blocks, most: blocks.slice(0, 5) };
}

interface ExplainedPlan {
  readonly Plan: { readonly 'Shared Hit Blocks': number; readonly 'Shared Read Blocks': number };
  /** Milliseconds. */
  readonly 'Execution Time': number;
  readonly 'Planning Time': number;
}

/** Every page is asked for over HTTP, with every combination of filters: the first one, and ones far down the list. */
export async function measureInspectionPages(service: BenchService) {
  return {
    in_the_database: await measureBlocks(service),
    inspections: await measureList(service, 'person', 'inspections', inspectionFilters),
    reports: await measureList(service, 'person', 'reports', reportFilters),
    reports_of_a_station: await measureList(service, 'station', 'reports', reportFilters),
  };
}

async function measureList(
  service: BenchService,
  sender: Sender,
  table: 'inspections' | 'reports',
  values: Readonly<Record<string, readonly string[]>>,
): Promise<ListMeasure> {
  const starts = await startsOf(service, table);
  const count = await sql<{ rows: number }>`SELECT count(*) AS rows FROM ${sql.table(table)}`.execute(service.db);
  const combinations = combinationsOf(values);
  const times: number[] = [];
  const nothing: number[] = [];
  const slowest: ListMeasure['slowest'][number][] = [];
  const cpu = process.cpuUsage();
  for (const filter of combinations) {
    for (const { name, cursor } of starts) {
      const query = new URLSearchParams({
        limit: String(pageSize),
        ...filter,
        ...cursor,
      }).toString();
      const started = performance.now();
      const answer = await service.send(sender, 'GET', `/v1/${table}?${query}`);
      const { data } = (await answer.json()) as { data: readonly unknown[] };
      const ms = performance.now() - started;
      times.push(ms);
      const idle = performance.now();
      await (await service.send(sender, 'GET', '/healthz')).arrayBuffer();
      nothing.push(performance.now() - idle);
      const said = `${name} ${new URLSearchParams(filter).toString()}`;
      slowest.push({ query: said, ms: Number(ms.toFixed(1)), page_rows: data.length });
    }
  }
  const { user, system } = process.cpuUsage(cpu);
  slowest.sort((a, b) => b.ms - a.ms);
  return {
    rows: count.rows[0]!.rows,
    page: pageSize,
    combinations: combinations.length,
    ...percentiles(times),
    cpu_ms_each: Number(((user + system) / 1000 / times.length).toFixed(2)),
    a_request_for_nothing: percentiles(nothing),
    slowest: slowest.slice(0, 5),
  };
}

/** Every choice of some filters, none and all included, with every choice of their values; and each within a time. */
function combinationsOf(values: Readonly<Record<string, readonly string[]>>): readonly Filter[] {
  let found: readonly Filter[] = [{}];
  for (const [name, choices] of Object.entries(values))
    found = found.flatMap((filter) => [filter, ...choices.map((value) => ({ ...filter, [name]: value }))]);
  if (values.station !== undefined) found = [...found, { serial }, ...singles(values).map((it) => ({ ...it, serial }))];
  const day = 86_400_000;
  const range = { from: new Date(Date.now() - 4 * day).toISOString(), to: new Date(Date.now() - day).toISOString() };
  return found.flatMap((filter) => [filter, { ...filter, ...range }]);
}

const singles = (values: Readonly<Record<string, readonly string[]>>): readonly Filter[] =>
  Object.entries(values).flatMap(([name, choices]) => choices.map((value) => ({ [name]: value })));

/** Where a page begins, and how a client that walked there asks for it. */
interface Start {
  readonly name: string;
  readonly place: Place | null;
  readonly cursor: { readonly cursor?: string };
}

/** The list's beginning, its middle, and nearly its end. */
async function startsOf(service: BenchService, table: 'inspections' | 'reports'): Promise<readonly Start[]> {
  const starts: Start[] = [{ name: 'first', place: null, cursor: {} }];
  for (const [name, offset] of Object.entries({ middle: 500_000, end: 900_000 })) {
    const { rows } = await sql<{ id: string; created_at: Date }>`SELECT id, created_at FROM ${sql.table(table)}
      ORDER BY created_at DESC, id DESC OFFSET ${offset}::integer LIMIT 2`.execute(service.db);
    const { id, created_at } = rows[0]!;
    const cursor = toPage(rows, 1, () => null).next_cursor!;
    starts.push({ name, place: { id, time: created_at.toISOString() }, cursor: { cursor } });
  }
  return starts;
}
