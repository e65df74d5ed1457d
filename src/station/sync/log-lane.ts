/** The audit log: its entries are copied in their order, then the newest signed state is countersigned. */
import { getWitness, maxEntriesAtOnce, postAuditCheckpoint, postAuditEntries } from '@fiducial/protocol/api';
import {
  consistencyProof,
  cosignatureOf,
  type formatNote,
  formatSignature,
  formatWitnessRequest,
  parseNote,
  parseVerifierKey,
  readWitnessAnswer,
} from '@fiducial/protocol/audit';
import { type AppError, ok } from '../../core/kernel/result.ts';
import { syncError } from '../../core/sync/errors.ts';
import { logSize, nodeAt } from '../audit/tree-rows.ts';
import type { Database } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import { sha256 } from '../digest.ts';
import { ed25519Verifier } from '../keys/ed25519.ts';
import type { Lane, LaneParts, Step } from './lane.ts';
import { sendLostAgain } from './send-again.ts';
import { readSyncState, writeSyncState } from './sync-state.ts';

/** Characters of entries in one call; one entry alone may be larger. */
const textAtOnce = 512 * 1024;
/** Where nothing is new, the service is asked so often whether it still has what it had. */
const checkEveryMs = 3_600_000;

interface Slice {
  readonly station: string;
  readonly firstSeq: number;
  /** Empty: the service has them all, as far as is known. */
  readonly entries: readonly string[];
}

interface LogLaneParts extends LaneParts {
  /** The service lost what it had acknowledged: that waits again. */
  readonly onLost: () => void;
}

