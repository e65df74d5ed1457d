import type { Detection } from '../../core/detection/box.ts';
import type { TileDetection } from '../../core/detection/seams.ts';
import { innerSides, type Tile, type TilePlan, touchesSeam } from '../../core/detection/tiling.ts';
import type { Inference, TilesToRun } from '../infer/inference.ts';
import type { EngineBoardResult, ModelToLoad } from '../protocol.ts';
import type { TileSlots } from './tile-slots.ts';
import type { Vision } from './vision.ts';

/** A box that ends this close to a seam counts as cut. Pixels. */
const seamMarginPx = 2;

/** What every board goes through. */
export interface Line {
  readonly vision: Vision;
  readonly inference: Pick<Inference, 'run'>;
  readonly slots: TileSlots;
  readonly model: ModelToLoad;
  /** Milliseconds on a counter that never goes back. */
  readonly now: () => number;
}

export interface TilesResult {
  /** In board pixels, not merged. */
  readonly detections: TileDetection[];
  /** Tiles in which there may be more than the model named. */
  readonly full: readonly Tile[];
  readonly provider: EngineBoardResult['provider'];
  /** Time the model took, without waiting. */
  readonly ms: number;
}

/**
 * Packs tiles of a prepared board batch by batch and hands each batch to the model as it is ready. Comes back when all
 * are handed over; each promise in the result ends with the model's answer to one batch.
 * @param reading What to read from the answer: as in `TilesToRun`.
 */
export async function startTiles(
  { vision, inference, slots, model }: Line,
  board: string,
  plan: TilePlan,
  tiles: readonly Tile[],
  reading: Pick<TilesToRun, 'withGolden' | 'floor'>,
  onBatch: (tiles: number, result: TilesResult) => void = () => undefined,
): Promise<Promise<TilesResult>[]> {
  const running: Promise<TilesResult>[] = [];
  for (let first = 0; first < tiles.length; first += slots.tiles) {
    const batch = tiles.slice(first, first + slots.tiles);
    const slot = await slots.take();
    const run = async (): Promise<TilesResult> => {
      const { detections, full, provider, ms } = await inference
        .run({ planes: slot.planes, count: batch.length, ...reading })
        .finally(() => slots.give(slot));
      const placed = batch.flatMap((tile, i) => (detections[i] ?? []).map((found) => place(found, tile, plan)));
      const result = { detections: placed, full: full.map((at) => batch[at]!), provider, ms };
      onBatch(batch.length, result);
      return result;
    };
    try {
      await vision.pack({ board, tiles: batch, channels: model.input.channels, planes: slot.planes });
    } catch (cause) {
      slots.give(slot);
      throw cause;
    }
    const result = run();
    // The caller listens once all batches are handed over.
    result.catch(() => undefined);
    running.push(result);
  }
  return running;
}

function place(found: Detection, tile: Tile, plan: TilePlan): TileDetection {
  const box = { ...found.box, x: found.box.x + tile.x, y: found.box.y + tile.y };
  return { ...found, box, cut: touchesSeam(box, tile, innerSides(tile, plan), seamMarginPx) };
}
