import type { Detection } from '../../core/detection/box.ts';
import type { ModelOutput } from './session-port.ts';

export interface DecodeSettings {
  readonly classCount: number;
  /** Confidence below which nothing is read, so that thousands of empty rows cost nothing. */
  readonly floor: number;
  /** Model's input size in pixels. */
  readonly width: number;
  readonly height: number;
}

/** What a model says of one tile. */
interface TileAnswer {
  readonly found: Detection[];
  /** The model names so many and no more, and all of them count: there may be others. */
  readonly isFull: boolean;
}

/**
 * Reads one tile's detections, in the tile's own pixels, from a batch's output. The model is not trusted: values may be anything.
 * @throws EngineFault MODEL_RUN_FAILED where a number is none or a class does not exist: nobody knows what the tile holds.
 */
export type TileDecoder = (output: ModelOutput, tile: number, settings: DecodeSettings) => TileAnswer;
