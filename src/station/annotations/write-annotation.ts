import { canonicalBytes } from '@fiducial/protocol/audit';
import type { AnnotationContent } from '../../core/annotation/annotation.ts';
import { annotationMade, annotationRemoved } from '../../core/audit/entries.ts';
import type { StoredInspection } from '../../core/inspection/stored.ts';
import type { Result } from '../../core/kernel/result.ts';
import type { ReviewChange } from '../../core/review/review-step.ts';
import { type Appended, appendEntry } from '../audit/append.ts';
import type { AuditError } from '../audit/errors.ts';
import type { StationContext } from '../context.ts';
import { sha256Hex } from '../digest.ts';
import { type ChangeRecord, personWhoSaid } from '../review/change-record.ts';
import { nextRevision } from './annotation-rows.ts';

type AnnotationChange = Extract<ReviewChange, { of: 'annotation' }>;

/** A new revision of an annotation, or its removal, with its audit entry. Inside the step's transaction. */
export function writeAnnotation(
  context: StationContext,
  { id: inspectionId }: StoredInspection,
  { id, before, after, saidIn }: AnnotationChange,
  { rowId, cause }: ChangeRecord,
): Result<Appended, AuditError> {
  const { db, actor } = context;
  const content = after ?? before;
  if (content === null) throw new Error('An annotation that was not there cannot be removed');
  const revision = nextRevision(db, id);
  const by = personWhoSaid(db, 'annotation_revisions', saidIn.after);
  const facts = { id, inspectionId, revision, sha256: contentSha256(content), cause };
  const entry = appendEntry(
    context,
    after === null
      ? annotationRemoved(facts)
      : annotationMade({ ...facts, defectId: content.defectId, kind: content.kind, by }),
  );
  if (!entry.ok) return entry;
  const { seq, time, monoMs, bootId } = entry.value;
  db.insert('annotation_revisions', {
    id: rowId,
    annotation_id: id,
    revision,
    inspection_id: inspectionId,
    defect_id: content.defectId,
    kind: content.kind,
    x: content.box?.x ?? null,
    y: content.box?.y ?? null,
    width: content.box?.width ?? null,
    height: content.box?.height ?? null,
    label: content.label,
    notes: content.notes,
    removed: after === null ? 1 : 0,
    cause,
    actor_id: actor.id,
    actor_name: actor.name,
    time,
    mono_ms: monoMs,
    boot_id: bootId,
    audit_seq: seq,
    restores: saidIn.after,
  });
  return entry;
}

/** Stands for the content in the log, which holds no fractions (RFC 8785 bytes). */
export function contentSha256({ kind, defectId, box, label, notes }: AnnotationContent): string {
  const plain = box && { x: box.x, y: box.y, width: box.width, height: box.height };
  return sha256Hex(canonicalBytes({ kind, defectId, box: plain, label, notes }));
}
