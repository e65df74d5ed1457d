/** Sending to the central service: the ledger of what was sent and what waits. */
import { z } from 'zod';
import { bucketAccess, knownBucket } from '../core/sync/bucket-access.ts';
import { outboxKinds, outboxStates } from '../core/sync/outbox.ts';
import { call, event } from './contract-kinds.ts';
import { board, failure, id, line, storage, time } from './values.ts';

export const syncStates = ['off', 'paused', 'offline', 'sending', 'idle'] as const;

const clockOffset = z.object({ offsetMs: z.number(), uncertaintyMs: z.number() });

const syncState = z.object({
  state: z.enum(syncStates),
  /** Why nothing is sent, or what is wrong at present. */
  problem: failure.extend({ details: z.object({ host: z.string().optional() }).optional() }).nullable(),
  counts: z.object({
    pending: z.number().int(),
    /** Of `pending`: original images. */
    pictures: z.number().int(),
    setAside: z.number().int(),
  }),
  /** Milliseconds until everything is there, at the pace of the last minutes; null where there is none to go by. */
  caughtUpInMs: z.number().nullable(),
  /** Items a minute that the service took of late; null where there is no pace to go by. */
  perMinute: z.number().nullable(),
  /** Service minus station; null before the first answer. */
  clockOffset: clockOffset.nullable(),
  contact: z.object({
    /** Null where the service takes nothing now, or was not asked yet. */
    connectedSince: time.nullable(),
    /** Since when it does not answer, or not as it should. */
    heldUpSince: time.nullable(),
    lastReplyAt: time.nullable(),
  }),
});

const item = z.object({
  position: z.number().int(),
  id,
  kind: z.enum(outboxKinds),
  /** Of the inspection; of a report its own. */
  objectId: z.string(),
  revision: z.number().int(),
  /** `set_aside`: refused again and again, waits for a person. `skipped`: a person said why. */
  state: z.enum(outboxStates),
  tries: z.number().int(),
  /** Of the last try that failed. */
  error: z.object({ code: z.string(), words: z.string() }).nullable(),
  skippedBecause: z.string().nullable(),
  /** Milliseconds until it is tried next, 0: its turn; null where it does not wait, or nothing is sent. */
  nextTryInMs: z.number().nullable(),
  /** What the service answered. */
  receipt: z.record(z.string(), z.unknown()).nullable(),
  createdAt: time,
  /** When it was acknowledged, set aside or skipped. */
  settledAt: time.nullable(),
  /** Null where what it tells of is not there. */
  board: board.extend({ inspectionId: id }).nullable(),
});

const target = z.strictObject({
  url: z.url().max(500),
  /** Bytes a second that may go out; null: no cap. */
  bytesPerSecond: z.number().int().min(1024).max(1e10).nullable(),
});

const refusals = z.array(z.object({ name: z.string(), code: z.string() })).optional();

const connection = z.object({
  target: target.nullable(),
  /** `unsealed`: whoever reads its file has it, since this computer has no key store. */
  token: z.enum(['sealed', 'unsealed', 'missing', 'unreadable']),
  /** Where large originals go straight to; null: by addresses that the service gives. */
  bucket: knownBucket.nullable(),
  /** Whether an environment variable names other credentials, which go before these. */
  bucketByFile: z.boolean(),
  log: z.object({
    size: z.number().int(),
    /** Entries that the service has. */
    copied: z.number().int(),
    /** The newest signed state that it has countersigned; `at` by its own clock. */
    witnessed: z.object({ size: z.number().int(), at: time, witness: z.string() }).nullable(),
  }),
  /** When what comes down was last asked for and is here. */
  fetched: z.object({ recipes: time.optional(), models: time.optional(), users: time.optional() }),
  /** What of it was not taken over, by the code of the reason. */
  refused: z.object({ recipes: refusals, models: refusals, users: refusals }),
});

/** What one look at a service showed; nothing was stored. */
const connectionTest = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ok'),
    station: z.string(),
    tookMs: z.number(),
    clockOffset: clockOffset.nullable(),
  }),
  /** The token is another station's: boards would be filed under it, and the log not be sent. */
  z.object({ kind: z.literal('other_station'), station: z.string(), tokenFor: z.string() }),
  z.object({ kind: z.literal('token_refused') }),
  z.object({ kind: z.literal('unreachable'), why: z.string() }),
  z.object({ kind: z.literal('not_central'), status: z.number().nullable() }),
  z.object({ kind: z.literal('busy') }),
  z.object({ kind: z.literal('faulty'), status: z.number() }),
]);

const token = z.string().min(8).max(512).nullable();
const done = z.object({});

export const sync = {
  state: call(z.strictObject({}), syncState),
  /** Newest first; `before` is the `next` of the page before. A page may be short of its limit, even empty, and not the last. */
  page: call(
    z.strictObject({
      state: z.enum(outboxStates).optional(),
      /** Anywhere in the part, the lot, the serial, the last error or an id. */
      search: line.optional(),
      before: z.number().int().nullish(),
      limit: z.number().int().min(1).max(500),
    }),
    z.object({ items: z.array(item), next: z.number().int().nullable() }),
    ['DB'],
  ),
  connection: call(z.strictObject({}), connection, ['DB']),
  /** Asks a service, and stores nothing. `token: null` takes the one there is. */
  test: call(z.strictObject({ url: z.url().max(500), token }), connectionTest, ['DB', 'SETTING', 'SYNC']),
  /**
   * `target: null`: nothing is sent any more, and the token is destroyed. `token: null` keeps the one there is; another
   * service needs its own.
   */
  configure: call(
    z.strictObject({
      target: target.nullable(),
      token,
    }),
    done,
    [...storage, 'SETTING', 'SYNC'],
  ),
  /** Tries credentials for the service's bucket, and keeps them where it takes them. */
  setBucket: call(bucketAccess, done, [...storage, 'SETTING', 'SYNC']),
  clearBucket: call(z.strictObject({}), done, [...storage, 'SETTING', 'SYNC']),
  /** Stays so after a restart. */
  pause: call(z.strictObject({ paused: z.boolean() }), done, storage),
  /** Tries at once what waits for its next try. */
  hurry: call(z.strictObject({}), done),
  /** An item that was set aside or skipped waits again. */
  retry: call(z.strictObject({ id }), done, [...storage, 'SYNC']),
  /** Everything that was set aside waits again; how many that were. */
  retryAll: call(z.strictObject({}), z.object({ count: z.number().int() }), [...storage, 'SYNC']),
  /** An item is not sent; the reason goes to the log. */
  skip: call(z.strictObject({ id, reason: line.trim().min(1) }), done, [...storage, 'SYNC']),
  /** At most four a second. */
  changed: event(syncState),
};
