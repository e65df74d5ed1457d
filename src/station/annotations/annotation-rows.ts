import { sql } from 'kysely';
import type { StoredAnnotation } from '../../core/inspection/stored.ts';
import type { AnnotationKind } from '../../core/inspection/vocabulary.ts';
import type { AnnotationId, DefectId } from '../../core/kernel/ids.ts';
import type { Database } from '../db/database.ts';

/** Annotations of an inspection as they stand, oldest first. */
export function readAnnotations(db: Database, inspectionId: string): readonly StoredAnnotation[] {
  const rows = db.all(
    db.query
      .selectFrom('annotation_revisions as a')
      .leftJoin('annotation_revisions as said', 'said.id', 'a.restores')
      .selectAll('a')
      .select(({ fn }) => [
        fn.coalesce('said.id', 'a.id').as('record_id'),
        fn.coalesce('said.actor_id', 'a.actor_id').as('said_by_id'),
        fn.coalesce('said.actor_name', 'a.actor_name').as('said_by_name'),
        fn.coalesce('said.time', 'a.time').as('said_at'),
      ])
      .where('a.inspection_id', '=', inspectionId)
      .where('a.removed', '=', 0)
      .where('a.revision', '=', ({ selectFrom }) =>
        selectFrom('annotation_revisions as newest')
          .select(sql<number>`max(newest.revision)`.as('revision'))
          .whereRef('newest.annotation_id', '=', 'a.annotation_id'),
      )
      .orderBy('a.annotation_id'),
  );
  return rows.map((row) => ({
    id: row.annotation_id as AnnotationId,
    kind: row.kind as AnnotationKind,
    defectId: row.defect_id as DefectId | null,
    box:
      row.x === null || row.y === null || row.width === null || row.height === null
        ? null
        : { x: row.x, y: row.y, width: row.width, height: row.height },
    label: row.label,
    notes: row.notes,
    recordId: row.record_id,
    by: { id: row.said_by_id, name: row.said_by_name },
    time: row.said_at,
  }));
}

/** Number that the next revision of an annotation gets, from 1. */
export function nextRevision(db: Database, annotationId: string): number {
  const row = db.get(
    db.query
      .selectFrom('annotation_revisions')
      .select('revision')
      .where('annotation_id', '=', annotationId)
      .orderBy('revision', 'desc')
      .limit(1),
  );
  return (row?.revision ?? 0) + 1;
}