export function logLane({ context, client, stop, onChange, onLost, onProblem, timing }: LogLaneParts): Lane {
  const { db, clock } = context;
  /** The service has another log: nothing more is sent of it until this program starts again or a person asks. */
  let differs = false;
  let retryAtMs = 0;
  /** Where the service lacked entries: it is given them once, and a gap at the same place soon after is another's log. */
  let gap: { readonly at: number; readonly untilMs: number } | null = null;
  let checkAtMs = Number.NEGATIVE_INFINITY;
  const verify = ed25519Verifier();

  async function step(): Promise<Step> {
    if (stop.aborted || differs || timing.nowMs() < retryAtMs) return 'idle';
    const slice = db.snapshot(() => nextSlice(db));
    if (!slice.ok) return failed(slice.error);
    const { firstSeq, entries } = slice.value;
    const isDue = entries.length > 0 || (firstSeq > 0 && timing.nowMs() >= checkAtMs);
    return isDue ? copy(slice.value) : witness();
  }

  async function copy({ station, firstSeq, entries }: Slice): Promise<Step> {
    const answer = await client.call(postAuditEntries, { body: { station, first_seq: firstSeq, entries } });
    if (answer.kind === 'accepted') return copied(firstSeq + entries.length, answer.value.size);
    if (answer.kind !== 'refused') return answer.kind === 'stopped' ? 'idle' : later();
    const { code, message } = answer.refusal;
    const has = sizeIn(answer.body);
    if (code === 'AUDIT_GAP' && has !== null && has < firstSeq && !isGapAgain(firstSeq)) return lost(firstSeq, has);
    if (entries.length > 0 || code === 'AUDIT_GAP') return stopped(code, message);
    // An earlier version of the service cannot be asked.
    checkAtMs = timing.nowMs() + checkEveryMs;
    return witness();
  }

  const isGapAgain = (firstSeq: number): boolean => gap?.at === firstSeq && timing.nowMs() < gap.untilMs;

  /** What was sent is there. `size`: entries that the service says it has. */
  async function copied(end: number, size: number): Promise<Step> {
    if (size < end) return failed(syncError('SYNC_FAULTY', { size }));
    const own = db.read(() => logSize(db));
    if (!own.ok) return failed(own.error);
    // It is compared entry by entry when there are as many here; until then nobody would hear of it.
    if (size > own.value)
      return stopped('AUDIT_DIFFERS', `The service has ${size} entries, and ${own.value} are here.`);
    // What it has beyond that, nobody has compared yet: another program of this station may have sent it, or another station.
    const kept = await keepCopied(end, () => undefined);
    if (kept !== 'worked') return kept;
    checkAtMs = timing.nowMs() + checkEveryMs;
    return 'worked';
  }

  /** A service that was restored from a backup is given again what it lost: of the log, of the boards and of the images. */
  async function lost(firstSeq: number, has: number): Promise<Step> {
    const kept = await keepCopied(has, () => sendLostAgain(db, has));
    if (kept !== 'worked') return kept;
    gap = { at: firstSeq, untilMs: timing.nowMs() + checkEveryMs };
    onLost();
    return 'worked';
  }

  /** Keeps how far the copy reaches, and with it what the log itself tells. */
  async function keepCopied(size: number, also: () => void): Promise<Step> {
    const now = clock.now();
    const stored = await db.patiently(() =>
      db.write<void, never>(() => {
        also();
        writeSyncState(db, 'log_copied', size);
        settleTold(db, size, now);
        return ok(undefined);
      }),
    );
    if (!stored.ok) return failed(stored.error);
    onChange();
    return 'worked';
  }

  /** C2SP tlog-witness: the newest signed state within the copy, with the proof that it grew out of the last one. */
  async function witness(): Promise<Step> {
    const found = db.snapshot(() => toWitness(db));
    if (!found.ok) return failed(found.error);
    if (found.value === null) return 'idle';
    const { size, note } = found.value;
    const key = await witnessKey();
    if (key === null) return later();
    let from = found.value.witnessed;
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const body = requestText(db, from, size, note);
      const answer = await client.call(postAuditCheckpoint, { body });
      if (answer.kind === 'stopped') return 'idle';
      if (answer.kind !== 'accepted' && answer.kind !== 'refused') return later();
      const [status, text] =
        answer.kind === 'accepted' ? [answer.status, answer.value] : [answer.refusal.status, answer.body];
      const read = readWitnessAnswer(status, text);
      if (!read.ok) return answer.kind === 'refused' ? stopped(answer.refusal.code, answer.refusal.message) : later();
      if (read.value.type === 'cosigned') return keep(size, note, key, read.value.signatures);
      if (read.value.type === 'inconsistent') return stopped('AUDIT_DIFFERS', 'The proof does not hold there.');
      if (read.value.size > size) return stopped('AUDIT_DIFFERS', `The witness knows ${read.value.size} entries.`);
      from = read.value.size;
    }
    return later();
  }

  async function keep(
    size: number,
    note: string,
    vkey: string,
    signatures: Parameters<typeof formatNote>[0]['signatures'],
  ): Promise<Step> {
    const parsedNote = parseNote(note);
    const key = parseVerifierKey(sha256, vkey);
    if (!parsedNote.ok || !key.ok) return failed(syncError('SYNC_WITNESS_INVALID'));
    const whole = { ...parsedNote.value, signatures: [...parsedNote.value.signatures, ...signatures] };
    const cosigned = cosignatureOf(whole, key.value, verify);
    if (!cosigned.ok || cosigned.value === null) return failed(syncError('SYNC_WITNESS_INVALID'));
    const lines = signatures.filter(({ name }) => name === key.value.name).map(formatSignature);
    const stored = await db.patiently(() =>
      db.write<void, never>(() => {
        const row = { size, witness: key.value.name, line: lines.join('') };
        if (!isCosigned(db, size)) db.insert('audit_cosignatures', row);
        writeSyncState(db, 'witness', vkey);
        return ok(undefined);
      }),
    );
    if (!stored.ok) return failed(stored.error);
    onChange();
    return 'worked';
  }

  /** The witness's key: the one that was first seen. Another one is told and not believed. Null where it is not known now. */
  async function witnessKey(): Promise<string | null> {
    const known = db.read(() => readSyncState(db, 'witness'));
    const answer = await client.call(getWitness);
    if (answer.kind !== 'accepted' || !known.ok) return null;
    if (known.value === null || known.value === answer.value.vkey) return answer.value.vkey;
    onProblem(syncError('SYNC_WITNESS_CHANGED', { known: known.value, now: answer.value.vkey }));
    return null;
  }

  function stopped(code: string, message: string): Step {
    differs = ['AUDIT_CONFLICT', 'AUDIT_DIFFERS', 'AUDIT_CHECKPOINT_UNSIGNED', 'AUDIT_GAP'].includes(code);
    onProblem(syncError(differs ? 'SYNC_LOG_DIFFERS' : 'SYNC_REFUSED', { refusal: code, said: message }));
    return later();
  }

  function failed(error: AppError): Step {
    onProblem(error);
    return later();
  }

  function later(): Step {
    retryAtMs = timing.nowMs() + retryMs;
    return 'failed';
  }

  return {
    name: 'log',
    step,
    dueInMs: () => (differs || retryAtMs <= timing.nowMs() ? null : retryAtMs - timing.nowMs()),
    hurry() {
      differs = false;
      retryAtMs = 0;
      gap = null;
      checkAtMs = Number.NEGATIVE_INFINITY;
    },
  };
}

