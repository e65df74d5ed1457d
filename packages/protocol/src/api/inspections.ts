import { z } from 'zod';
import { longestName } from '../limits.ts';
import { artifactSchema } from './artifacts.ts';
import { endpoint } from './endpoint.ts';
import { listOf, pageQuery } from './list.ts';
import { defectSchema, inferenceSchema } from './results.ts';
import { clientMadeId, freeObject, moment, plainText, uuid } from './text.ts';
import { inspectionStatuses, priority, statusFilter, verdictFilter, verdicts } from './words.ts';

const inspectionTypes = ['visual', 'electrical', 'thermal', 'dimensional', 'mechanical'] as const;

/** Both spellings that clients have: the later name wins where a request has two. */
const aliases = { lot_id: 'lot', chip_id: 'serial', timestamp: 'captured_at', station_id: 'station' } as const;

function withoutAliases(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const renamed: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(body)) {
    const name = Object.hasOwn(aliases, key) ? aliases[key as keyof typeof aliases] : key;
    if (name === key || !Object.hasOwn(body, name)) renamed[name] = value;
  }
  return renamed;
}

export const inspectionDraftSchema = z.object({
  /** Made by the client where a retry must find what the first try left. */
  inspection_id: clientMadeId.optional(),
  lot: plainText(longestName),
  part: plainText(longestName).optional(),
  serial: plainText(longestName).optional(),
  /** A device writes for its own station; absent, its own is meant. */
  station: plainText(longestName).optional(),
  inspection_type: z.enum(inspectionTypes).default('visual'),
  captured_at: moment.optional(),
  priority: priority.default(5),
  metadata: freeObject.default({}),
});
export type InspectionDraft = z.infer<typeof inspectionDraftSchema>;

const inspectionSchema = z.object({
  inspection_id: z.guid(),
  lot: z.string(),
  part: z.string().nullable(),
  serial: z.string().nullable(),
  station: z.string().nullable(),
  inspection_type: z.string(),
  status: z.enum(inspectionStatuses),
  verdict: z.enum(verdicts).nullable(),
  priority: z.number().int(),
  defects_detected: z.number().int(),
  captured_at: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  completed_at: z.string().nullable(),
  /** Revision of the results that hold; 0 before the first. */
  revision: z.number().int(),
  metadata: z.record(z.string(), z.json()),
});
export type Inspection = z.infer<typeof inspectionSchema>;

const inspectionDetailSchema = inspectionSchema.extend({
  defects: z.array(defectSchema),
  inferences: z.array(inferenceSchema),
  artifacts: z.array(artifactSchema),
  /** Whose results hold: the station's own as soon as it sent any, else those made here; null before the first. */
  results_of: z.enum(['station', 'central']).nullable(),
  /** Why the board was not inspected, or could not be judged and waits for a person; null where neither is so. */
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** What was found here about a board of which the station's results hold: it changes nothing about them. */
  found_here: z
    .object({
      verdict: z.enum(verdicts).nullable(),
      defects_detected: z.number().int(),
      completed_at: z.string(),
      model: z.object({ name: z.string(), version: z.string() }).nullable(),
    })
    .nullable(),
});
export type InspectionDetail = z.infer<typeof inspectionDetailSchema>;

const none = z.object({});
const byId = z.object({ inspection_id: uuid });

export const createInspection = endpoint({
  id: 'createInspection',
  method: 'POST',
  path: '/v1/inspections',
  summary: 'Create an inspection',
  tag: 'Inspections',
  access: 'inspections:write',
  params: none,
  query: none,
  bodyFormat: 'json',
  body: z.preprocess(withoutAliases, inspectionDraftSchema),
  status: 201,
  reply: inspectionSchema,
  idempotency: 'required',
  problems: [409],
});

const inspectionFilters = {
  status: statusFilter.optional(),
  verdict: verdictFilter.optional(),
  lot: plainText(longestName).optional(),
  part: plainText(longestName).optional(),
  serial: plainText(longestName).optional(),
  chip_id: plainText(longestName).optional(),
  station: plainText(longestName).optional(),
  /** Received at or after. */
  from: moment.optional(),
  /** Received before. */
  to: moment.optional(),
};

export const listInspections = endpoint({
  id: 'listInspections',
  method: 'GET',
  path: '/v1/inspections',
  summary: 'List inspections, newest first',
  tag: 'Inspections',
  access: 'inspections:read',
  params: none,
  query: z.object({ ...pageQuery, ...inspectionFilters }),
  bodyFormat: 'none',
  body: z.unknown(),
  status: 200,
  reply: listOf(inspectionSchema),
  idempotency: 'none',
  problems: [],
});

export const getInspection = endpoint({
  id: 'getInspection',
  method: 'GET',
  path: '/v1/inspections/{inspection_id}',
  summary: 'One inspection with its defects, inferences and artifacts',
  tag: 'Inspections',
  access: 'inspections:read',
  params: byId,
  query: none,
  bodyFormat: 'none',
  body: z.unknown(),
  status: 200,
  reply: inspectionDetailSchema,
  idempotency: 'none',
  problems: [404],
});
