/** What a run writes beside the record of a board: overlay and report. */
import type { AppError } from '../core/kernel/result.ts';
import { maxImagePixels, reportServices, type Station } from '../station/compose.ts';
import type { BoardOutcome } from '../station/inspections/board-request.ts';
import { outputNames } from '../station/inspections/output-names.ts';
import { type Renderer, writeOverlay } from '../station/inspections/overlay.ts';
import { createReport } from '../station/reports/create-report.ts';
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
export function boardExtras(
  renderer: Renderer,
  station: Station | null,
  options: Pick<InspectOptions, 'overlayDir' | 'reportDir'>,
): (outcome: BoardOutcome, modelUnsigned: boolean) => Promise<LineExtras> {
  const { overlayDir, reportDir } = options;
  const overlayName = overlayDir === undefined ? null : outputNames(overlayDir, '.jpg');
  const reportName = reportDir === undefined ? null : outputNames(reportDir, '.pdf');

  return async (outcome, modelUnsigned) => {
    const warnings: AppError[] = [];
    if (!outcome.inspected) return { warnings, modelUnsigned };
    const written: { overlay?: string; report?: string } = {};
    if (overlayName !== null) {
      const overlay = overlayName(outcome.request.image.path);
      const { imagePath } = outcome;
      const defects = outcome.defects.filter(({ verification }) => verification !== 'rejected');
      const drawn = await writeOverlay(renderer, { imagePath, defects }, overlay, maxImagePixels);
      if (drawn.ok) written.overlay = overlay;
      else warnings.push(drawn.error);
    }
    if (reportName !== null && station !== null && outcome.inspectionId !== null) {
      const report = reportName(outcome.request.image.path);
      const made = await createReport(reportServices(station, renderer), outcome.inspectionId, report);
      if (made.ok) written.report = report;
      else warnings.push(made.error);
    }
    return { ...written, warnings, modelUnsigned };
  };
}