const retryMs = 30_000;

/** The next entries that the service lacks. Inside a read. */
function nextSlice(db: Database): Slice {
  const firstSeq = readSyncState(db, 'log_copied') ?? 0;
  const sql = 'SELECT entry FROM audit_entries WHERE seq >= ? ORDER BY seq LIMIT ?';
  const rows = db.all(statement<{ readonly entry: string }>(sql, [firstSeq, maxEntriesAtOnce]));
  const entries: string[] = [];
  let length = 0;
  for (const row of rows) {
    length += row.entry.length;
    if (entries.length > 0 && length > textAtOnce) break;
    entries.push(row.entry);
  }
  return { station: logName(db), firstSeq, entries };
}

/** The station that the log is named after in its checkpoints, or was when it began: renaming does not change it. */
export function logName(db: Database): string {
  const first = db.get(statement<{ readonly vkey: string }>('SELECT vkey FROM audit_epochs WHERE number = 1', []));
  const key = first && parseVerifierKey(sha256, first.vkey);
  if (key?.ok) return decodeURIComponent(key.value.name.split('/').at(-1) ?? '');
  const sql = `SELECT entry ->> '$.station' AS station FROM audit_entries WHERE seq = 0`;
  return db.get(statement<{ readonly station: string }>(sql, []))?.station ?? '';
}

/** Reports have no place of their own there: their entry, which carries the file's hash, tells of them. */
function settleTold(db: Database, size: number, now: string): void {
  const sql = `UPDATE outbox SET state = 'sent', settled_at = ?,
      receipt = json_object('log_size', ?, 'audit_seq', (SELECT audit_seq FROM reports WHERE reports.id = object_id))
    WHERE state = 'pending' AND lane = 'log' AND kind = 'report'
      AND (SELECT audit_seq FROM reports WHERE reports.id = object_id) < ?`;
  db.run(statement(sql, [now, size, size]));
}

/** The newest signed state that the service can check and has not countersigned. Inside a read. */
function toWitness(db: Database) {
  const copied = readSyncState(db, 'log_copied') ?? 0;
  const sql = 'SELECT size, note FROM audit_checkpoints WHERE size <= ? ORDER BY size DESC LIMIT 1';
  const newest = db.get(statement<{ readonly size: number; readonly note: string }>(sql, [copied]));
  if (newest === undefined || isCosigned(db, newest.size)) return null;
  const last = db.get(
    statement<{ readonly size: number | null }>('SELECT max(size) AS size FROM audit_cosignatures', []),
  );
  return { ...newest, witnessed: last?.size ?? 0 };
}

const isCosigned = (db: Database, size: number): boolean =>
  db.get(statement('SELECT 1 FROM audit_cosignatures WHERE size = ?', [size])) !== undefined;

function requestText(db: Database, oldSize: number, size: number, checkpoint: string): string {
  const proof =
    oldSize === 0 ? [] : consistencyProof(sha256, (level, index) => nodeAt(db, level, index), oldSize, size);
  return formatWitnessRequest({ oldSize, proof, checkpoint });
}

/** How many entries the service says that it has. */
function sizeIn(body: string): number | null {
  try {
    const size = (JSON.parse(body) as { details?: { size?: unknown } }).details?.size;
    return typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 ? size : null;
  } catch {
    return null;
  }
}
