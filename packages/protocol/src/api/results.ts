import { z } from 'zod';
import { longestName } from '../limits.ts';
import { endpoint } from './endpoint.ts';
import { clientMadeId, freeObject, moment, noteText, plainText, sha256Hex, uuid } from './text.ts';
import { annotationKinds, defectOrigins, severities, verdicts, verifications } from './words.ts';

/** In pixels of the image as it is shown upright; (x, y) is the upper left corner. */
const boxSchema = z.object({
  x: z.number().min(-1e6).max(1e6),
  y: z.number().min(-1e6).max(1e6),
  width: z.number().min(0).max(1e6),
  height: z.number().min(0).max(1e6),
});

export const defectSchema = z.object({
  defect_id: clientMadeId,
  /** One that the platform knows (`knownDefectTypes`) or a class of the model that found it; others are refused. */
  type: plainText(100),
  severity: z.enum(severities),
  box: boxSchema,
  /** Null where a person marked it. */
  confidence: z.number().min(0).max(1).nullable(),
  origin: z.enum(defectOrigins),
  verification: z.enum(verifications),
});
export type Defect = z.infer<typeof defectSchema>;

export const inferenceSchema = z.object({
  inference_id: clientMadeId,
  model: z.object({ name: plainText(100), version: plainText(50), sha256: sha256Hex }),
  provider: plainText(50),
  used_golden: z.boolean(),
  /** Least confidence by class: says with its keys which classes the model has. */
  thresholds: z.record(plainText(100), z.number().min(0).max(1)).default({}),
  /** Milliseconds by stage. */
  timings_ms: z.record(plainText(100), z.number().min(0)).default({}),
});
export type Inference = z.infer<typeof inferenceSchema>;

const verificationSchema = z.object({
  verification_id: clientMadeId,
  defect_id: clientMadeId,
  verification: z.enum(verifications),
  reason: noteText(500),
  by: plainText(200),
  time: moment,
});

const annotationSchema = z.object({
  annotation_id: clientMadeId,
  kind: z.enum(annotationKinds),
  defect_id: clientMadeId.nullable(),
  box: boxSchema.nullable(),
  label: plainText(longestName).nullable(),
  notes: noteText(2000),
});

/** What the station found, whole: each revision says everything again. */
export const resultsSchema = z.object({
  /** Counts this inspection's documents from 1. */
  revision: z.number().int().min(1).max(1_000_000),
  status: z.enum(['COMPLETE', 'FAILED']).default('COMPLETE'),
  /** Null while a person must decide. */
  verdict: z.enum(verdicts).nullable(),
  completed_at: moment,
  recipe: z
    .object({ name: plainText(200), version: z.number().int().min(1) })
    .nullable()
    .default(null),
  inference: inferenceSchema.nullable(),
  defects: z.array(defectSchema).max(10_000),
  verifications: z.array(verificationSchema).max(20_000).default([]),
  annotations: z.array(annotationSchema).max(10_000).default([]),
  sign_off: z
    .object({ by: plainText(200), meaning: plainText(200), time: moment })
    .nullable()
    .default(null),
  /** Why it was not inspected, or has no verdict though it was; null where a person alone is waited for. */
  error: z
    .object({ code: plainText(100), message: noteText(1000) })
    .nullable()
    .default(null),
  metadata: freeObject.default({}),
});
export type Results = z.infer<typeof resultsSchema>;

export const resultsReceiptSchema = z.object({
  inspection_id: z.guid(),
  revision: z.number().int(),
  /** The revision that the platform shows. */
  current_revision: z.number().int(),
  /** Of the document's canonical form (RFC 8785), as it was kept. */
  sha256: sha256Hex,
  /** False where the platform had this revision already. */
  stored: z.boolean(),
  report_id: z.string().nullable(),
});
export type ResultsReceipt = z.infer<typeof resultsReceiptSchema>;

export const putResults = endpoint({
  id: 'putResults',
  method: 'PUT',
  path: '/v1/inspections/{inspection_id}/results',
  summary: 'Store what the station found, whole, as one revision',
  tag: 'Inspections',
  access: 'inspections:write',
  params: z.object({ inspection_id: uuid }),
  query: z.object({}),
  bodyFormat: 'json',
  body: resultsSchema,
  status: 200,
  reply: resultsReceiptSchema,
  idempotency: 'none',
  problems: [404, 409, 422],
});
