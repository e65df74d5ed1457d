import { worstSeverity } from '../../core/inspection/severity.ts';
import type { StoredInspection } from '../../core/inspection/stored.ts';
import type { Severity, Verdict } from '../../core/inspection/vocabulary.ts';
import { type ImpliedVerdict, impliedVerdict } from '../../core/review/implied-verdict.ts';
import type { Database } from '../db/database.ts';
import { nextRun } from '../inspections/find.ts';
import { findStored } from '../inspections/read.ts';
import { type FilterFacts, replaceWords, sameWords } from '../inspections/words.ts';

/** What the rules say about an inspection as it is decided. */
export function impliedOf({ status, registrationPoor, recipe, defects }: StoredInspection): ImpliedVerdict {
  return impliedVerdict(
    { status, registrationPoor, reviewPolicy: recipe.content.reviewPolicy },
    defects.map(({ type, verified }) => ({ type, verification: verified?.verification ?? 'not_verified' })),
  );
}

/** What lists show of a board, kept with its row. */
export interface Standing {
  readonly standing_verdict: Verdict | null;
  readonly shelf: 'review' | 'done' | null;
  readonly defect_count: number;
  readonly undecided_count: number;
  readonly worst_severity: Severity | null;
}

/** Of a board that was just inspected: it waits, nobody decided yet, and the verdict is the run's. */
export const standingOfRun = (
  verdict: Verdict | null,
  defects: readonly { readonly severity: Severity }[],
): Standing => ({
  standing_verdict: verdict,
  shelf: 'review',
  defect_count: defects.length,
  undecided_count: defects.length,
  worst_severity: worstSeverity(defects.map(({ severity }) => severity)),
});

/** Of a board as people decided: the sign-off's verdict where there is one, else what the rules say. */
export function standingOf(inspection: StoredInspection, replaced: boolean): Standing {
  const { defects, signOff, status } = inspection;
  const { verdict, signing } = impliedOf(inspection);
  const left = defects.filter(({ verified }) => verified?.verification !== 'rejected');
  return {
    standing_verdict: signOff?.verdict ?? verdict,
    shelf: signOff !== null ? 'done' : status === 'failed' && replaced ? null : 'review',
    defect_count: defects.length,
    undecided_count: signing.undecided,
    worst_severity: worstSeverity(left.map(({ severity }) => severity)),
  };
}

/** What a list can find an inspection by, as it is in the transaction of a change. */
export function filterFactsOf(db: Database, inspection: StoredInspection): FilterFacts {
  const { id, part, lot, serial, status, defects, inference } = inspection;
  const { standing_verdict: standingVerdict, shelf } = standingOf(inspection, wasRepeated(db, inspection));
  const types = new Set(defects.map(({ type }) => type));
  const model = inference && `${inference.model.name}@${inference.model.version}`;
  return { part, lot, serial, status, standingVerdict, shelf, model, types, persons: personsOf(db, id) };
}

/**
 * Brings the inspection's row and its words to what its decisions say, inside the transaction of their change, and gives
 * the inspection as it is then. `before`: what it could be found by before the change; null where that is not known.
 */
export function refreshStanding(db: Database, inspectionId: string, before: FilterFacts | null): StoredInspection {
  const inspection = findStored(db, inspectionId);
  if (inspection === null) throw new Error(`Inspection ${inspectionId} is changed and not there`);
  const standing = standingOf(inspection, wasRepeated(db, inspection));
  db.run(db.query.updateTable('inspections').set(standing).where('id', '=', inspectionId));
  const facts = filterFactsOf(db, inspection);
  if (before === null || !sameWords(before, facts)) replaceWords(db, placeOfInspection(db, inspectionId), facts);
  return { ...inspection, standingVerdict: standing.standing_verdict };
}

function placeOfInspection(db: Database, id: string): number {
  const row = db.get(db.query.selectFrom('inspections').select('place').where('id', '=', id));
  if (row === undefined) throw new Error(`Inspection ${id} has no place`);
  return row.place;
}

/** Whether a later run of the same image, part and serial is there. */
function wasRepeated(db: Database, { id, imageSha256, run }: StoredInspection): boolean {
  const row = db.get(db.query.selectFrom('inspections').select(['part_id', 'board_id']).where('id', '=', id));
  const board = { partId: row?.part_id ?? null, boardId: row?.board_id ?? null };
  return nextRun(db, imageSha256, board) > run + 1;
}

/** Names of everyone who decided about a defect or signed. */
function personsOf(db: Database, inspectionId: string): readonly string[] {
  const names = (table: 'verifications' | 'sign_offs') =>
    db.all(db.query.selectFrom(table).select('actor_name').distinct().where('inspection_id', '=', inspectionId));
  return [...names('verifications'), ...names('sign_offs')].map(({ actor_name }) => actor_name);
}
