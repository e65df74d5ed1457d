/** Has the engine draw the pictures of a report into a temporary folder. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Box } from '../../core/detection/box.ts';
import type { StoredDefect, StoredInspection } from '../../core/inspection/stored.ts';
import { type AppError, ok, type Result } from '../../core/kernel/result.ts';
import type { RenderMark, RenderOutput } from '../../engine/protocol.ts';
import { markOf, type Renderer } from '../inspections/overlay.ts';
import { jpegSize } from './jpeg-size.ts';
import { type DefectCrops, type Picture, type ReportContent, readableType } from './report-content.ts';

/** Longest side of the board's picture in pixels: 230 dpi on the page. */
const overlaySide = 1600;
/** A report of thousands of defects would be no report; the table names them all. */
const maxCrops = 200;

export interface PictureSources {
  readonly imagePath: string;
  readonly goldenPath: string | null;
  readonly maxPixels: number;
}

/** Errors: those of the engine; a picture that is missing afterwards is null. */
export async function drawPictures(
  renderer: Renderer,
  inspection: StoredInspection,
  sources: PictureSources,
  folder: string,
): Promise<Result<Pick<ReportContent, 'overlay' | 'crops'>, AppError>> {
  const { registration, registrationPoor, defects } = inspection;
  const golden =
    sources.goldenPath !== null && registration !== null && !registrationPoor
      ? { path: sources.goldenPath, registration }
      : null;
  const shown = defects.slice(0, maxCrops);
  const file = (name: string): string => join(folder, `${name}.jpg`);
  const outputs: RenderOutput[] = [
    { kind: 'overlay', outPath: file('overlay'), maxSide: overlaySide, marks: defects.map(numbered) },
  ];
  for (const [index, defect] of shown.entries()) {
    const box = surroundings(defect.box, inspection.image.width ?? 0, inspection.image.height ?? 0);
    // The box alone: a label would hide what is to be compared.
    const marks = [{ ...markOf(defect), label: '' }];
    outputs.push({ kind: 'crop', of: 'board', outPath: file(`board-${index}`), box, marks });
    if (golden !== null) outputs.push({ kind: 'crop', of: 'golden', outPath: file(`golden-${index}`), box, marks: [] });
  }
  const drawn = await renderer.render({ imagePath: sources.imagePath, golden, outputs, maxPixels: sources.maxPixels });
  if (!drawn.ok) return drawn;
  const crops = await Promise.all(
    shown.map(
      async (defect, index): Promise<DefectCrops> => ({
        defect,
        number: index + 1,
        board: await readPicture(file(`board-${index}`)),
        golden: golden === null ? null : await readPicture(file(`golden-${index}`)),
      }),
    ),
  );
  return ok({ overlay: await readPicture(file('overlay')), crops });
}

/** In a report the mark's number leads to its row in the table. */
const numbered = (defect: StoredDefect, index: number): RenderMark => ({
  ...markOf(defect),
  label: `${index + 1} ${readableType(defect.type)}`,
});

/** A square around a box with its neighbourhood, at least 64 px wide, moved to lie inside the image where it can. */
export function surroundings(box: Box, imageWidth: number, imageHeight: number): Box {
  const side = Math.min(Math.max(64, Math.round(Math.max(box.width, box.height) * 2.2)), imageWidth, imageHeight);
  const place = (start: number, length: number, limit: number): number =>
    Math.round(Math.min(Math.max(start + length / 2 - side / 2, 0), limit - side));
  return {
    x: place(box.x, box.width, imageWidth),
    y: place(box.y, box.height, imageHeight),
    width: side,
    height: side,
  };
}

async function readPicture(path: string): Promise<Picture | null> {
  const jpeg = await readFile(path).catch(() => null);
  const size = jpeg && jpegSize(jpeg);
  return jpeg && size && { jpeg, ...size };
}
