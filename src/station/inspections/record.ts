import { inspectionCompleted, inspectionFailed } from '../../core/audit/entries.ts';
import type { IdentityError } from '../../core/identity/errors.ts';
import { checkBoardNames } from '../../core/inspection/board-names.ts';
import { type InspectionError, inspectionError } from '../../core/inspection/errors.ts';
import type { InspectionToRecord } from '../../core/inspection/record.ts';
import { resultBytes } from '../../core/inspection/result-document.ts';
import type { InspectionId } from '../../core/kernel/ids.ts';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import { type Appended, appendEntry } from '../audit/append.ts';
import type { AuditError } from '../audit/errors.ts';
import type { StationContext } from '../context.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import { statement } from '../db/statement.ts';
import { sha256Hex } from '../digest.ts';
import { ensureRecipe, type RecipeVersion } from '../recipes/recipe-versions.ts';
import { refreshStanding, type Standing, standingOfRun } from '../review/standing.ts';
import { queueForSync } from '../sync/outbox-rows.ts';
import { type FoundInspection, findCompletedRun, nextRun, waitingFailedRuns } from './find.ts';
import { insertFindings, insertImages } from './findings.ts';
import { type BoardRows, ensureBoard } from './identity.ts';
import { freePlace } from './place.ts';
import { findStored } from './read.ts';
import { answers, type Question } from './same-question.ts';
import { type FilterFacts, insertWords, touchFacets } from './words.ts';

export interface Recorded {
  /** The caller's id, or that of the earlier inspection found again. */
  readonly inspectionId: InspectionId;
  /** False where it was there before: the same id again, or without `again` the same question about the same board. */
  readonly created: boolean;
  /** Place of its entry in the audit log. */
  readonly auditSeq: number;
}

/**
 * Stores one inspection with its images, findings, audit entry and outbox row: one transaction, all or nothing, on disk
 * when this returns. Calling it again with the same id changes nothing and gives the same answer, so a caller that does
 * not know how a call ended repeats it. The images' originals must be in the image store before.
 * Errors: IDENTITY_*, DB_* (DB_COMMIT_UNKNOWN: call again), AUDIT_ENTRY_TOO_LARGE, INSPECTION_ID_REUSED, BOARD_NAME_INVALID.
 */
export function recordInspection(
  context: StationContext,
  input: InspectionToRecord,
): Result<Recorded, DbError | AuditError | InspectionError | IdentityError> {
  const allowed = context.may('board.inspect');
  if (!allowed.ok) return allowed;
  const named = checkBoardNames(input);
  if (!named.ok) return named;
  const resultSha256 = sha256Hex(resultBytes(input.outcome));
  return context.db.write(
    () => record(context, input, resultSha256),
    () => {
      const stored = resultUnder(context, input.id);
      return stored?.resultSha256 === resultSha256 ? recorded(input.id, stored, true) : null;
    },
  );
}

function record(
  context: StationContext,
  input: InspectionToRecord,
  resultSha256: string,
): Result<Recorded, AuditError | InspectionError> {
  const { db, clock } = context;
  const taken = resultUnder(context, input.id);
  if (taken?.resultSha256 === resultSha256) return ok(recorded(input.id, taken, false));
  if (taken !== null) return fail(inspectionError('INSPECTION_ID_REUSED', { id: input.id }));

  const board = ensureBoard(db, input, clock.now());
  const run = nextRun(db, input.image.sha256, board);
  const isFirst = run === 1;
  const earlier = input.again || isFirst ? null : earlierAnswer(db, input, board);
  if (earlier !== null) return ok({ inspectionId: earlier.id, created: false, auditSeq: earlier.auditSeq });

  const recipe = ensureRecipe(context, input.recipe.name, input.recipe.content);
  if (!recipe.ok) return recipe;
  const entry = appendEntry(context, entryOf(input, run, recipe.value.sha256, resultSha256));
  if (!entry.ok) return entry;

  const replaced = isFirst ? [] : waitingFailedRuns(db, input.image.sha256, board);
  insertImages(db, input, entry.value.time);
  insertInspection(context, input, { board, recipe: recipe.value, run, resultSha256, entry: entry.value });
  insertFindings(db, input);
  for (const id of replaced) refreshStanding(db, id, null);
  queueForSync(
    db,
    { kind: 'inspection', objectId: input.id, revision: 1, payloadSha256: resultSha256 },
    entry.value.time,
  );
  return ok({ inspectionId: input.id, created: true, auditSeq: entry.value.seq });
}

