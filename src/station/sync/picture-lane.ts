/** Originals: which goes next, and what became of it. */
import { ok } from '../../core/kernel/result.ts';
import { isPoison, retryItemAfter } from '../../core/sync/tries.ts';
import type { Database } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import type { Lane, LaneParts, Step } from './lane.ts';
import { type DueRow, dueRows, markBegun, markFailed, markSent } from './outbox-rows.ts';
import type { PartTarget } from './part-target.ts';
import { type OpenOriginal, type PictureOutcome, type PictureUpload, pictureUpload } from './picture-upload.ts';
import { type Postponed, postponed } from './postponed.ts';
import { sendSinceAgain } from './send-again.ts';
import type { Throttle } from './throttle.ts';

export interface PictureParts extends LaneParts {
  readonly openOriginal: OpenOriginal;
  readonly partTarget: PartTarget;
  readonly bucketParts: PartTarget | null;
  readonly throttle: Throttle;
}

interface Image {
  readonly bytes: number;
  readonly format: string;
  readonly storedPath: string;
}

interface Chosen {
  readonly row: DueRow;
  readonly image: Image;
}

const rowsAtOnce = 50;

/** Pictures that are sent beside each other. */
const picturesAtOnce = 4;

/** What the lanes of pictures know together, so that two do not take the same one. */
interface Shared {
  readonly upload: PictureUpload;
  readonly inHand: Set<string>;
  readonly waiting: Postponed;
  /** How many calls the service had taken when a picture first gave a fault. */
  readonly faultedAt: Map<string, number>;
}

/** @param mayBegin Whether a picture may begin now: decisions go before pixels. */
export function pictureLanes(parts: PictureParts, mayBegin: () => boolean): readonly Lane[] {
  const upload = pictureUpload({ ...parts, mayBegin });
  const shared: Shared = { upload, inHand: new Set(), waiting: postponed(), faultedAt: new Map() };
  return Array.from({ length: picturesAtOnce }, () => pictureLane(parts, shared, mayBegin));
}

function pictureLane(
  parts: PictureParts,
  { upload, inHand, waiting, faultedAt }: Shared,
  mayBegin: () => boolean,
): Lane {
  const { context, client, timing, stop, onChange, onProblem } = parts;
  const { db, clock } = context;

  async function step(): Promise<Step> {
    if (stop.aborted || !mayBegin()) return 'idle';
    // Nothing is announced for a store that is not asked, and one picture goes to see whether it is back.
    const store = client.store();
    if (store.waitMs > 0 || (store.isSuspect && inHand.size > 0)) return 'idle';
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

  async function send({ row, image }: Chosen): Promise<PictureOutcome> {
    const begun = row.begun === 1;
    if (!begun) {
      const noted = await db.patiently(() => db.write<void, never>(() => ok(markBegun(db, row.id))));
      if (!noted.ok) {
        onProblem(noted.error);
        return { kind: 'interrupted' };
      }
    }
    return upload.send({ ...image, id: row.id, inspectionId: row.objectId, sha256: row.payloadSha256 }, begun);
  }

  async function settle(row: DueRow, outcome: PictureOutcome): Promise<Step> {
    if (outcome.kind === 'stood back') return 'idle';
    const of = { objectId: row.objectId, lane: 'pictures', revision: row.revision } as const;
    const now = clock.now();
    if (outcome.kind === 'interrupted') return heldUp(row, of, now);
    const stored = await db.patiently(() =>
      db.write<void, never>(() => {
        if (outcome.kind === 'sent') markSent(db, of, outcome.receipt, now);
        else {
          const tries = row.tries + 1;
          const setAside = isPoison(outcome.kind, tries, client.taken() > (faultedAt.get(row.id) ?? client.taken()));
          markFailed(db, of, { tries, error: outcome.error, setAside }, now);
          // It goes after its inspection: a service that had acknowledged that has lost it.
          if (outcome.error.details?.refusal === 'INSPECTION_NOT_FOUND') sendSinceAgain(db, row.objectId, 0);
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

  /** Nobody blames the picture; where it is the store that is away, the ledger says so. */
  async function heldUp(row: DueRow, of: Parameters<typeof markFailed>[1], now: string): Promise<Step> {
    const error = client.store().problem;
    if (error === null) return 'failed';
    const { tries } = row;
    const noted = await db.patiently(() =>
      db.write<void, never>(() => ok(markFailed(db, of, { tries, error, setAside: false }, now))),
    );
    if (!noted.ok) return failed(noted.error);
    onChange();
    return 'failed';
  }

  function failed(error: Parameters<typeof onProblem>[0]): Step {
    onProblem(error);
    return 'failed';
  }

  return {
    name: 'pictures',
    step,
    dueInMs: () => client.store().waitMs || waiting.soonest(timing.nowMs()),
    retryInMs: ({ id }) => Math.max(client.store().waitMs, waiting.left(id, timing.nowMs())),
    hurry: () => waiting.clearAll(),
  };
}

/** The oldest picture that is due. Inside a read. */
function choosePicture(db: Database, isTaken: (row: DueRow) => boolean): Chosen | null {
  let after = 0;
  for (;;) {
    const rows = dueRows(db, 'pictures', after, rowsAtOnce);
    const row = rows.find((it) => !isTaken(it));
    if (row !== undefined) return { row, image: imageOf(db, row) };
    if (rows.length < rowsAtOnce) return null;
    after = rows.at(-1)?.position ?? after;
  }
}

function imageOf(db: Database, { payloadSha256 }: DueRow): Image {
  const sql = 'SELECT bytes, format, stored_path AS storedPath FROM images WHERE sha256 = ?';
  const image = db.get(statement<Image>(sql, [payloadSha256]));
  if (image === undefined) throw new Error(`The outbox names the image ${payloadSha256}, which is not there`);
  return image;
}
