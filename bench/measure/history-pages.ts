import type { Database } from '../../src/station/db/database.ts';
import { historyFacets, historyPage } from '../../src/station/history/history.ts';
import type { InspectionFilter } from '../../src/station/inspections/filter.ts';
import type { PageKey } from '../../src/station/inspections/pages.ts';
import { percentile } from './statistics.ts';

/** Times in ms of reading one page of 100 rows: by the clock, and of this process alone, as on a machine of its own. */
export interface PageTimes {
  readonly filter: string;
  readonly pages: number;
  readonly p50: number;
  readonly p95: number;
  readonly cpuP50: number;
  readonly cpuP95: number;
  /** The page that took longest, in processor time, and what was asked for. */
  readonly longest: {
    readonly cpu: number;
    readonly page: number;
    readonly rows: number;
    readonly asked: InspectionFilter;
  };
}

/** When the board started before which such a share of all boards lies. */
export function startOf(db: Database, share: number): string {
  const before = `(SELECT cast(${share} * count(*) AS INTEGER) FROM inspections)`;
  return String(db.scalar(`SELECT started_at FROM inspections ORDER BY place LIMIT 1 OFFSET ${before}`));
}

const month = 30 * 86_400_000;

/** What a person can set, with values from the station, common ones and rare ones; a combination takes one of each kind or none. */
function choices(db: Database) {
  const facets = historyFacets(db);
  if (!facets.ok) throw new Error(facets.error.message);
  const { parts, types, models, persons } = facets.value;
  const pick = (list: readonly string[], count: number) =>
    list.filter((_, index) => index % Math.max(1, Math.floor(list.length / count)) === 0).slice(0, count);
  const at = (share: number): string => startOf(db, share);
  const monthFrom = (from: string) => ({ from, to: new Date(Date.parse(from) + month).toISOString() });
  return {
    search: ['PCB-10', 'LOT-00', 'SN-0000', 'SN-000012', 'SN-00009999'],
    part: pick(parts, 3),
    lot: ['LOT-000019', ...facets.value.lots.slice(0, 1)],
    serial: ['SN-00000500'],
    status: ['completed', 'failed'] as const,
    verdict: ['pass', 'fail', 'undecided'] as const,
    type: pick(types, 3),
    model: pick(models, 2),
    person: pick(persons, 3),
    range: [{ from: at(0.96) }, monthFrom(at(0.25)), { to: at(0.5) }],
  };
}

/**
 * Reads up to three pages, one after another, of every combination of filter kinds (2^10), its values drawn with fixed
 * numbers, `rounds` times. One entry for each combination, slowest first.
 */
export function historyPages(db: Database, rounds: number): readonly PageTimes[] {
  const kinds = choices(db);
  const names = Object.keys(kinds) as (keyof typeof kinds)[];
  const times = new Map<string, { clock: number[]; cpu: number[]; longest: PageTimes['longest'] }>();
  let draw = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (let set = 0; set < 1 << names.length; set += 1) {
      const chosen = names.filter((_, bit) => (set >> bit) & 1);
      let filter: InspectionFilter = {};
      for (const name of chosen) {
        draw += 7;
        const values: readonly unknown[] = kinds[name];
        const value = values[(draw + round) % values.length];
        filter = name === 'range' ? { ...filter, ...(value as object) } : { ...filter, [name]: value };
      }
      const key = chosen.join('+') || 'none';
      const list = times.get(key) ?? { clock: [], cpu: [], longest: { cpu: 0, page: 0, rows: 0, asked: filter } };
      times.set(key, list);
      let after: PageKey | null = null;
      for (let page = 0; page < 3; page += 1) {
        const started = performance.now();
        const cpuStarted = process.cpuUsage();
        const read = historyPage(db, { filter, after, limit: 100 });
        const cpu = process.cpuUsage(cpuStarted);
        list.clock.push(performance.now() - started);
        if (!read.ok) throw new Error(read.error.message);
        const ms = (cpu.user + cpu.system) / 1000;
        list.cpu.push(ms);
        if (ms > list.longest.cpu) list.longest = { cpu: ms, page, rows: read.value.rows.length, asked: filter };
        after = read.value.next;
        if (after === null) break;
      }
    }
  }
  return [...times]
    .map(([filter, list]) => ({
      filter,
      pages: list.clock.length,
      p50: percentile(list.clock, 0.5),
      p95: percentile(list.clock, 0.95),
      cpuP50: percentile(list.cpu, 0.5),
      cpuP95: percentile(list.cpu, 0.95),
      longest: list.longest,
    }))
    .sort((a, b) => b.cpuP95 - a.cpuP95);
}
