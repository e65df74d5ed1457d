import { type Id, newId } from '../../core/kernel/ids.ts';
import { ok } from '../../core/kernel/result.ts';
import type { StationContext } from '../context.ts';
import { placeOf } from '../inspections/place.ts';
import { insertWords, touchFacets } from '../inspections/words.ts';
import { ensureRecipe } from '../recipes/recipe-versions.ts';
import { hashOf, sampleRecipe } from './sample-inspection.ts';
import { must } from './station-fixture.ts';

const types = ['open', 'short', 'mousebite', 'spur', 'copper', 'pin-hole'] as const;
const said = ['confirmed', 'confirmed', 'rejected', 'accepted', 'repaired'] as const;
const severities = ['low', 'medium', 'high', 'critical'] as const;
const boardsPerLot = 50;
const rowsPerCommit = 5000;

/**
 * Fills a station with `count` inspections, one a minute up to the end of 2026: a part's lots one after another, serial
 * numbers in order, a new model version every quarter of the time, every third board with defects, all but the last
 * twentieth reviewed by one of twelve people. The rows are those that recording and reviewing make, but they share one
 * audit entry: a filled station shows and counts like a real one and its log does not. For measurements and tests of
 * lists only.
 */
export function fillHistory(context: StationContext, count: number): void {
  const { db } = context;
  const random = generator(7);
  const end = Date.UTC(2026, 11, 31);
  const recipe = must(db.write(() => ensureRecipe(context, 'filled', sampleRecipe)));
  const modelSha256 = hashOf('model');
  const parts = Array.from({ length: 120 }, (_, n) => ({ id: uuid(), number: `PCB-${1000 + n}` }));
  const at = new Date(end).toISOString();
  must(
    db.write(() => {
      for (const part of parts) db.insert('parts', { ...part, created_at: at });
      return ok(null);
    }),
  );
  let lot = { id: '', number: '' };
  let part = parts[0]!;
  for (let first = 0; first < count; first += rowsPerCommit) {
    must(
      db.write(() => {
        for (let n = first; n < Math.min(count, first + rowsPerCommit); n += 1) insertBoard(n);
        return ok(null);
      }),
    );
  }

  function insertBoard(n: number): void {
    const startedAt = new Date(end - (count - n) * 60_000).toISOString();
    if (n % boardsPerLot === 0) {
      part = parts[Math.floor(random() * parts.length)]!;
      lot = { id: uuid(), number: `LOT-${String(n / boardsPerLot).padStart(6, '0')}` };
      db.insert('lots', { ...lot, part_id: part.id, created_at: startedAt });
    }
    const id = uuid();
    const board = { id: uuid(), serial: `SN-${String(n).padStart(8, '0')}` };
    db.insert('boards', { ...board, part_id: part.id, created_at: startedAt });
    const imageSha256 = hashOf(`board-${n}`);
    db.insert('images', {
      sha256: imageSha256,
      bytes: 1,
      format: 'png',
      stored_path: `images/${imageSha256}.png`,
      created_at: startedAt,
    });
    const failed = random() < 0.005;
    const reviewed = !failed && n < count * 0.95;
    const person = reviewed ? `Operator ${Math.floor(random() * 12)}` : null;
    const version = `1.${Math.floor((4 * n) / count)}.0`;
    const defects = failed || random() > 0.33 ? [] : Array.from({ length: 1 + Math.floor(random() * 3) }, madeDefect);
    const confirmed = defects.some(({ verification }) => verification === 'confirmed');
    const verdict = failed ? null : defects.length === 0 ? 'pass' : reviewed && !confirmed ? 'pass' : 'fail';
    const model = failed ? null : `pcb_defect_detector@${version}`;
    const shelf = reviewed ? 'done' : 'review';
    const place = placeOf(startedAt);
    const moment = { mono_ms: n, boot_id: 'filled', audit_seq: 0 };
    const by = { actor_id: 'filled', actor_name: person ?? 'line' };
    db.insert('inspections', {
      id,
      station: context.station,
      part_id: part.id,
      lot_id: lot.id,
      board_id: board.id,
      image_sha256: imageSha256,
      run: 1,
      recipe_id: recipe.id,
      status: failed ? 'failed' : 'completed',
      verdict,
      registration_poor: 0,
      error_code: failed ? 'ENGINE_CRASHED' : null,
      error_message: failed ? 'The engine was lost twice.' : null,
      result_sha256: imageSha256,
      revision: 1,
      ...by,
      started_at: startedAt,
      recorded_at: startedAt,
      ...moment,
      standing_verdict: verdict,
      shelf,
      defect_count: defects.length,
      undecided_count: reviewed ? 0 : defects.length,
      worst_severity: defects.find(({ verification }) => verification !== 'rejected')?.severity ?? null,
      model,
      place,
    });
    const use = { inspection_id: id, role: 'board', sha256: imageSha256, width: 640, height: 640 } as const;
    db.insert('inspection_images', { ...use, source_path: `${board.serial}.png` });
    if (model !== null) {
      db.insert('inferences', {
        id: uuid(),
        inspection_id: id,
        model_name: 'pcb_defect_detector',
        model_version: version,
        model_sha256: modelSha256,
        provider: 'cpu',
        used_golden: 1,
        timings_ms: '{}',
      });
    }
    for (const [position, defect] of defects.entries()) {
      const verification = reviewed ? defect.verification : 'not_verified';
      const box = { x: 10, y: 10, width: 20, height: 20 };
      const row = { ...defect, ...box, verification, inspection_id: id, position, confidence: 0.9, origin: 'model' };
      db.insert('defects', row);
    }
    if (person !== null) {
      const row = { id: uuid(), inspection_id: id, kind: 'signed', verdict, note: '', cause: 'person' };
      db.insert('sign_offs', { ...row, ...by, time: startedAt, ...moment });
    }
    const facts = {
      part: part.number,
      lot: lot.number,
      serial: board.serial,
      status: failed ? ('failed' as const) : ('completed' as const),
      standingVerdict: verdict,
      shelf,
      model,
      types: new Set(defects.map(({ type }) => type)),
      persons: person === null ? [] : [person],
    } as const;
    insertWords(db, place, facts);
    if (n % boardsPerLot === 0) touchFacets(db, facts, startedAt);
  }

  function madeDefect() {
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
    return { id: uuid(), type: pick(types), verification: pick(said), severity: pick(severities) };
  }
}

const uuid = (): string => newId<Id<'filled'>>();

/** Numbers in 0..1 that are the same on every machine (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
