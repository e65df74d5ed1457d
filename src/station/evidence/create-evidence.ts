/** Makes the evidence bundle of one inspection: docs/spec/evidence.md. */
import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import {
  type AuditEntry,
  canonicalBytes,
  decodeEntry,
  formatTlogProof,
  inclusionProof,
  parseSignedCheckpoint,
} from '@fiducial/protocol/audit';
import { evidenceCreated, evidenceNotWritten } from '../../core/audit/entries.ts';
import { inspectionError } from '../../core/inspection/errors.ts';
import { recipeBytes } from '../../core/inspection/recipe.ts';
import type { RecordedImage } from '../../core/inspection/record.ts';
import { resultBytes } from '../../core/inspection/result-document.ts';
import type { StoredInspection } from '../../core/inspection/stored.ts';
import { newId, type ReportId } from '../../core/kernel/ids.ts';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { recordAction } from '../audit/action.ts';
import { appendEntry } from '../audit/append.ts';
import { epochsOf } from '../audit/chain-state.ts';
import { newestCheckpoint, newestEpoch } from '../audit/checkpoint-rows.ts';
import { auditError } from '../audit/errors.ts';
import { storyQuery } from '../audit/story.ts';
import { nodeAt } from '../audit/tree-rows.ts';
import { actingNow, type StationContext } from '../context.ts';
import { sha256, sha256Hex } from '../digest.ts';
import { checkOriginal } from '../images/check-original.ts';
import { extensions, type ImageFormat } from '../images/format.ts';
import { getInspection } from '../inspections/read.ts';
import { addReport, type ReportToRecord } from '../inspections/report-rows.ts';
import type { ModelCatalog } from '../models/catalog.ts';
import { drawReport, type ReportServices } from '../reports/create-report.ts';
import { type FileWriter, type StagedFile, stageFile } from '../reports/staged-file.ts';
import { inOrder, maxArchiveBytes, maxMembers } from './archive-form.ts';
import {
  type Contents,
  checkpointPath,
  entryPath,
  keysPath,
  manifestOf,
  proofPath,
  signaturesOf,
  verificationsOf,
} from './documents.ts';
import { evidenceError } from './errors.ts';
import { archiveInto, type Content, type WrittenArchive } from './write-archive.ts';

export interface EvidenceServices {
  /** Draws the report, and knows context and images. */
  readonly reports: ReportServices;
  readonly catalog: Pick<ModelCatalog, 'list'>;
}

export interface WrittenEvidence {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Of the log, with their proofs. */
  readonly entries: number;
}

/** A file of the bundle before it is written. */
interface Part {
  readonly sha256: string;
  readonly bytes: number;
  readonly content: Content;
}
type Parts = ReadonlyMap<string, Part>;

/** Room for files of the bundle that are not entries. */
const otherMembers = 20;

/**
 * Writes the bundle whole or not at all. Its report and its making are in the log before the bundle is complete, because it
 * holds that entry with its proof: so there is room for it on the disk first, and a bundle that is not written all the
 * same is told of by an entry of its own.
 * Errors: INSPECTION_NOT_FOUND, EVIDENCE_*, OUTPUT_UNWRITABLE, IDENTITY_*, DB_*, AUDIT_*, and the engine's.
 */
export async function createEvidence(
  { reports, catalog }: EvidenceServices,
  inspectionId: string,
  outPath: string,
): Promise<Result<WrittenEvidence, AppError>> {
  const context = actingNow(reports.context);
  const { db } = context;
  const may = context.may('evidence.export');
  if (!may.ok) return may;
  if (context.signer.state().kind === 'unsigned') return fail(evidenceError('EVIDENCE_UNSIGNED'));
  const read = getInspection(db, inspectionId);
  if (!read.ok) return read;
  const inspection = read.value;
  if (inspection === null) return fail(inspectionError('INSPECTION_NOT_FOUND', { id: inspectionId }));

  const path = resolve(outPath);
  const writable = await canWriteBeside(path);
  if (!writable.ok) return writable;
  const images = await imageParts(reports, inspection);
  if (!images.ok) return images;
  const result = resultBytes(outcomeOf(inspection));
  if (sha256Hex(result) !== inspection.resultSha256) return fail(evidenceError('EVIDENCE_RESULT_DAMAGED'));
  const drawn = await drawReport({ ...reports, context }, inspection);
  if (!drawn.ok) return drawn;
  const report = { id: newId<ReportId>(), inspectionId: inspection.id, path, ...factsOf(drawn.value) };

  const parts = new Map(images.value);
  parts.set('result.json', partOf(result));
  parts.set('recipe.json', partOf(recipeBytes(inspection.recipe.content)));
  parts.set('report.pdf', partOf(drawn.value));
  const model = await modelDocument(catalog, inspection.inference?.model.sha256 ?? null);
  if (model !== null) parts.set('model.json', partOf(model));

  const room = db.read(() => roomFor(context, inspection, parts));
  if (!room.ok) return room;
  const staged = await stageFile(path, report.id, emptyFile(room.value));
  if (!staged.ok) return staged;
  const made = await db.patiently(() => recordBundle(context, report, parts));
  if (!made.ok) {
    await staged.value.discard();
    return made;
  }
  const written = await complete(context, staged.value, made.value);
  if (!written.ok) {
    await giveUp(context, staged.value, inspection.id, written.error.code);
    return written;
  }
  const placed = await staged.value.place();
  return placed.ok ? ok({ path, ...written.value, entries: made.value.entries.length }) : placed;
}

