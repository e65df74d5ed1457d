import { z } from 'zod';
import { artifactDraftSchema, confirmationSchema } from './artifacts.ts';
import { endpoint } from './endpoint.ts';
import { inspectionDraftSchema } from './inspections.ts';
import { problemSchema } from './problem.ts';
import { resultsSchema } from './results.ts';
import { clientMadeId, uuid } from './text.ts';

const maxBatchItems = 50;

const inspection_id = uuid;

/** One step of an inspection's way to the platform. Every id is the client's, so each item can be sent again. */
export const syncItemSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('inspection'), body: inspectionDraftSchema.extend({ inspection_id: clientMadeId }) }),
  z.object({
    type: z.literal('artifact'),
    inspection_id,
    body: artifactDraftSchema.extend({ artifact_id: clientMadeId }),
  }),
  z.object({ type: z.literal('confirm'), inspection_id, body: confirmationSchema }),
  z.object({ type: z.literal('results'), inspection_id, body: resultsSchema }),
]);
export type SyncItem = z.infer<typeof syncItemSchema>;

const syncBatchSchema = z.object({
  /** Each a `SyncItem`; one that is none fails alone. */
  items: z.array(z.json()).min(1).max(maxBatchItems),
});

const outcome = z.discriminatedUnion('ok', [
  /** `body`: what the single operation would have answered. */
  z.object({ index: z.number().int(), ok: z.literal(true), status: z.number().int(), body: z.json() }),
  z.object({
    index: z.number().int(),
    ok: z.literal(false),
    status: z.number().int(),
    retry_after: z.number().int().nullable(),
    problem: problemSchema,
  }),
]);

const syncReplySchema = z.object({
  results: z.array(outcome),
  total_processed: z.number().int(),
  total_failed: z.number().int(),
});
export type SyncReply = z.infer<typeof syncReplySchema>;

export const syncBatch = endpoint({
  id: 'syncBatch',
  method: 'POST',
  path: '/v1/sync/batch',
  summary: 'Up to 50 steps in one call, each with its own result, done in their order',
  tag: 'Sync',
  access: 'inspections:write',
  params: z.object({}),
  query: z.object({}),
  bodyFormat: 'json',
  body: syncBatchSchema,
  status: 200,
  reply: syncReplySchema,
  idempotency: 'none',
  problems: [],
});