/**
 * What answered the same question since this run looked: another process may have recorded the board meanwhile, and
 * asked something else.
 */
function earlierAnswer(db: Database, input: InspectionToRecord, board: BoardRows): FoundInspection | null {
  const found = findCompletedRun(db, input.image.sha256, board);
  const stored = found && findStored(db, found.id);
  const isAnswer = stored !== null && answers(stored, questionOf(input));
  return isAnswer ? found : null;
}

const questionOf = ({ golden, outcome, recipe }: InspectionToRecord): Question => ({
  goldenSha256: golden?.sha256 ?? null,
  modelSha256: outcome.status === 'completed' ? outcome.inference.model.sha256 : null,
  recipe: recipe.content,
});

function entryOf(input: InspectionToRecord, run: number, recipeSha256: string, resultSha256: string) {
  const { id, part, lot, serial, startedAt, outcome } = input;
  const imageSha256 = input.image.sha256;
  const goldenSha256 = input.golden?.sha256 ?? null;
  const facts = { id, run, part, lot, serial, startedAt, imageSha256, goldenSha256, recipeSha256, resultSha256 };
  if (outcome.status === 'failed') return inspectionFailed({ ...facts, errorCode: outcome.error.code });
  const { verdict, defects, inference } = outcome;
  return inspectionCompleted({ ...facts, verdict, defects: defects.length, modelSha256: inference.model.sha256 });
}

interface InspectionPlace {
  readonly board: BoardRows;
  readonly recipe: RecipeVersion;
  readonly run: number;
  readonly resultSha256: string;
  readonly entry: Appended;
}

function insertInspection(context: StationContext, input: InspectionToRecord, place: InspectionPlace): void {
  const { db, station, actor } = context;
  const completed = input.outcome.status === 'completed' ? input.outcome : null;
  const failed = input.outcome.status === 'failed' ? input.outcome : null;
  const registration = completed?.registration ?? null;
  const standing = standingOfRun(completed?.verdict ?? null, completed?.defects ?? []);
  const facts = factsOf(input, standing);
  const order = freePlace(db, input.startedAt);
  db.insert('inspections', {
    id: input.id,
    station,
    part_id: place.board.partId,
    lot_id: place.board.lotId,
    board_id: place.board.boardId,
    image_sha256: input.image.sha256,
    run: place.run,
    recipe_id: place.recipe.id,
    status: input.outcome.status,
    verdict: completed?.verdict ?? null,
    registration_dx: registration?.dx ?? null,
    registration_dy: registration?.dy ?? null,
    registration_angle: registration?.angle ?? null,
    registration_scale: registration?.scale ?? null,
    registration_score: registration?.score ?? null,
    registration_poor: completed?.registrationPoor ? 1 : 0,
    error_code: failed?.error.code ?? null,
    error_message: failed?.error.message ?? null,
    result_sha256: place.resultSha256,
    revision: 1,
    actor_id: actor.id,
    actor_name: actor.name,
    started_at: input.startedAt,
    recorded_at: place.entry.time,
    mono_ms: place.entry.monoMs,
    boot_id: place.entry.bootId,
    audit_seq: place.entry.seq,
    ...standing,
    model: facts.model,
    place: order,
  });
  insertWords(db, order, facts);
  touchFacets(db, facts, input.startedAt);
}

function factsOf(input: InspectionToRecord, standing: Standing): FilterFacts {
  const { part, lot, serial, outcome } = input;
  const completed = outcome.status === 'completed' ? outcome : null;
  const model = completed?.inference.model;
  return {
    part,
    lot,
    serial,
    status: outcome.status,
    standingVerdict: standing.standing_verdict,
    shelf: standing.shelf,
    model: model === undefined ? null : `${model.name}@${model.version}`,
    types: new Set(completed?.defects.map(({ type }) => type)),
    persons: [],
  };
}

interface StoredResult {
  readonly auditSeq: number;
  readonly resultSha256: string;
}

/** What is stored under an id; null where it is free. */
const resultUnder = ({ db }: StationContext, id: InspectionId): StoredResult | null =>
  db.get(
    statement<StoredResult>(
      'SELECT audit_seq AS auditSeq, result_sha256 AS resultSha256 FROM inspections WHERE id = ?',
      [id],
    ),
  ) ?? null;

const recorded = (inspectionId: InspectionId, { auditSeq }: StoredResult, created: boolean): Recorded => ({
  inspectionId,
  created,
  auditSeq,
});
