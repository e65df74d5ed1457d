import { setImmediate as nextTurn } from 'node:timers/promises';
import { ok, type Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import { type InspectionFilter, wordFilter } from '../inspections/filter.ts';
import { addCalls, addYield, type CallCounts, noCalls, noYield, type YieldCounts } from './counts.ts';
import { type BoardTally, boardTallies, type CallTally, callTallies, chunkEnd, placesAtEnds } from './tallies.ts';

export interface StatisticsRequest {
  readonly filter: InspectionFilter;
  /** Minutes that local time is ahead of UTC. */
  readonly utcOffsetMinutes: number;
  /** Starts of the shifts in minutes after local midnight, ascending. */
  readonly shiftStarts: readonly number[];
}

export interface Statistics {
  readonly boards: YieldCounts;
  /** Ascending, the last 366 that have boards. */
  readonly days: (YieldCounts & { readonly day: string })[];
  readonly shifts: (YieldCounts & CallCounts & { readonly shift: number })[];
  /** Most defects first. */
  readonly types: (CallCounts & { readonly type: string })[];
  /** Most boards first, as models are. */
  readonly parts: (YieldCounts & CallCounts & { readonly part: string })[];
  readonly models: (YieldCounts & CallCounts & { readonly model: string })[];
}

const maxDays = 366;

export interface Counting {
  /** Inspections read at once; the usual number is some 60 ms of work. */
  readonly chunkSize?: number;
  /** Share of the time between the first board and the last one that is counted, 0..1; between chunks. */
  readonly onProgress?: (share: number) => void;
}

const usualChunk = 20_000;

/**
 * Yield and false calls over the inspections that fit. Reads a chunk at a time and lets other work in between, so that
 * a million boards hold up nothing; what is decided meanwhile may be counted or not. A board without a part or model
 * counts everywhere but there. Errors: DB_*.
 */
export async function summarise(
  db: Database,
  request: StatisticsRequest,
  { chunkSize = usualChunk, onProgress }: Counting = {},
): Promise<Result<Statistics, DbError>> {
  const { from, to } = wordFilter(request.filter);
  const boards: BoardTally[] = [];
  const calls: CallTally[] = [];
  for (let low: number | null = from; low !== null; ) {
    const start: number = low;
    const chunk = db.snapshot(() => {
      const end = chunkEnd(db, start, to, chunkSize);
      const range = { ...request, low: start, high: end ?? to };
      boards.push(...boardTallies(db, range));
      calls.push(...callTallies(db, range));
      return end;
    });
    if (!chunk.ok) return chunk;
    low = chunk.value;
    if (low !== null) onProgress?.(shareUpTo(db, low, from, to));
    await nextTurn();
  }
  return ok(statisticsOf(boards, calls));
}

/** How much of the time that has boards lies before a place. */
function shareUpTo(db: Database, place: number, from: number, to: number): number {
  const ends = db.read(() => placesAtEnds(db, from, to));
  if (!ends.ok || ends.value === null) return 0;
  const { first, last } = ends.value;
  return Math.min(1, (place - first) / Math.max(1, last - first));
}

function statisticsOf(boards: readonly BoardTally[], calls: readonly CallTally[]): Statistics {
  const both = { ...noYield, ...noCalls };
  const days = new Map<number, YieldCounts>();
  const shifts = new Map<number, YieldCounts & CallCounts>();
  const types = new Map<string, CallCounts>();
  const parts = new Map<string, YieldCounts & CallCounts>();
  const models = new Map<string, YieldCounts & CallCounts>();
  let sum = noYield;
  for (const { day, shift, part, model, outcome, boards: count } of boards) {
    const more = <C extends YieldCounts>(counts: C) => addYield(counts, outcome, count);
    sum = more(sum);
    change(days, day, noYield, more);
    change(shifts, shift, both, more);
    if (part !== null) change(parts, part, both, more);
    if (model !== null) change(models, model, both, more);
  }
  for (const { shift, part, model, type, verification, defects } of calls) {
    const more = <C extends CallCounts>(counts: C) => addCalls(counts, verification, defects);
    change(types, type, noCalls, more);
    change(shifts, shift, both, more);
    if (part !== null) change(parts, part, both, more);
    if (model !== null) change(models, model, both, more);
  }
  return {
    boards: sum,
    days: [...days]
      .sort(([a], [b]) => a - b)
      .slice(-maxDays)
      .map(([day, counts]) => ({ day: new Date(day * 86_400_000).toISOString().slice(0, 10), ...counts })),
    shifts: [...shifts].sort(([a], [b]) => a - b).map(([shift, counts]) => ({ shift, ...counts })),
    types: [...types].map(([type, counts]) => ({ type, ...counts })).sort((a, b) => b.found - a.found),
    parts: [...parts].map(([part, counts]) => ({ part, ...counts })).sort(mostBoards),
    models: [...models].map(([model, counts]) => ({ model, ...counts })).sort(mostBoards),
  };
}

function change<K, C>(counts: Map<K, C>, key: K, none: C, by: (counts: C) => C): void {
  counts.set(key, by(counts.get(key) ?? none));
}

const boardsOf = ({ pass, fail, undecided, notInspected }: YieldCounts): number =>
  pass + fail + undecided + notInspected;
const mostBoards = (a: YieldCounts, b: YieldCounts): number => boardsOf(b) - boardsOf(a);
