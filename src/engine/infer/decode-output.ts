import type { Detection } from '../../core/detection/box.ts';
import type { OutputDecoder } from '../protocol.ts';
import { decodeAnomalyMap } from './decode-anomaly-map.ts';
import { decodeRows } from './decode-rows.ts';
import { decodeYolov8 } from './decode-yolov8.ts';
import type { ModelOutput } from './session-port.ts';

export interface DecodeSettings {
  readonly classCount: number;
  /** Confidence below which nothing is read, so that thousands of empty rows cost nothing. */
  readonly floor: number;
  /** Model's input size in pixels. */
  readonly width: number;
  readonly height: number;
}

/** Reads one tile's detections, in the tile's own pixels, from a batch's output. The model is not trusted: values may be anything. */
export type TileDecoder = (output: ModelOutput, tile: number, settings: DecodeSettings) => Detection[];

export const tileDecoders: Record<OutputDecoder, TileDecoder> = {
  detections_nk6: decodeRows,
  yolov8: decodeYolov8,
  end_to_end: decodeRows,
  anomaly_map: decodeAnomalyMap,
};
