import type { RecipeContent } from '../../core/inspection/recipe.ts';
import type { RecordedImage, RecordedInference, RecordedRegistration } from '../../core/inspection/record.ts';
import type { StoredDefect, StoredInspection } from '../../core/inspection/stored.ts';
import type {
  DefectOrigin,
  InspectionStatus,
  Severity,
  Verdict,
  Verification,
} from '../../core/inspection/vocabulary.ts';
import type { DefectId, InferenceId, InspectionId } from '../../core/kernel/ids.ts';
import type { Result } from '../../core/kernel/result.ts';
import { readAnnotations } from '../annotations/annotation-rows.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import { readSignOff } from '../review/sign-off-rows.ts';
import type { InspectionFilter } from './filter.ts';
import { type RowPage, readRowPage } from './inspection-rows.ts';
import type { PageKey } from './pages.ts';

/** Everything stored about an inspection; null where there is none with this id. */
export function getInspection(db: Database, id: string): Result<StoredInspection | null, DbError> {
  return db.read(() => findStored(db, id));
}

/**
 * Every inspection that fits, newest first, in memory one page at a time. Inspections recorded while it runs may be
 * missing, none comes twice. A database error ends it as its last item.
 */
export function* eachInspection(
  db: Database,
  filter: InspectionFilter = {},
  pageSize = 200,
): Generator<Result<StoredInspection, DbError>> {
  let after: PageKey | null = null;
  do {
    const page: Result<RowPage, DbError> = readRowPage(db, { filter, order: 'newest_first', after, limit: pageSize });
    if (!page.ok) return yield page;
    for (const { id } of page.value.rows) {
      const found = getInspection(db, id);
      if (!found.ok) return yield found;
      if (found.value !== null) yield { ok: true, value: found.value };
    }
    after = page.value.next;
  } while (after !== null);
}

/** As `getInspection`, inside a transaction. */
export function findStored(db: Database, id: string): StoredInspection | null {
  const row = db.get(
    db.query
      .selectFrom('inspections as i')
      .innerJoin('recipes as r', 'r.id', 'i.recipe_id')
      .leftJoin('parts as p', 'p.id', 'i.part_id')
      .leftJoin('lots as l', 'l.id', 'i.lot_id')
      .leftJoin('boards as b', 'b.id', 'i.board_id')
      .selectAll('i')
      .select(['p.number as part', 'l.number as lot', 'b.serial'])
      .select(['r.name as recipe_name', 'r.version as recipe_version', 'r.content', 'r.content_sha256'])
      .where('i.id', '=', id),
  );
  if (row === undefined) return null;
  const images = readImages(db, id);
  const image = images.get('board');
  if (image === undefined) throw new Error(`Inspection ${id} has no board image`);
  return {
    id: row.id as InspectionId,
    station: row.station,
    part: row.part,
    lot: row.lot,
    serial: row.serial,
    run: row.run,
    status: row.status as InspectionStatus,
    verdict: row.verdict as Verdict | null,
    imageSha256: row.image_sha256,
    startedAt: row.started_at,
    image,
    golden: images.get('golden') ?? null,
    recipe: {
      name: row.recipe_name,
      version: row.recipe_version,
      sha256: row.content_sha256,
      content: JSON.parse(row.content) as RecipeContent,
    },
    registration: registrationOf(row),
    registrationPoor: row.registration_poor === 1,
    inference: readInference(db, id),
    defects: readDefects(db, id),
    annotations: readAnnotations(db, id),
    standingVerdict: row.standing_verdict as Verdict | null,
    signOff: readSignOff(db, id),
    error: row.error_code === null ? null : { code: row.error_code, message: row.error_message ?? '' },
    resultSha256: row.result_sha256,
    revision: row.revision,
    recordedAt: row.recorded_at,
    by: { id: row.actor_id, name: row.actor_name },
    auditSeq: row.audit_seq,
  };
}

export interface RegistrationColumns {
  readonly registration_dx: number | null;
  readonly registration_dy: number | null;
  readonly registration_angle: number | null;
  readonly registration_scale: number | null;
  readonly registration_score: number | null;
}

export function registrationOf(row: RegistrationColumns): RecordedRegistration | null {
  const dx = row.registration_dx;
  const dy = row.registration_dy;
  const angle = row.registration_angle;
  const scale = row.registration_scale;
  const score = row.registration_score;
  if (dx === null || dy === null || angle === null || scale === null || score === null) return null;
  return { dx, dy, angle, scale, score };
}

function readImages(db: Database, id: string): ReadonlyMap<string, RecordedImage> {
  const rows = db.all(
    db.query
      .selectFrom('inspection_images as u')
      .innerJoin('images as o', 'o.sha256', 'u.sha256')
      .select(['u.role', 'u.sha256', 'u.width', 'u.height', 'u.source_path as sourcePath'])
      .select(['o.bytes', 'o.format', 'o.stored_path as storedPath'])
      .where('u.inspection_id', '=', id),
  );
  return new Map(rows.map(({ role, ...image }) => [role, image]));
}

function readInference(db: Database, id: string): RecordedInference | null {
  const row = db.get(db.query.selectFrom('inferences').selectAll().where('inspection_id', '=', id));
  if (row === undefined) return null;
  return {
    id: row.id as InferenceId,
    model: { name: row.model_name, version: row.model_version, sha256: row.model_sha256 },
    provider: row.provider,
    usedGolden: row.used_golden === 1,
    timingsMs: JSON.parse(row.timings_ms) as Record<string, number>,
  };
}

function readDefects(db: Database, id: string): readonly StoredDefect[] {
  const defects = db.all(
    db.query.selectFrom('defects').selectAll().where('inspection_id', '=', id).orderBy('position'),
  );
  const verifications = db.all(
    db.query.selectFrom('verifications').selectAll().where('inspection_id', '=', id).orderBy('audit_seq'),
  );
  const latest = new Map(verifications.map((row) => [row.defect_id, row]));
  const byId = new Map(verifications.map((row) => [row.id, row]));
  return defects.map((row) => {
    const last = latest.get(row.id);
    const said = last && (byId.get(last.restores ?? last.id) ?? last);
    return {
      id: row.id as DefectId,
      type: row.type,
      box: { x: row.x, y: row.y, width: row.width, height: row.height },
      confidence: row.confidence,
      severity: row.severity as Severity,
      origin: row.origin as DefectOrigin,
      verified:
        said === undefined || said.verification === 'not_verified'
          ? null
          : {
              verification: said.verification as Verification,
              reason: said.reason,
              note: said.note,
              recordId: said.id,
              by: { id: said.actor_id, name: said.actor_name },
              time: said.time,
            },
    };
  });
}
