/** Originals: announced, sent to the address that was given for it, read back by the service, acknowledged. */
import { createHash } from 'node:crypto';
import { type Artifact, confirmArtifact, createArtifact, type Upload } from '@fiducial/protocol/api';
import { ok } from '../../core/kernel/result.ts';
import { sendableType } from '../../core/sync/documents.ts';
import { type SyncError, syncError } from '../../core/sync/errors.ts';
import { isPoison, retryItemAfter } from '../../core/sync/tries.ts';
import type { Database } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import type { Understood } from './central-client.ts';
import type { Lane, LaneParts, Step } from './lane.ts';
import { type DueRow, dueRows, markBegun, markFailed, markSent } from './outbox-rows.ts';
import { type Postponed, postponed } from './postponed.ts';
import type { Throttle } from './throttle.ts';

/** Opens a stored original by its path in the data directory. Reading throws where the disk fails. */
export type OpenOriginal = (storedPath: string) => AsyncIterable<Uint8Array>;

export interface PictureParts extends LaneParts {
  readonly openOriginal: OpenOriginal;
  readonly throttle: Throttle;
}

interface Picture {
  readonly row: DueRow;
  readonly bytes: number;
  readonly format: string;
  readonly storedPath: string;
}

type Outcome =
  | { readonly kind: 'sent'; readonly receipt: Artifact }
  | { readonly kind: 'refused' | 'fault'; readonly error: SyncError }
  /** The service as a whole, or this program, stopped: nothing is said about the picture. */
  | { readonly kind: 'interrupted' };

const rowsAtOnce = 50;

/** Pictures that are sent beside each other. */
const picturesAtOnce = 4;

/** What the lanes of pictures know together, so that two do not take the same one. */
interface Shared {
  readonly inHand: Set<string>;
  readonly waiting: Postponed;
  /** How many calls the service had taken when a picture first gave a fault. */
  readonly faultedAt: Map<string, number>;
}

/** @param mayBegin Whether a picture may begin now: decisions go before pixels. */
export function pictureLanes(parts: PictureParts, mayBegin: () => boolean): readonly Lane[] {
  const shared: Shared = { inHand: new Set(), waiting: postponed(), faultedAt: new Map() };
  return Array.from({ length: picturesAtOnce }, () => pictureLane(parts, shared, mayBegin));
}

