/** What a run writes beside the record of a board: overlay and report. */
import { maxImagePixels } from '../core/detection/image-limits.ts';
import { type AppError, ok, type Result } from '../core/kernel/result.ts';
import { reportServices, type Station } from '../station/compose.ts';
import type { BoardOutcome } from '../station/inspections/board-request.ts';
import { type OutputNames, outputNames } from '../station/inspections/output-names.ts';
import { type Renderer, writeOverlay } from '../station/inspections/overlay.ts';
import { createReport } from '../station/reports/create-report.ts';
import type { BoardInput } from './inspect-inputs.ts';
import type { InspectOptions } from './inspect-options.ts';

/** What a run says about all its boards and about what it wrote beside the record. */
export interface LineExtras {
  readonly overlay?: string;
  readonly report?: string;
  readonly warnings: readonly AppError[];
  /** The model ran although its signature was refused. */
  readonly modelUnsigned: boolean;
}

/** Makes the function that writes what was asked for. A file that cannot be written is a warning of its board. */
export type BoardExtras = (input: BoardInput, outcome: BoardOutcome, modelUnsigned: boolean) => Promise<LineExtras>;

/**
 * Settles where the files of all boards go, before any is begun; the folders are there. Errors: OUTPUT_UNWRITABLE.
 */
export async function boardExtras(
  renderer: Renderer,
  station: Station | null,
  options: Pick<InspectOptions, 'overlayDir' | 'reportDir'>,
  inputs: readonly BoardInput[],
): Promise<Result<BoardExtras, AppError>> {
  const boards = inputs.flatMap((input) => (input.ok ? [[input, input.request.image.path] as const] : []));
  const namesIn = async (folder: string | undefined, ending: string): Promise<Result<Names | null, AppError>> =>
    folder === undefined ? ok(null) : outputNames<BoardInput>(folder, ending, boards);
  const overlays = await namesIn(options.overlayDir, '.jpg');
  if (!overlays.ok) return overlays;
  const reports = await namesIn(options.reportDir, '.pdf');
  if (!reports.ok) return reports;

  return ok(async (input, outcome, modelUnsigned) => {
    if (!outcome.inspected) return { warnings: [], modelUnsigned };
    const warnings: AppError[] = [...outcome.warnings];
    const written: { overlay?: string; report?: string } = {};
    if (overlays.value !== null) {
      const { imagePath } = outcome;
      const defects = outcome.defects.filter(({ verification }) => verification !== 'rejected');
      const overlay = await writeClaimed(overlays.value, input, (path) =>
        writeOverlay(renderer, { imagePath, defects }, path, maxImagePixels),
      );
      if (overlay.ok) written.overlay = overlay.value;
      else warnings.push(overlay.error);
    }
    const { inspectionId } = outcome;
    if (reports.value !== null && station !== null && inspectionId !== null) {
      const services = reportServices(station, renderer);
      const report = await writeClaimed(reports.value, input, (path) => createReport(services, inspectionId, path));
      if (report.ok) written.report = report.value;
      else warnings.push(report.error);
    }
    return { ...written, warnings, modelUnsigned };
  });
}

type Names = OutputNames<BoardInput>;

/** Gives the file that was written. */
async function writeClaimed(
  names: Names,
  board: BoardInput,
  write: (path: string) => Promise<Result<unknown, AppError>>,
): Promise<Result<string, AppError>> {
  const claimed = await names.claim(board);
  if (!claimed.ok) return claimed;
  const { path, discard } = claimed.value;
  const written = await write(path);
  if (written.ok) return ok(path);
  // The record may name the file, and the next start then gives it its bytes: nobody else may have the name.
  if (written.error.code !== 'DB_COMMIT_UNKNOWN') await discard();
  return written;
}
