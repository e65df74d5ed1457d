/**
 * A station with so many inspections as nobody can wait for: a few lots are inspected and reviewed through the station,
 * each on a station of its own, and copied under new names, ids and moments with all that they left behind: rows, log with
 * its tree, outbox, words to filter by and their traces. The newest lots go through the station itself, one transaction a
 * change, so that what it keeps of single changes is as it would be. Its own verification of log and tables finds nothing.
 */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { noSigner } from '../../../src/station/audit/log-signer.ts';
import type { StationContext } from '../../../src/station/context.ts';
import { openToAll } from '../../../src/station/context.ts';
import { type Database, wrapDatabase } from '../../../src/station/db/database.ts';
import { openDatabase } from '../../../src/station/db/open.ts';
import { eachInspection, findStored } from '../../../src/station/inspections/read.ts';
import { type FilterFacts, sameWords } from '../../../src/station/inspections/words.ts';
import { ensureRecipe } from '../../../src/station/recipes/recipe-versions.ts';
import { filterFactsOf } from '../../../src/station/review/standing.ts';
import { hashOf } from '../../../src/station/testing/sample-inspection.ts';
import { must } from '../../../src/station/testing/station-fixture.ts';
import { lotCopier } from './copied-lots.ts';
import { drawnNumbers } from './drawn-numbers.ts';
import { inspectLot, type LineClock, type Lot, lineClock, lineRecipe, lotName, partName } from './inspected-lot.ts';
import { momentOf } from './line-hours.ts';
import { lineLots } from './line-lots.ts';
import { type LotTemplate, takeApart } from './lot-template.ts';
import { inspectedAndCopied, toldApart } from './told-apart.ts';

export interface Filling {
  readonly inspections: number;
  /** Lots that are inspected to be copied. */
  readonly templates: number;
  /** Boards at the end that go through the station itself. */
  readonly inspectedLast: number;
  readonly onProgress?: (boards: number) => void;
}

const stationName = 'line';
const began = Date.UTC(2024, 11, 30);
const lotsPerReview = 10;
const reviewsPerCommit = 10;
const waitingTemplates = 4;
const inspectedLotSize = 20;

function contextOf(db: Database, clock: LineClock): StationContext {
  const actor = { id: 'line', name: 'line', role: 'line' } as const;
  return { db, clock, station: stationName, actor, signer: noSigner, ...openToAll };
}

/** Makes `FOLDER/station.db`, unless it is there. */
export function filledStation(folder: string, filling: Filling): string {
  const file = join(folder, 'station.db');
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const partial = join(folder, 'partial.db');
  rmSync(partial, { force: true });
  fill(folder, partial, filling);
  renameSync(partial, file);
  return file;
}

function fill(folder: string, file: string, { inspections, templates, inspectedLast, onProgress }: Filling): void {
  const recipeSha256 = makeEmpty(file);
  const scratch = mkdtempSync(join(folder, 'lots-'));
  const made = (count: number, reviewed: boolean, seed: number) =>
    Array.from({ length: count }, (_, n) => madeTemplate(scratch, recipeSha256, n, reviewed, seed + n));
  const reviewed = made(templates, true, 100);
  const waiting = made(waitingTemplates, false, 9000);
  rmSync(scratch, { recursive: true });

  const random = drawnNumbers(11);
  let template = reviewed[0]!;
  const inspectedFrom = inspections - inspectedLast;
  const lots = lineLots(inspections, (isReviewed, boards) => {
    if (boards >= inspectedFrom) return inspectedLotSize;
    const choice = isReviewed ? reviewed : waiting;
    template = choice[Math.floor(random() * choice.length)]!;
    return template.lot.boards;
  });
  const last: Lot[] = [];
  const sqlite = new BetterSqlite3(file);
  try {
    // Nothing is lost by a kill: a station that is half made is made anew.
    sqlite.pragma('journal_mode = MEMORY');
    sqlite.pragma('synchronous = OFF');
    sqlite.pragma('foreign_keys = OFF');
    sqlite.pragma('cache_size = -1500000');
    const copier = lotCopier(wrapDatabase(sqlite), sqlite, 13);
    let copied = 0;
    let boards = 0;
    sqlite.exec('BEGIN');
    for (const lot of lots) {
      if (lot.boards < template.lot.boards || boards >= inspectedFrom) {
        last.push(lot);
      } else {
        copier.copy(template, lot);
        copied += 1;
      }
      boards += lot.boards;
      if (copied % lotsPerReview > 0) continue;
      copier.reviewed();
      if (copied % (lotsPerReview * reviewsPerCommit) > 0) continue;
      sqlite.exec('COMMIT');
      onProgress?.(boards);
      sqlite.exec('BEGIN');
    }
    copier.reviewed();
    sqlite.exec('COMMIT');
  } finally {
    sqlite.close();
  }
  inspectLast(file, last);
  tellApart(
    file,
    last.reduce((sum, { boards }) => sum + boards, 0),
  );
}

/** An empty station with the line's recipe; its hash. */
function makeEmpty(file: string): string {
  const db = must(openDatabase({ file }));
  try {
    const context = contextOf(db, lineClock(momentOf));
    return must(db.write(() => ensureRecipe(context, lineRecipe.name, lineRecipe.content))).sha256;
  } finally {
    db.close();
  }
}

function inspectLast(file: string, lots: readonly Lot[]): void {
  const db = must(openDatabase({ file }));
  try {
    const clock = lineClock(momentOf);
    const context = contextOf(db, clock);
    // Every other one is reviewed, though older boards still wait.
    for (const [n, lot] of lots.entries()) inspectLot(context, clock, { ...lot, reviewed: n % 2 === 0 });
  } finally {
    db.close();
  }
}

/** Throws where copied rows have another form than inspected ones. */
function tellApart(file: string, inspected: number): void {
  const db = must(openDatabase({ file }));
  try {
    const pairs = inspectedAndCopied(db, inspected);
    const differences = pairs.flatMap((pair) => toldApart(db, pair.inspected, pair.copied));
    if (differences.length > 0)
      throw new Error(`Copied rows can be told from inspected ones: ${differences.join('; ')}`);
  } finally {
    db.close();
  }
}

/** Inspects a lot on a station of its own and takes that apart. */
function madeTemplate(folder: string, recipeSha256: string, n: number, reviewed: boolean, seed: number): LotTemplate {
  const size = 12 + Math.floor(80 * drawnNumbers(seed)() ** 2);
  const lot: Lot = {
    part: partName(n),
    lot: lotName(n),
    firstSerial: 0,
    people: [0, 1],
    version: 0,
    boards: size,
    reviewed,
    seed,
    startsAt: 0,
  };
  const db = must(openDatabase({ file: join(folder, `${seed}.db`) }));
  try {
    const clock = lineClock((working) => began + working);
    const context = contextOf(db, clock);
    must(db.write(() => ensureRecipe(context, lineRecipe.name, lineRecipe.content)));
    const changes: { inspectionId: string; facts: FilterFacts }[] = [];
    inspectLot(context, clock, lot, (inspectionId) => {
      const stored = findStored(db, inspectionId);
      if (stored === null) throw new Error(`Inspection ${inspectionId} was recorded and is not there`);
      const facts = filterFactsOf(db, stored);
      const before = changes.findLast((change) => change.inspectionId === inspectionId);
      if (before === undefined || !sameWords(before.facts, facts)) changes.push({ inspectionId, facts });
    });
    const inspections = [...eachInspection(db)].map(must);
    const constants = new Set([recipeSha256, hashOf('model')]);
    return takeApart({ db, lot, began, constants, changes, inspections });
  } finally {
    db.close();
  }
}
