import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { plainText, uuid } from './text.ts';
import { priority } from './words.ts';

const jobStates = ['queued', 'running', 'succeeded', 'failed'] as const;
export type JobState = (typeof jobStates)[number];

const inferRequestSchema = z.object({
  /** `NAME` or `NAME@VERSION` of an installed model; absent: the one that suits the machine. */
  model_name: plainText(100)
    .regex(/^[A-Za-z0-9_]+(@[0-9.]+)?$/)
    .optional(),
  batch_size: z.number().int().min(1).max(32).optional(),
  priority: priority.optional(),
});
export type InferRequest = z.infer<typeof inferRequestSchema>;

const jobReceiptSchema = z.object({
  job_id: z.guid(),
  /** The same as `job_id`: what earlier clients call it. */
  request_id: z.guid(),
  status: z.enum(jobStates),
});
export type JobReceipt = z.infer<typeof jobReceiptSchema>;

const jobSchema = z.object({
  job_id: z.guid(),
  inspection_id: z.guid(),
  status: z.enum(jobStates),
  attempts: z.number().int(),
  created_at: z.string(),
  started_at: z.string().nullable(),
  finished_at: z.string().nullable(),
  error: z.string().nullable(),
});
export type Job = z.infer<typeof jobSchema>;

export const inferInspection = endpoint({
  id: 'inferInspection',
  method: 'POST',
  path: '/v1/inspections/{inspection_id}/infer',
  summary: 'Have the platform inspect the uploaded images',
  tag: 'Inspections',
  access: 'inspections:write',
  params: z.object({ inspection_id: uuid }),
  query: z.object({}),
  bodyFormat: 'json',
  body: inferRequestSchema,
  status: 202,
  reply: jobReceiptSchema,
  idempotency: 'required',
  problems: [404, 409, 422],
});

export const getJob = endpoint({
  id: 'getJob',
  method: 'GET',
  path: '/v1/jobs/{job_id}',
  summary: 'How far a job is',
  tag: 'Inspections',
  access: 'inspections:read',
  params: z.object({ job_id: uuid }),
  query: z.object({}),
  bodyFormat: 'none',
  body: z.unknown(),
  status: 200,
  reply: jobSchema,
  idempotency: 'none',
  problems: [404],
});
