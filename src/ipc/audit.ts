/** The station's log, as an auditor reads it. */
import { z } from 'zod';
import { call, event } from './contract-kinds.ts';
import { line, time } from './values.ts';

const entry = z.object({
  seq: z.number().int(),
  time,
  actor: z.object({ id: z.string(), name: z.string(), role: z.string() }),
  action: z.string(),
  object: z.object({ type: z.string(), id: z.string() }),
  reason: z.string(),
  before: z.record(z.string(), z.unknown()),
  after: z.record(z.string(), z.unknown()),
  refs: z.record(z.string(), z.string()),
});

export const audit = {
  /** Newest first; `before` is the sequence number of the last row of the page before. */
  page: call(
    z.strictObject({
      before: z.number().int().nullish(),
      action: line.optional(),
      objectId: line.optional(),
      limit: z.number().int().min(1).max(500),
    }),
    z.object({ entries: z.array(entry), next: z.number().int().nullable() }),
    ['DB', 'AUDIT'],
  ),
  actions: call(z.strictObject({}), z.array(z.string()), ['DB']),
  /** Recomputes the whole log, aside from everything else; one at a time. AUDIT_VERIFICATION_STOPPED after `stopVerification`. */
  verify: call(
    z.strictObject({}),
    z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), size: z.number().int(), root: z.string() }),
      z.object({ ok: z.literal(false), index: z.number().int(), damage: z.string(), message: z.string() }),
    ]),
    ['DB', 'AUDIT'],
  ),
  /** Ends the verification that runs; does nothing where none does. */
  stopVerification: call(z.strictObject({}), z.object({})),
  /** How far the verification is; at most a few a second. */
  verificationProgressed: event(z.object({ checked: z.number().int(), size: z.number().int() })),
};
