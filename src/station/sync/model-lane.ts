/** What comes down: models that the site published at the service. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { getModelFile, listModels, type modelSchema } from '@fiducial/protocol/api';
import type { z } from 'zod';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { syncError } from '../../core/sync/errors.ts';
import { makeDurableFolder, syncFolderNames } from '../durable-folder.ts';
import { type ModelReceiver, notStored, type OfferedModel } from '../models/receive-model.ts';
import type { Lane, LaneParts } from './lane.ts';
import { publishedLane } from './published-lane.ts';
import { noteRefused } from './sync-state.ts';

/** No model is larger. */
const largestBytes = 2 ** 31;

type Listed = z.output<typeof modelSchema>;
/** Of one model: here now; refused for good; or to be tried again, because the service or the disk was away. */
type Taken = { readonly kind: 'here' | 'later' } | { readonly kind: 'refused'; readonly code: string };
const later: Taken = { kind: 'later' };

/** Empty file beside the models. */
const listMark = '.list';
const partialName = /^\.partial-[0-9a-f]{64}$/;

export function modelLane(parts: LaneParts, receiver: ModelReceiver): Lane {
  const { context, client, onChange, onProblem } = parts;
  const { db } = context;

  async function takeOver({ data }: { readonly data: readonly Listed[] }) {
    sweep(data);
    const refused: { readonly name: string; readonly code: string }[] = [];
    for (const model of data) {
      const taken = await take(model);
      // Those after it are looked at next time: what is half here goes on then.
      if (taken.kind === 'later') return 'later';
      if (taken.kind === 'refused') refused.push({ name: `${model.name}/${model.version}`, code: taken.code });
    }
    if (!markList()) return 'later';
    return () => ok(noteRefused(db, 'models', refused));
  }

  async function take(model: Listed): Promise<Taken> {
    const offered = { name: model.name, sha256: model.sha256, manifestSha256: model.manifest_sha256 };
    if (receiver.isHere(offered)) return { kind: 'here' };
    const manifest = await client.call(getModelFile, { params: paramsOf(model, 'model.json') });
    if (manifest.kind !== 'accepted') return later;
    const text = String(manifest.value);
    const described = receiver.checkManifest(offered, text);
    if (!described.ok) return refuse(offered, described.error);
    const partial = join(receiver.folder, `.partial-${model.sha256}`);
    const fetchedOnnx = await fetchOnnx(model, partial, text);
    if (!fetchedOnnx.ok) {
      if (fetchedOnnx.error === null) return later;
      remove(partial);
      if (fetchedOnnx.error.code === 'SYNC_MODEL_INVALID') return refuse(offered, fetchedOnnx.error);
      onProblem(fetchedOnnx.error);
      return later;
    }
    const placed = await receiver.place(partial);
    if (placed.ok) {
      onChange();
      return { kind: 'here' };
    }
    remove(partial);
    // What an earlier try had left may be damaged: a power cut takes what was not on the disk yet. Once more, from its start.
    if (placed.error.code === 'MODEL_HASH_MISMATCH' && fetchedOnnx.value.resumed) return take(model);
    if (/^(MODEL|ENGINE)_|^SYNC_MODEL_DIFFERS$/.test(placed.error.code)) return refuse(offered, placed.error);
    onProblem(placed.error);
    return later;
  }

  /** Goes on where an interrupted download ended. Null as the error: the service could not be asked to the end. */
  async function fetchOnnx(
    model: Listed,
    partial: string,
    manifest: string,
  ): Promise<Result<{ readonly resumed: boolean }, AppError | null>> {
    if (model.size_bytes > largestBytes) return fail(syncError('SYNC_MODEL_INVALID'));
    const file = join(partial, 'model.onnx');
    try {
      makeDurableFolder(partial);
      const here = existsSync(file) ? statSync(file).size : 0;
      if (here < model.size_bytes) {
        const written = await download(model, file, here);
        if (!written.ok) return written;
      }
      writeFileSync(join(partial, 'model.json'), manifest, { flush: true });
      syncFolderNames(partial);
      return statSync(file).size === model.size_bytes
        ? ok({ resumed: here > 0 })
        : fail(syncError('SYNC_MODEL_INVALID'));
    } catch (cause) {
      return fail(notStored(cause));
    }
  }

  async function download(model: Listed, file: string, from: number): Promise<Result<void, AppError | null>> {
    let broken: AppError | null = null;
    const headers: Record<string, string> =
      from === 0 ? {} : { range: `bytes=${from}-`, 'if-range': `"${model.sha256}"` };
    const answer = await client.download(
      getModelFile,
      { params: paramsOf(model, 'model.onnx'), headers },
      async (status, bytes) => {
        const handle = openSync(file, status === 206 ? 'a' : 'w');
        let size = status === 206 ? from : 0;
        try {
          for await (const piece of bytes) {
            size += piece.length;
            if (size > model.size_bytes) {
              broken = syncError('SYNC_MODEL_INVALID');
              return;
            }
            writeSync(handle, piece);
          }
          fsyncSync(handle);
        } catch (cause) {
          // A line that breaks ends the reading as well; what is here stays, and the next try goes on after it.
          if (isOfDisk(cause)) broken = notStored(cause);
          else throw cause;
        } finally {
          closeSync(handle);
        }
      },
    );
    if (broken !== null) return fail(broken);
    return answer.kind === 'accepted' ? ok(undefined) : fail(null);
  }

  async function refuse(offered: OfferedModel, error: AppError): Promise<Taken> {
    const logged = await db.patiently(() => receiver.refuse(offered, error.code));
    if (!logged.ok) {
      onProblem(logged.error);
      return later;
    }
    return { kind: 'refused', code: error.code };
  }

  /** The models of the list that the database knows lie in this folder. False where the disk takes nothing. */
  function markList(): boolean {
    try {
      makeDurableFolder(receiver.folder);
      writeFileSync(join(receiver.folder, listMark), '');
      return true;
    } catch (cause) {
      onProblem(notStored(cause));
      return false;
    }
  }

  /** What is half here of models that are offered no more. */
  function sweep(offered: readonly Listed[]): void {
    const wanted = new Set(offered.map(({ sha256 }) => `.partial-${sha256}`));
    for (const name of namesIn(receiver.folder))
      if (partialName.test(name) && !wanted.has(name)) remove(join(receiver.folder, name));
  }

  return publishedLane(parts, {
    kind: 'models',
    list: listModels,
    // A database that was restored elsewhere knows the list, and the models are not there.
    isHere: () => existsSync(join(receiver.folder, listMark)),
    takeOver,
  });
}

const paramsOf = ({ name, version }: Listed, file: string) => ({ name, version, file });

const isOfDisk = (cause: unknown): boolean =>
  cause instanceof Error && 'syscall' in cause && ['write', 'fsync', 'open'].includes(String(cause.syscall));

const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
