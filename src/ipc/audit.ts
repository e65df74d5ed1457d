/** The station's log, as an auditor reads it. */
import { z } from 'zod';
import { call, event } from './contract-kinds.ts';
import { failure, line, sha256, time } from './values.ts';

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

const place = z.number().int().nonnegative();
const limit = z.number().int().min(1).max(500);

/**
 * How well the log is secured now. `sealed`: signed, and the operating system keeps the key; `unsealed`: signed, and the
 * key lies in a file that this computer's user can read; `unsigned`: entries are kept, but this program cannot sign them;
 * `rolled_back`: entries that were signed once are not in the database any more, and nobody has answered for it yet;
 * `damaged`: the log cannot be read.
 */
export const logStates = ['sealed', 'unsealed', 'unsigned', 'rolled_back', 'damaged'] as const;

const epoch = z.object({
  number: z.number().int(),
  /** Verifier key, `<origin>+<hash>+<base64>`. */
  vkey: z.string(),
  startedSeq: place,
  startedAt: time,
  /** Whether the key before signed this one's start; `lost`: it could not, and the log says so. */
  handOver: z.enum(['first', 'signed', 'lost']),
});

const chain = z.object({
  size: z.number().int(),
  root: sha256,
  state: z.enum(logStates),
  /** The newest signed state; null before the first. */
  checkpoint: z.object({ size: z.number().int(), root: sha256, epoch: z.number().int(), time }).nullable(),
  /** Entries after the newest checkpoint, and entries that no witness has countersigned. */
  notSigned: z.number().int(),
  notWitnessed: z.number().int(),
  /** Oldest first; the last one signs now. */
  epochs: z.array(epoch),
  /** Times at which signed entries were missing: a restored backup, or somebody's hand. */
  rollbacks: z.array(z.object({ seq: place, time, lostFrom: place, lostTo: place })),
  /** Why this program cannot sign. */
  problem: failure.nullable(),
});

export const audit = {
  /**
   * Newest first; `before` is the sequence number of the last row of the page before, or its `next`. A page may hold
   * fewer rows than its limit, even none, and not be the last: `next` alone says whether there is more.
   */
  page: call(
    z.strictObject({
      before: z.number().int().nullish(),
      action: line.optional(),
      objectId: line.optional(),
      /** One of `people`. */
      person: line.optional(),
      /** Inclusive. */
      from: time.optional(),
      /** Exclusive. */
      to: time.optional(),
      /** Anywhere in the entry. */
      text: line.optional(),
      limit,
    }),
    z.object({ entries: z.array(entry), next: z.number().int().nullable() }),
    ['DB', 'AUDIT'],
  ),
  actions: call(z.strictObject({}), z.array(z.string()), ['DB']),
  /** Names of who did something. */
  people: call(z.strictObject({}), z.array(z.string()), ['DB']),
  /** Everything that happened to one thing, oldest first; of an inspection its defects, annotations and reports too. */
  story: call(
    z.strictObject({ objectId: line.min(1), after: z.number().int().nullish(), limit }),
    z.object({ entries: z.array(entry), next: z.number().int().nullable() }),
    ['DB', 'AUDIT'],
  ),
  /** The chain as it is now. */
  state: call(z.strictObject({}), chain, ['DB', 'AUDIT', 'KEY']),
  /**
   * Saves the proof that one entry is in the signed log (`.tlog-proof`, C2SP), after asking where; null where the person
   * cancelled. AUDIT_NOT_SIGNED where no checkpoint covers it yet and this program cannot sign.
   */
  proof: call(
    z.strictObject({ seq: place }),
    z.object({ path: z.string(), size: z.number().int(), root: sha256 }).nullable(),
    ['DB', 'AUDIT', 'KEY', 'OUTPUT', 'IDENTITY'],
  ),
  /**
   * Writes the signed log as files for other people's tools, after asking where; null where the person cancelled. One at a
   * time; AUDIT_EXPORT_STOPPED after `stopExport`, and nothing of it is left.
   */
  export: call(z.strictObject({}), z.object({ path: z.string(), size: z.number().int(), root: sha256 }).nullable(), [
    'DB',
    'AUDIT',
    'KEY',
    'EXPORT',
    'IDENTITY',
  ]),
  /** Ends the export that runs; does nothing where none does. */
  stopExport: call(z.strictObject({}), z.object({})),
  /** How far the export is, in entries written; at most a few a second. */
  exportProgressed: event(z.object({ checked: z.number().int(), size: z.number().int() })),
  /** Begins a new key. `lost`: although the present one cannot sign for it, which the log then says for good. */
  rotateKey: call(z.strictObject({ lost: z.boolean() }), chain, ['DB', 'AUDIT', 'KEY', 'IDENTITY']),
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