function pictureLane(parts: PictureParts, { inHand, waiting, faultedAt }: Shared, mayBegin: () => boolean): Lane {
  const { context, client, timing, stop, onChange, onProblem, openOriginal, throttle } = parts;
  const { db, clock } = context;

  async function step(): Promise<Step> {
    if (stop.aborted || !mayBegin()) return 'idle';
    const found = db.snapshot(() => choosePicture(db, ({ id }) => inHand.has(id) || waiting.has(id, timing.nowMs())));
    if (!found.ok) return failed(found.error);
    if (found.value === null) return 'idle';
    const { row } = found.value;
    inHand.add(row.id);
    try {
      return await settle(row, await send(found.value));
    } finally {
      inHand.delete(row.id);
    }
  }

  async function send(picture: Picture): Promise<Outcome> {
    const { row } = picture;
    // An earlier try may have brought all its bytes there: then they are not sent again.
    if (row.begun === 1) {
      const there = await confirm(picture);
      if (there.kind !== 'refused') return there;
    } else {
      const begun = await db.patiently(() => db.write<void, never>(() => ok(markBegun(db, row.id))));
      if (!begun.ok) {
        onProblem(begun.error);
        return { kind: 'interrupted' };
      }
    }
    const upload = await announce(picture);
    if (upload.kind !== 'accepted') return outcomeOf(upload, 'SYNC_REFUSED');
    const sent = await put(picture, upload.value);
    return sent === null ? confirm(picture) : sent;
  }

  const announce = ({ row, bytes, format }: Picture): Promise<Understood<Upload>> =>
    client.call(createArtifact, {
      params: { inspection_id: row.objectId },
      body: {
        artifact_id: row.id,
        kind: 'raw',
        content_type: sendableType(format),
        size_bytes: bytes,
        sha256: row.payloadSha256,
      },
    });

  /** Null where the store took the bytes and they are the ones that were stored here. */
  async function put({ row, bytes, storedPath }: Picture, upload: Upload): Promise<Outcome | null> {
    const digest = createHash('sha256');
    let unreadable: unknown = null;
    const hashed = (async function* () {
      try {
        for await (const piece of openOriginal(storedPath)) {
          digest.update(piece);
          yield piece;
        }
      } catch (thrown) {
        unreadable = thrown;
        throw thrown;
      }
    })();
    const body = { bytes, stream: throttle.slowed(hashed, stop) };
    const answer = await client.upload(upload.upload_url, upload.headers, body);
    if (unreadable !== null) return { kind: 'refused', error: syncError('SYNC_ORIGINAL_UNREADABLE') };
    if (answer.kind !== 'accepted') return outcomeOf(answer, 'SYNC_UPLOAD_REFUSED');
    const sha256 = digest.digest('hex');
    if (sha256 !== row.payloadSha256)
      return {
        kind: 'refused',
        error: syncError('SYNC_ORIGINAL_DAMAGED', { stored: row.payloadSha256, found: sha256 }),
      };
    return null;
  }

  async function confirm({ row, bytes }: Picture): Promise<Outcome> {
    const answer = await client.call(confirmArtifact, {
      params: { inspection_id: row.objectId },
      body: { artifact_id: row.id, sha256: row.payloadSha256, size_bytes: bytes },
    });
    if (answer.kind !== 'accepted') return outcomeOf(answer, 'SYNC_REFUSED');
    const { artifact_id, state, sha256, size_bytes } = answer.value;
    const isIt = artifact_id === row.id && state === 'stored' && sha256 === row.payloadSha256 && size_bytes === bytes;
    return isIt
      ? { kind: 'sent', receipt: answer.value }
      : { kind: 'refused', error: syncError('SYNC_RECEIPT_DIFFERS', { sent: row.payloadSha256, kept: sha256 ?? '' }) };
  }

  async function settle(row: DueRow, outcome: Outcome): Promise<Step> {
    if (outcome.kind === 'interrupted') return 'failed';
    const of = { objectId: row.objectId, lane: 'pictures', revision: row.revision } as const;
    const now = clock.now();
    const stored = await db.patiently(() =>
      db.write<void, never>(() => {
        if (outcome.kind === 'sent') markSent(db, of, outcome.receipt, now);
        else {
          const tries = row.tries + 1;
          const setAside = isPoison(outcome.kind, tries, client.taken() > (faultedAt.get(row.id) ?? client.taken()));
          markFailed(db, of, { tries, error: outcome.error, setAside }, now);
        }
        return ok(undefined);
      }),
    );
    if (!stored.ok) return failed(stored.error);
    if (outcome.kind === 'sent') {
      waiting.clear(row.id);
      faultedAt.delete(row.id);
    } else {
      if (!faultedAt.has(row.id)) faultedAt.set(row.id, client.taken());
      waiting.until(row.id, timing.nowMs() + retryItemAfter(row.tries + 1, () => timing.random()));
    }
    onChange();
    return 'worked';
  }

  function failed(error: Parameters<typeof onProblem>[0]): Step {
    onProblem(error);
    return 'failed';
  }

  return {
    name: 'pictures',
    step,
    dueInMs: () => waiting.soonest(timing.nowMs()),
    retryInMs: ({ id }) => waiting.left(id, timing.nowMs()),
    hurry: () => waiting.clearAll(),
  };
}

function outcomeOf(
  answer: Exclude<Understood<unknown>, { kind: 'accepted' }>,
  code: 'SYNC_REFUSED' | 'SYNC_UPLOAD_REFUSED',
): Outcome {
  switch (answer.kind) {
    case 'refused': {
      const { status, code: refusal, message } = answer.refusal;
      return { kind: 'refused', error: syncError(code, { status, refusal, said: message }) };
    }
    case 'faulty':
      return { kind: 'fault', error: syncError('SYNC_FAULTY', { status: answer.status }) };
    default:
      return { kind: 'interrupted' };
  }
}

/** The oldest picture that is due. Inside a read. */
function choosePicture(db: Database, isTaken: (row: DueRow) => boolean): Picture | null {
  let after = 0;
  for (;;) {
    const rows = dueRows(db, 'pictures', after, rowsAtOnce);
    const row = rows.find((it) => !isTaken(it));
    if (row !== undefined) return pictureOf(db, row);
    if (rows.length < rowsAtOnce) return null;
    after = rows.at(-1)?.position ?? after;
  }
}

function pictureOf(db: Database, row: DueRow): Picture {
  const sql = 'SELECT bytes, format, stored_path AS storedPath FROM images WHERE sha256 = ?';
  const image = db.get(statement<Omit<Picture, 'row'>>(sql, [row.payloadSha256]));
  if (image === undefined) throw new Error(`The outbox names the image ${row.payloadSha256}, which is not there`);
  return { row, ...image };
}