/** The bundle as the log speaks of it, in the room that is kept for it. Errors: EVIDENCE_*, OUTPUT_UNWRITABLE, DB_*. */
async function complete(
  context: StationContext,
  staged: StagedFile,
  made: RecordedBundle,
): Promise<Result<WrittenArchive, AppError>> {
  const { db } = context;
  const signed = await db.patiently(() => context.signer.checkpoint());
  if (!signed.ok) return signed;
  const log = db.snapshot(() => logParts(context, made.entries));
  if (!log.ok) return log;
  if (!log.value.ok) return log.value;
  const all = new Map([...made.parts, ...log.value.value]);
  all.set('manifest.json', partOf(canonicalBytes(manifestOf(all))));
  if ([...all.values()].reduce((sum, { bytes }) => sum + bytes, 0) > maxArchiveBytes - 1_000_000)
    return fail(evidenceError('EVIDENCE_TOO_LARGE'));
  return write(staged, all);
}

/** The log says that there is no such file. Where it cannot, what is staged stays, and the next start says it. */
async function giveUp(context: StationContext, staged: StagedFile, inspectionId: string, reason: string) {
  const { db } = context;
  const told = await db.patiently(() => recordAction(context, evidenceNotWritten({ inspectionId, reason })));
  if (told.ok) await staged.discard();
}

/** Bytes that the bundle has at the most, unless others go on working on the board meanwhile. */
function roomFor({ db }: StationContext, { id }: StoredInspection, parts: Parts): number {
  const story = db.all(storyQuery(db, { objectId: id, limit: maxMembers }));
  // Each entry by itself with its proof, and again in what is said of verifications and signatures.
  const log = story.reduce((sum, { entry }) => sum + 3 * entry.length + 8192, 0);
  return [...parts.values()].reduce((sum, { bytes }) => sum + bytes + 1024, 0) + log + 262_144;
}

/** Zeros that take their room on the disk. */
const emptyFile =
  (bytes: number): FileWriter =>
  async (file) => {
    const chunk = Buffer.alloc(Math.min(bytes, 1 << 20));
    for (let left = bytes; left > 0; left -= chunk.length) await file.writeFile(chunk.subarray(0, left));
    return bytes;
  };

/** Before anything is drawn. Errors: OUTPUT_UNWRITABLE. */
async function canWriteBeside(path: string): Promise<Result<void, AppError>> {
  try {
    await access(dirname(path), constants.W_OK);
    return ok(undefined);
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    return fail({ code: 'OUTPUT_UNWRITABLE', message: `${path} cannot be written (${why}). Nothing was done.` });
  }
}

const factsOf = (content: Uint8Array) => ({ sha256: sha256Hex(content), bytes: content.length });
const partOf = (content: Uint8Array): Part => ({ ...factsOf(content), content: async () => content });

/** What the inspection found, as it was recorded: people's decisions since do not change it. */
function outcomeOf(stored: StoredInspection) {
  const { status, verdict, registration, registrationPoor, inference, defects, error } = stored;
  if (status === 'completed' && inference !== null)
    return { status, verdict, registration, registrationPoor, inference, defects } as const;
  return { status: 'failed', error: error ?? { code: '', message: '' } } as const;
}

/** Originals, read once here, so that nothing is recorded of a bundle that cannot be. Errors: EVIDENCE_ORIGINAL_DAMAGED. */
async function imageParts(
  { images }: ReportServices,
  { image, golden }: StoredInspection,
): Promise<Result<Parts, AppError>> {
  const parts = new Map<string, Part>();
  const used: readonly (readonly [string, RecordedImage | null])[] = [
    ['board', image],
    ['golden', golden],
  ];
  for (const [role, original] of used) {
    if (original === null) continue;
    const { storedPath, sha256: digest, bytes } = original;
    if (!(await checkOriginal(images, original)).ok)
      return fail(evidenceError('EVIDENCE_ORIGINAL_DAMAGED', { path: storedPath }));
    const extension = extensions[original.format as ImageFormat];
    const content = () => readFile(images.absolute(storedPath));
    parts.set(`images/${role}.${extension}`, { sha256: digest, bytes, content });
  }
  return ok(parts);
}

