/** Sending to the central service: the ledger of what was sent and what waits. */
import { z } from 'zod';
import { outboxKinds, outboxStates } from '../core/sync/outbox.ts';
import { call, event } from './contract-kinds.ts';
import { failure, id, line, storage, time } from './values.ts';

export const syncStates = ['off', 'paused', 'offline', 'sending', 'idle'] as const;

const syncState = z.object({
  state: z.enum(syncStates),
  /** Why nothing is sent, or what is wrong at present. */
  problem: failure.nullable(),
  counts: z.object({
    pending: z.number().int(),
    /** Of `pending`: original images. */
    pictures: z.number().int(),
    setAside: z.number().int(),
  }),
  /** Milliseconds until everything is there, at the pace of the last minutes; null where there is none to go by. */
  caughtUpInMs: z.number().nullable(),
  /** Service minus station; null before the first answer. */
  clockOffset: z.object({ offsetMs: z.number(), uncertaintyMs: z.number() }).nullable(),
});

const item = z.object({
  position: z.number().int(),
  id,
  kind: z.enum(outboxKinds),
  /** Of the inspection; of a report its own. */
  objectId: z.string(),
  revision: z.number().int(),
  /** `set_aside`: refused again and again, waits for a person. `skipped`: a person said why, in `error`. */
  state: z.enum(outboxStates),
  tries: z.number().int(),
  /** Of the last try that failed. */
  error: z.object({ code: z.string(), words: z.string() }).nullable(),
  /** What the service answered. */
  receipt: z.record(z.string(), z.unknown()).nullable(),
  createdAt: time,
  /** When it was acknowledged, set aside or skipped. */
  settledAt: time.nullable(),
});

const done = z.object({});

export const sync = {
  state: call(z.strictObject({}), syncState),
  /** Newest first; `before` is the `next` of the page before. */
  page: call(
    z.strictObject({
      state: z.enum(outboxStates).optional(),
      before: z.number().int().nullish(),
      limit: z.number().int().min(1).max(500),
    }),
    z.object({ items: z.array(item), next: z.number().int().nullable() }),
    ['DB'],
  ),
  /** `target: null`: nothing is sent any more, and the token is destroyed. `token: null` keeps the one there is. */
  configure: call(
    z.strictObject({
      target: z
        .strictObject({ url: z.url().max(500), bytesPerSecond: z.number().int().min(1024).max(1e10).nullable() })
        .nullable(),
      token: z.string().min(8).max(512).nullable(),
    }),
    done,
    [...storage, 'SETTING', 'SYNC'],
  ),
  /** Stays so after a restart. */
  pause: call(z.strictObject({ paused: z.boolean() }), done, storage),
  /** Tries at once what waits for its next try. */
  hurry: call(z.strictObject({}), done),
  /** An item that was set aside or skipped waits again. */
  retry: call(z.strictObject({ id }), done, [...storage, 'SYNC']),
  /** An item is not sent; the reason goes to the log. */
  skip: call(z.strictObject({ id, reason: line.trim().min(1) }), done, [...storage, 'SYNC']),
  /** At most four a second. */
  changed: event(syncState),
};
