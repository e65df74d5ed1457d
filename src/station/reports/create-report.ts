import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inspectionError } from '../../core/inspection/errors.ts';
import type { StoredInspection } from '../../core/inspection/stored.ts';
import { newId, type ReportId } from '../../core/kernel/ids.ts';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { logHead } from '../audit/head.ts';
import { actingNow, type StationContext } from '../context.ts';
import { checkOriginal } from '../images/check-original.ts';
import type { ImageStore } from '../images/image-store.ts';
import type { Renderer } from '../inspections/overlay.ts';
import { getInspection } from '../inspections/read.ts';
import { recordReport } from '../inspections/report-rows.ts';
import { drawPictures } from './report-pictures.ts';
import { stageFile, wholeFile } from './staged-file.ts';

export interface ReportServices {
  readonly context: StationContext;
  readonly images: ImageStore;
  readonly renderer: Renderer;
  readonly fontFolder: string;
  readonly maxPixels: number;
}

export interface WrittenReport {
  readonly id: ReportId;
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Writes the PDF of a stored inspection and records it with its audit entry. The bytes are on the disk before the entry is.
 * Errors: IDENTITY_*, INSPECTION_NOT_FOUND, ORIGINAL_DAMAGED, OUTPUT_UNWRITABLE, DB_*, AUDIT_*, and the engine's; nothing
 * is kept then. After DB_COMMIT_UNKNOWN, and where the file cannot get its name, the bytes stay for `finishOutputs`.
 */
export async function createReport(
  services: ReportServices,
  inspectionId: string,
  outPath: string,
): Promise<Result<WrittenReport, AppError>> {
  const context = actingNow(services.context);
  const allowed = context.may('report.create');
  if (!allowed.ok) return allowed;
  const read = getInspection(context.db, inspectionId);
  if (!read.ok) return read;
  const inspection = read.value;
  if (inspection === null) return fail(inspectionError('INSPECTION_NOT_FOUND', { id: inspectionId }));
  // The report prints their hashes beside the pictures that are drawn from them.
  for (const original of [inspection.image, inspection.golden]) {
    const sound = original === null ? ok(undefined) : await checkOriginal(services.images, original);
    if (!sound.ok) return sound;
  }
  const drawn = await drawReport({ ...services, context }, inspection);
  if (!drawn.ok) return drawn;
  const pdf = drawn.value;
  const path = resolve(outPath);
  const report: WrittenReport = {
    id: newId<ReportId>(),
    path,
    sha256: createHash('sha256').update(pdf).digest('hex'),
    bytes: pdf.length,
  };
  const staged = await stageFile(path, report.id, wholeFile(pdf));
  if (!staged.ok) return staged;
  const recorded = await context.db.patiently(() => recordReport(context, { ...report, inspectionId: inspection.id }));
  if (!recorded.ok) {
    if (recorded.error.code !== 'DB_COMMIT_UNKNOWN') await staged.value.discard();
    return recorded;
  }
  const placed = await staged.value.place();
  return placed.ok ? ok(report) : placed;
}

/** The PDF's bytes, written and recorded nowhere. Errors: OUTPUT_UNWRITABLE, DB_*, and the engine's. */
export async function drawReport(
  services: ReportServices,
  inspection: StoredInspection,
): Promise<Result<Uint8Array, AppError>> {
  const { context, images } = services;
  // So that the state it quotes is a signed one; where it cannot be signed now, it is true all the same.
  await context.db.patiently(() => context.signer.checkpoint());
  const head = logHead(context.db);
  if (!head.ok) return head;

  const folder = await mkdtemp(join(tmpdir(), 'fiducial-report-')).catch(() => null);
  if (folder === null)
    return fail({
      code: 'OUTPUT_UNWRITABLE',
      message: `The folder for temporary files (${tmpdir()}) cannot be written.`,
    });
  try {
    const sources = {
      imagePath: images.absolute(inspection.image.storedPath),
      goldenPath: inspection.golden && images.absolute(inspection.golden.storedPath),
      maxPixels: services.maxPixels,
    };
    const pictures = await drawPictures(services.renderer, inspection, sources, folder);
    if (!pictures.ok) return pictures;
    const content = { inspection, head: head.value, madeAt: context.clock.now(), ...pictures.value };
    // jsPDF takes a while to load; inspecting does without it.
    const { layOut } = await import('./layout.ts');
    return ok(layOut(content, services.fontFolder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
