import type { Database } from '../db/database.ts';
import { eachInspection } from '../inspections/read.ts';
import { standingOf } from '../review/standing.ts';
import { must } from './station-fixture.ts';

/** Where what lists show differs from what the decisions, kept in full, give; in words. Empty where all is well. */
export function wrongStandings(db: Database): readonly string[] {
  return [...eachInspection(db)].map(must).flatMap((inspection) => {
    const { id, defects, run } = inspection;
    const row = db.get(db.query.selectFrom('inspections').selectAll().where('id', '=', id));
    const runs = db.query.selectFrom('inspections').select('run').where('image_sha256', '=', inspection.imageSha256);
    const repeated = db.all(runs).some((other) => other.run > run);
    const wanted = standingOf(inspection, repeated);
    const wrong = Object.entries(wanted).filter(([column, value]) => row?.[column as keyof typeof row] !== value);
    const stands = new Map(
      db
        .all(db.query.selectFrom('defects').select(['id', 'verification']).where('inspection_id', '=', id))
        .map((defect) => [defect.id, defect.verification]),
    );
    return [
      ...wrong.map(([column]) => `${column} of ${id}`),
      ...defects
        .filter((defect) => stands.get(defect.id) !== (defect.verified?.verification ?? 'not_verified'))
        .map((defect) => `verification of defect ${defect.id}`),
    ];
  });
}
