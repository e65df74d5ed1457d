/** An inspection as the central API takes it. Built from what is stored only: the same rows give the same bytes. */
import {
  type ContentType,
  type InspectionDraft,
  inspectionDraftSchema,
  type Results,
  resultsSchema,
} from '@fiducial/protocol/api';
import type { z } from 'zod';
import { meaningInWords } from '../identity/signature.ts';
import { doubtInWords, doubtOfStored } from '../inspection/registration-doubt.ts';
import type { StoredInspection } from '../inspection/stored.ts';
import { fail, ok, type Result } from '../kernel/result.ts';
import { type SyncError, syncError } from './errors.ts';

/** Lot of boards that were inspected without one: the service files every board under a lot. */
const noLot = 'no lot';

/** What never changes about an inspection. Errors: SYNC_DOCUMENT_INVALID. */
export function draftOf(inspection: StoredInspection): Result<InspectionDraft, SyncError> {
  const { id, lot, part, serial, station, startedAt, run, image, golden, by } = inspection;
  return checked(inspectionDraftSchema, {
    inspection_id: id,
    lot: lot || noLot,
    ...(part ? { part } : {}),
    ...(serial ? { serial } : {}),
    // The service files it under the station that its token is for: a station that was renamed is the same one.
    captured_at: startedAt,
    metadata: {
      station,
      run,
      inspected_by: by.name,
      image: { sha256: image.sha256, bytes: image.bytes, format: image.format },
      golden_sha256: golden?.sha256 ?? null,
    },
  });
}

/** What was found and decided, whole, as of the inspection's revision. Errors: SYNC_DOCUMENT_INVALID. */
export function resultsOf(inspection: StoredInspection): Result<Results, SyncError> {
  const { revision, status, standingVerdict, recordedAt, recipe, inference, signOff } = inspection;
  const doubt = doubtOfStored(inspection);
  // Once people have decided, the reason why nobody else could is told no more.
  const error = inspection.error ?? (standingVerdict === null && doubt !== null ? doubtInWords(doubt) : null);
  return checked(resultsSchema, {
    revision,
    status: status === 'failed' ? 'FAILED' : 'COMPLETE',
    verdict: standingVerdict === null ? null : standingVerdict === 'pass' ? 'PASS' : 'FAIL',
    completed_at: recordedAt,
    recipe: { name: recipe.name, version: recipe.version },
    inference: inference && {
      inference_id: inference.id,
      model: inference.model,
      provider: inference.provider,
      used_golden: inference.usedGolden,
      thresholds: thresholdsOf(inspection, inference.usedGolden),
      timings_ms: inference.timingsMs,
    },
    defects: inspection.defects.map(({ id, type, severity, box, confidence, origin, verified }) => ({
      defect_id: id,
      type,
      severity,
      box: { x: box.x, y: box.y, width: box.width, height: box.height },
      confidence,
      origin,
      verification: verified?.verification ?? 'not_verified',
    })),
    verifications: inspection.defects.flatMap(({ id, verified }) =>
      verified === null
        ? []
        : [
            {
              verification_id: verified.recordId,
              defect_id: id,
              verification: verified.verification,
              reason: verified.reason,
              by: verified.by.name,
              time: verified.time,
            },
          ],
    ),
    annotations: inspection.annotations.map(({ id, kind, defectId, box, label, notes }) => ({
      annotation_id: id,
      kind,
      defect_id: defectId,
      box: box && { x: box.x, y: box.y, width: box.width, height: box.height },
      label,
      notes,
    })),
    sign_off: signOff && { by: signOff.printedName, meaning: meaningInWords(signOff.meaning), time: signOff.time },
    // Its words may name a path of any length.
    error: error && { code: error.code, message: error.message.slice(0, 1000) },
    metadata: {
      result_sha256: inspection.resultSha256,
      recipe_sha256: recipe.sha256,
      audit_seq: inspection.auditSeq,
      registration: inspection.registration && { ...inspection.registration },
      registration_poor: inspection.registrationPoor,
      registration_doubt: doubt?.code ?? null,
    },
  });
}

const thresholdsOf = ({ recipe }: StoredInspection, withGolden: boolean): Record<string, number> =>
  Object.fromEntries(
    Object.entries(recipe.content.types).map(([type, rule]) => [
      type,
      withGolden ? rule.thresholdWithGolden : rule.thresholdWithoutGolden,
    ]),
  );

const contentTypeOf = new Map<string, ContentType>([
  ['jpeg', 'image/jpeg'],
  ['png', 'image/png'],
  ['tiff', 'image/tiff'],
]);

/** Media type of an original that the service takes; null for others (BMP): their hash alone is told. */
export const sendableType = (format: string): ContentType | null => contentTypeOf.get(format) ?? null;

/** A form that every part of the platform can keep: U+0000 and half a surrogate pair have none, and become U+FFFD. */
const keepable = (text: string): string => text.replaceAll('\u0000', '\uFFFD').toWellFormed();

function inKeepableText(value: unknown): unknown {
  if (typeof value === 'string') return keepable(value);
  if (Array.isArray(value)) return value.map(inKeepableText);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [keepable(key), inKeepableText(inner)]));
}

function checked<S extends z.ZodType>(schema: S, document: unknown): Result<z.output<S>, SyncError> {
  const parsed = schema.safeParse(inKeepableText(document));
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  return fail(
    syncError('SYNC_DOCUMENT_INVALID', {
      field: issue?.path.join('.') ?? '',
      reason: issue?.message ?? 'not understood',
    }),
  );
}
