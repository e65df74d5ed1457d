import { z } from 'zod';
import { longestName } from '../limits.ts';
import { endpoint } from './endpoint.ts';
import { plainText } from './text.ts';

const none = z.object({});

/** Most entries in one request. */
export const maxEntriesAtOnce = 1000;

const auditEntriesSchema = z.object({
  station: plainText(longestName),
  /** Place of the first entry. The rest follow without gaps. */
  first_seq: z.number().int().min(0),
  /**
   * Entries as their canonical text (RFC 8785), the bytes that the log's tree is over. None at all asks whether the copy still
   * reaches `first_seq`: `AUDIT_GAP` where it does not.
   */
  entries: z.array(plainText(65_535).min(2)).max(maxEntriesAtOnce),
});
export type AuditEntries = z.infer<typeof auditEntriesSchema>;

const auditReceiptSchema = z.object({
  station: z.string(),
  /** Entries that the platform has of this station, without gaps from the first. */
  size: z.number().int(),
});
export type AuditReceipt = z.infer<typeof auditReceiptSchema>;

export const postAuditEntries = endpoint({
  id: 'postAuditEntries',
  method: 'POST',
  path: '/v1/audit/entries',
  summary: "Copy entries of a station's audit log; those that are here already are compared",
  tag: 'Audit',
  access: 'inspections:write',
  callers: 'stations',
  params: none,
  query: none,
  bodyFormat: 'json',
  body: auditEntriesSchema,
  status: 200,
  reply: auditReceiptSchema,
  idempotency: 'accepted',
  problems: [409, 422],
});

export const postAuditCheckpoint = endpoint({
  id: 'postAuditCheckpoint',
  method: 'POST',
  path: '/v1/audit/checkpoints',
  summary: 'Have a checkpoint witnessed (C2SP tlog-witness: add-checkpoint). Answered with cosignature lines',
  tag: 'Audit',
  access: 'inspections:write',
  callers: 'stations',
  params: none,
  query: none,
  bodyFormat: 'text',
  /** `old SIZE`, the consistency proof a hash a line, an empty line, the signed note. */
  body: z.string().max(200_000),
  status: 200,
  reply: z.string(),
  replyType: 'text/plain; charset=utf-8',
  idempotency: 'none',
  problems: [403, 404, 409, 422],
});

export const getAuditCheckpoint = endpoint({
  id: 'getAuditCheckpoint',
  method: 'GET',
  path: '/v1/audit/{station}/checkpoint',
  summary: 'The newest checkpoint that was witnessed, with the cosignature',
  tag: 'Audit',
  access: 'audit:read',
  params: z.object({ station: plainText(longestName) }),
  query: none,
  bodyFormat: 'none',
  body: z.unknown(),
  status: 200,
  reply: z.string(),
  replyType: 'text/plain; charset=utf-8',
  idempotency: 'none',
  problems: [404],
});

export const getWitness = endpoint({
  id: 'getWitness',
  method: 'GET',
  path: '/v1/audit/witness',
  summary: "The witness's verifier key",
  tag: 'Audit',
  access: 'public',
  params: none,
  query: none,
  bodyFormat: 'none',
  body: z.unknown(),
  status: 200,
  reply: z.object({ vkey: z.string() }),
  idempotency: 'none',
  problems: [],
});
