import type { RecordedDefect } from '../../core/inspection/record.ts';
import type { AppError, Result } from '../../core/kernel/result.ts';
import type { RenderJob, RenderMark } from '../../engine/protocol.ts';

/** The engine's drawing side: writes the JPEGs that a job asks for. Errors: IMAGE_*, OUTPUT_UNWRITABLE, ENGINE_*. */
export interface Renderer {
  render(job: RenderJob): Promise<Result<unknown, AppError>>;
}

/** A defect as the engine draws it: type and confidence as label. */
export const markOf = ({ box, type, confidence, severity }: RecordedDefect): RenderMark => ({
  box,
  label: confidence === null ? type : `${type} ${confidence.toFixed(2)}`,
  severity,
});

/** Writes a whole board with its defects at full size. */
export function writeOverlay(
  renderer: Renderer,
  board: { readonly imagePath: string; readonly defects: readonly RecordedDefect[] },
  outPath: string,
  maxPixels: number,
): Promise<Result<unknown, AppError>> {
  return renderer.render({
    imagePath: board.imagePath,
    golden: null,
    outputs: [{ kind: 'overlay', outPath, maxSide: null, marks: board.defects.map(markOf) }],
    maxPixels,
  });
}