/** The description of the model with that hash; null where it is not installed any more. */
async function modelDocument(catalog: EvidenceServices['catalog'], hash: string | null): Promise<Uint8Array | null> {
  const found = catalog.list().flatMap((model) => ('model' in model ? [model.model] : []));
  const ran = found.find((model) => model.sha256 === hash);
  return ran === undefined ? null : canonicalBytes(ran);
}

interface RecordedBundle {
  readonly parts: Parts;
  /** In their order, the last one says that this bundle was made. */
  readonly entries: readonly { readonly seq: number; readonly text: string }[];
}

/**
 * E6 and E7: what belongs to the bundle is settled, and logged with its report, in one transaction, so that it is
 * everything there is.
 * Errors: EVIDENCE_TOO_LARGE, AUDIT_*, DB_*.
 */
function recordBundle(context: StationContext, report: ReportToRecord, parts: Parts): Result<RecordedBundle, AppError> {
  const { db, clock, station } = context;
  const { inspectionId: id } = report;
  return db.write((): Result<RecordedBundle, AppError> => {
    const reported = addReport(context, report);
    if (!reported.ok) return reported;
    const limit = (maxMembers - otherMembers) / 2;
    const story = db.all(storyQuery(db, { objectId: id, limit })).map(({ seq, entry }) => ({ seq, text: entry }));
    const epoch = newestEpoch(db);
    if (epoch === null) return fail(evidenceError('EVIDENCE_UNSIGNED'));
    if (story.length === limit) return fail(evidenceError('EVIDENCE_TOO_LARGE'));
    const entries: AuditEntry[] = [];
    for (const { seq, text } of story) {
      const decoded = decodeEntry(Buffer.from(text, 'utf8'));
      if (!decoded.ok) return fail(auditError('AUDIT_DAMAGED', { index: seq }));
      entries.push(decoded.entry);
    }
    const all = new Map(parts);
    all.set('verifications.json', partOf(verificationsOf(entries, id)));
    all.set('signatures.json', partOf(signaturesOf(entries, id)));
    const contents = canonicalBytes({
      entries: story.map(({ seq }) => seq),
      files: inOrder(all.keys()).map((path) => ({ path, sha256: all.get(path)!.sha256 })),
      inspection: id,
      made: clock.now(),
      origin: epoch.vkey.slice(0, epoch.vkey.indexOf('+')),
      station: station.toWellFormed(),
      v: 1,
    } satisfies Contents);
    const appended = appendEntry(context, evidenceCreated({ inspectionId: id, contentsSha256: sha256Hex(contents) }));
    if (!appended.ok) return appended;
    all.set('contents.json', partOf(contents));
    const { seq } = appended.value;
    const own = db.get(db.query.selectFrom('audit_entries').select('entry').where('seq', '=', seq))!;
    return ok({ parts: all, entries: [...story, { seq, text: own.entry }] });
  });
}

/** Entries and their proofs by the newest signed state. Errors: EVIDENCE_UNSIGNED. */
function logParts({ db }: StationContext, entries: RecordedBundle['entries']): Result<Parts, AppError> {
  const checkpoint = newestCheckpoint(db);
  const last = entries.at(-1)!.seq;
  if (checkpoint === null || checkpoint.size <= last || !parseSignedCheckpoint(checkpoint.note).ok)
    return fail(evidenceError('EVIDENCE_UNSIGNED'));
  const { size, note } = checkpoint;
  const parts = new Map<string, Part>();
  const put = (path: string, text: string): void => void parts.set(path, partOf(Buffer.from(text, 'utf8')));
  put(checkpointPath, note);
  put(
    keysPath,
    epochsOf(db)
      .map(({ vkey }) => `${vkey}\n`)
      .join(''),
  );
  for (const { seq, text } of entries) {
    const proof = inclusionProof(sha256, (level, index) => nodeAt(db, level, index), seq, size);
    put(entryPath(seq), text);
    put(proofPath(seq), formatTlogProof({ extra: null, index: seq, proof, checkpoint: note }));
  }
  return ok(parts);
}

/** An original that was changed since it was read above. */
class ChangedMeanwhile extends Error {}

async function write(staged: StagedFile, parts: Parts): Promise<Result<WrittenArchive, AppError>> {
  const checked = [...parts].map(([name, part]): [string, Content] => [
    name,
    async () => {
      const content = await part.content();
      if (sha256Hex(content) !== part.sha256) throw new ChangedMeanwhile(name);
      return content;
    },
  ]);
  try {
    let archive: WrittenArchive = { bytes: 0, sha256: '' };
    const written = await staged.rewrite(async (file) => {
      archive = await archiveInto(file, new Map(checked));
      return archive.bytes;
    });
    return written.ok ? ok(archive) : written;
  } catch (cause) {
    if (cause instanceof ChangedMeanwhile)
      return fail(evidenceError('EVIDENCE_ORIGINAL_DAMAGED', { path: cause.message }));
    throw cause;
  }
}
